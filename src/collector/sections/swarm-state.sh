# The addresses that this node of a swarm uses, and its certificate; the key stays where it is.
section_swarm_state() {
  state=$(docker_info '{{.Swarm.LocalNodeState}} {{.DockerRootDir}}') || return $?
  case "$state" in
    'inactive '* | ' '*) return 0 ;;
  esac
  directory=${state#* }/swarm
  file=$directory/docker-state.json
  # What is in the way is said by cat.
  text=$(cat "$file") || return 1
  for name in ListenAddr AdvertiseAddr DataPathAddr; do
    printf '%s' "$text" | tr ',{}' '[\n*]' |
      sed -n "s/^[[:space:]]*\"$name\"[[:space:]]*:[[:space:]]*\"\([^\"]*\)\".*/$name \1/p"
  done
  [ ! -r "$directory/certificates/swarm-node.crt" ] || sed 's/^/certificate /' "$directory/certificates/swarm-node.crt"
  return 0
}
