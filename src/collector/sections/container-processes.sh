# Every container with the number of its first process, 0 for none, and what the kernel says about that process.
section_container_processes() {
  runs=$(container_runs) || return $?
  runs=$(printf '%s\n' "$runs" | cut -d ' ' -f 1,2)
  printf 'all listed\n'
  {
    printf '%s\n' "$runs" | sed -n 's/^..*/container &/p'
    # shellcheck disable=SC2046 # one argument a process
    process_facts $(printf '%s\n' "$runs" | sed -n 's/.* \([1-9][0-9]*\)$/\1/p')
    # Last of all the cgroup: by it a process that came under the number of one that ended is told.
    printf '%s\n' "$runs" | while read -r id pid; do
      if [ "${pid:-0}" -gt 0 ]; then process_limits "$pid" "$id"; fi
    done
  } 2>/dev/null | processes_by_container
  return 0
}

# process_facts PID...: what there is to read of all of them at once, each line behind the path of its file.
# shellcheck disable=SC2046,SC2012 # an argument for each process; one ls instead of one readlink for each namespace
process_facts() {
  [ "$#" -gt 0 ] || return 0
  grep -s -H -E '^(Uid|CapInh|CapPrm|CapEff|CapBnd|NoNewPrivs|Seccomp):' $(printf '/proc/%s/status\n' "$@")
  # With a second directory ls names each.
  ls -l /proc/self/ns $(printf '/proc/%s/ns\n' "$@")
  grep -s -H -a '' $(printf '/proc/%s/uid_map\n' "$@") $(printf '/proc/%s/mountinfo\n' "$@")
  for process; do
    label=
    read -r label <"/proc/$process/attr/current" || [ -n "$label" ] && printf '/proc/%s/label:%s\n' "$process" "$label"
  done
}

# process_limits PID ID: its cgroup and the limits there, and in the network of the host its sockets.
process_limits() {
  printf '/proc/%s/limits\n' "$1"
  # In the network of the host a container listens on the host's own addresses.
  # shellcheck disable=SC3013 # of POSIX since 2024, and older in every shell
  [ ! "/proc/$1/ns/net" -ef /proc/self/ns/net ] || container_sockets "$1"
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

# The lines of all that, under the container of each.
processes_by_container() {
  awk '
    function add(text) { lines[pid] = lines[pid] text "\n" }
    $1 == "container" && NF == 3 { container[++count] = $2 " " $3; next }
    /^\/proc\/[0-9a-z]+\/(ns:|limits)$/ { split($0, part, "/"); pid = part[3]; of = part[4]; next }
    of == "limits" { add($0); next }
    match($0, /^\/proc\/[0-9]+\/[a-z_]+:/) {
      split($0, part, "/")
      pid = part[3]
      kind = substr(part[4], 1, index(part[4], ":") - 1)
      rest = substr($0, RLENGTH + 1)
      if (kind == "uid_map") add("uid-map " rest)
      else if (kind == "label") add("label " rest)
      else if (kind == "status") {
        word = substr(rest, 1, index(rest, ":") - 1)
        sub(/^[^:]*:[ \t]*/, "", rest)
        add(word " " rest)
      } else if (kind == "mountinfo") {
        split(rest, field, " ")
        if (field[5] == "/") add("root-mount " field[6])
        add("mount " field[3] " " field[4] " " field[5])
      }
      next
    }
    of == "ns:" && NF > 3 && $(NF - 1) == "->" {
      space = $NF
      sub(/^[a-z_]*:\[/, "", space)
      sub(/\]$/, "", space)
      add("ns " $(NF - 2) " " space)
      next
    }
    END {
      for (i = 1; i <= count; i++) {
        print "container " container[i]
        split(container[i], part, " ")
        printf "%s", lines[part[2]]
      }
    }'
}

# The sockets of all processes of a container, and who listens in its network.
container_sockets() {
  cgroup_path=$(sed -n -e 's/^0:://p' -e 's/^[0-9]*:pids://p' "/proc/$1/cgroup" | sed -n '$p')
  for procs in "/sys/fs/cgroup/pids$cgroup_path/cgroup.procs" "/sys/fs/cgroup$cgroup_path/cgroup.procs"; do
    [ -r "$procs" ] || continue
    # shellcheck disable=SC2046,SC2012 # an argument for each process; one ls instead of one readlink for each descriptor
    ls -l /proc/self/fd $(sed 's|.*|/proc/&/fd|' "$procs") | sed -n -e '/^\/proc\/self/,/^$/d' -e 's/.* -> socket:\[\([0-9]*\)\]$/socket \1/p'
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
