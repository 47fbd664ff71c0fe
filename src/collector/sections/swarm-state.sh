# The addresses that this node of a swarm uses, and its certificate; the key stays where it is.
section_swarm_state() {
  state=$(docker_info swarm) || return $?
  case $state in
    'inactive '* | ' '*) return 0 ;;
  esac
  directory=$(docker_info root)/swarm
  file=$directory/docker-state.json
  text=$(quoted "$file") || return 1
  [ -n "$text" ] || {
    printf '%s: No such file or directory\n' "$file" >&2
    return 1
  }
  for name in ListenAddr AdvertiseAddr DataPathAddr; do
    printf '%s' "$text" | sed 's/^| //' | tr ',{}' '[\n*]' |
      sed -n "s/^[[:space:]]*\"$name\"[[:space:]]*:[[:space:]]*\"\([^\"]*\)\".*/$name \1/p"
  done
  printf '%s\n' "$directory/certificates/swarm-node.crt" | read_files 65536 | sed -n 's/^| /certificate /p'
  return 0
}
