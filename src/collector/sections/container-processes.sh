# Every container with the number of its first process, 0 for none, and what the kernel says about that process.
section_container_processes() {
  pids=$(inspect_all container '{{.ID}} {{.State.Pid}}') || return $?
  printf 'all listed\n'
  printf '%s\n' "$pids" | while read -r id pid; do
    [ -n "$id" ] || continue
    printf 'container %s %s\n' "$id" "$pid"
    [ "$pid" -eq 0 ] || container_process "$pid" "$id"
  done 2>/dev/null
  return 0
}

container_process() {
  sed -n -e 's/^\(Uid\|CapInh\|CapPrm\|CapEff\|CapBnd\|NoNewPrivs\|Seccomp\):[[:space:]]*/\1 /p' "/proc/$1/status"
  # shellcheck disable=SC2012 # one ls instead of one readlink for each namespace
  ls -l "/proc/$1/ns" | sed -n 's/.* \([a-z_]*\) -> [a-z_]*:\[\([0-9]*\)\]$/ns \1 \2/p'
  sed 's/^/uid-map /' "/proc/$1/uid_map"
  label=$(tr -d '\0\n' <"/proc/$1/attr/current") && printf 'label %s\n' "$label"
  sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \/ \([^ ]*\) .*/root-mount \1/p' "/proc/$1/mountinfo"
  sed -n 's/^[^ ]* [^ ]* \([^ ]* [^ ]* [^ ]*\) .*/mount \1/p' "/proc/$1/mountinfo"
  container_sockets "$1"
  while IFS=: read -r _ controllers path; do
    printf 'cgroup %s:%s\n' "$controllers" "$path"
    case ",$controllers," in
      *,memory,*) container_limits memory /sys/fs/cgroup/memory memory.limit_in_bytes "$2" "$path" ;;
      *,pids,*) container_limits pids /sys/fs/cgroup/pids pids.max "$2" "$path" ;;
      ,,)
        container_limits memory /sys/fs/cgroup memory.max "$2" "$path"
        container_limits pids /sys/fs/cgroup pids.max "$2" "$path"
        ;;
    esac
  done <"/proc/$1/cgroup"
}

# In the network of the host a container listens on the host's own addresses: the sockets of all its processes.
container_sockets() {
  [ "$(readlink "/proc/$1/ns/net")" = "$(readlink /proc/self/ns/net)" ] || return 0
  cgroup_path=$(sed -n -e 's/^0:://p' -e 's/^[0-9]*:pids://p' "/proc/$1/cgroup" | sed -n '$p')
  for procs in "/sys/fs/cgroup/pids$cgroup_path/cgroup.procs" "/sys/fs/cgroup$cgroup_path/cgroup.procs"; do
    [ -r "$procs" ] || continue
    while read -r member; do
      # shellcheck disable=SC2012 # one ls instead of one readlink for each descriptor
      ls -l "/proc/$member/fd" | sed -n 's/.* -> socket:\[\([0-9]*\)\]$/socket \1/p'
    done <"$procs"
    printf 'sockets-read yes\n'
    break
  done
  awk '$4 == "0A" { print "tcp", $2, $10 }' "/proc/$1/net/tcp" "/proc/$1/net/tcp6"
  awk '$4 == "07" && $3 ~ /:0000$/ { print "udp", $2, $10 }' "/proc/$1/net/udp" "/proc/$1/net/udp6"
}

# container_limits WORD ROOT FILE ID CGROUP: of the cgroup, and of those above it up to the one of the container, below
# which systemd or an engine of its own may have moved itself; then of those above that one.
container_limits() {
  limits_in=$5
  while [ -n "$limits_in" ]; do
    if [ -r "$2$limits_in/$3" ] && read -r limit <"$2$limits_in/$3"; then
      case $limits_in in
        "$5" | *"$4"*) printf '%s %s\n' "$1" "$limit" ;;
        *) printf '%s-above %s %s\n' "$1" "$limit" "$limits_in" ;;
      esac
    fi
    limits_in=${limits_in%/*}
  done
}
