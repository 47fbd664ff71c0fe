# Every process of the running containers, as the kernel knows them.
section_container_members() {
  ids=$(docker_cli ps -q --no-trunc) || return $?
  [ -n "$ids" ] || return 0
  printf '%s\n' "$ids" | sed 's/^/container /'
  members=$(
    grep -H -o -E '[0-9a-f]{64}' /proc/[0-9]*/cgroup 2>/dev/null | sort -u | while IFS=: read -r file id; do
      case "$ids" in
        *"$id"*) printf '%s %s\n' "$id" "$(expr "$file" : '/proc/\([0-9]*\)')" ;;
      esac
    done
  )
  printf '%s\n' "$members" | while read -r id pid; do
    [ -n "$pid" ] || continue
    printf 'member %s %s\n' "$id" "$pid"
    member_status "$pid"
  done 2>/dev/null
  [ -z "$members" ] || members_together 2>/dev/null
  return 0
}

# A process of docker exec that runc is still setting up shows what it is in a moment.
member_status() {
  member_shown=$(member_lines "$1")
  case $member_shown in
    'Name runc:['*)
      sleep 1
      member_shown=$(member_lines "$1")
      ;;
  esac
  printf '%s\n' "$member_shown"
}

member_lines() {
  sed -n -e 's/^\(Name\|PPid\|Uid\|CapBnd\|NoNewPrivs\):[[:space:]]*/\1 /p' "/proc/$1/status"
}

# What is asked of all of them at once: the programs, user namespaces other than that of the host, and signs of SSH.
# shellcheck disable=SC2012,SC2046,SC2086 # an argument for each process; one ls instead of one readlink for each
members_together() {
  printf 'users listed\n'
  member_pids=$(printf '%s\n' "$members" | sed 's/.* //' | sort -u)
  ls -l $(printf '/proc/%s/ns/user\n' $member_pids) $(printf '/proc/%s/exe\n' $member_pids) | sed -n \
    -e "/$(readlink /proc/1/ns/user | tr '[]' '..')\$/d" \
    -e 's|.* /proc/\([0-9]*\)/ns/user -> user:\[\([0-9]*\)\]$|users \1 \2|p' \
    -e 's|.* /proc/\([0-9]*\)/exe -> \(.*/\)\{0,1\}\([^/]*\)$|exe \1 \3|p'
  # How OpenSSH shows that it listens, whatever its program is called.
  grep -l -a -E '\[listener\] [0-9]+ of [0-9]+-[0-9]+ startups' $(printf '/proc/%s/cmdline\n' $member_pids) |
    sed 's|/proc/\([0-9]*\)/.*|ssh \1|'
  printf '%s\n' "$ids" | while read -r id; do
    ssh_listeners $(printf '%s\n' "$members" | sed -n "s/^$id //p")
  done
}

# ssh_listeners PID...: which processes of a container listen where SSH servers do, and whether their program has the
# words by which one introduces itself.
ssh_listeners() {
  [ $# -gt 0 ] || return 0
  # 22, 222, 2022, 2222, 8022, 22222 and 29418, as "PORT INODE"
  ssh_sockets=$(awk '$4 == "0A" && $2 ~ /:(0016|00DE|07E6|08AE|1F56|56CE|72F5)$/ {
    print substr($2, length($2) - 3), $10 }' "/proc/$1/net/tcp" "/proc/$1/net/tcp6")
  [ -n "$ssh_sockets" ] || return 0
  for ssh_pid in "$@"; do
    # shellcheck disable=SC2012 # one ls instead of one readlink for each descriptor
    ssh_ports=$(ls -l "/proc/$ssh_pid/fd" | sed -n 's/.* -> socket:\[\([0-9]*\)\]$/\1/p' | {
      ssh_inodes=$(cat)
      printf '%s\n' "$ssh_sockets" | while read -r ssh_port ssh_inode; do
        ! printf '%s\n' "$ssh_inodes" | grep -q -x -F -e "$ssh_inode" || printf '%s ' "$ssh_port"
      done
    })
    case $ssh_ports in
      '') continue ;;
      *0016*) printf 'port-22 %s\n' "$ssh_pid" ;;
    esac
    ! limited grep -q -a -e 'SSH-2\.0-' -e 'OpenSSH_[0-9]' "/proc/$ssh_pid/exe" || printf 'ssh %s\n' "$ssh_pid"
  done
}
