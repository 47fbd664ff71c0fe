# Every process of the running containers, as the kernel knows them.
section_container_members() {
  ids=$(docker_cli ps -q --no-trunc) || return $?
  [ -n "$ids" ] || return 0
  printf '%s\n' "$ids" | sed 's/^/container /'
  grep -H -o -E '[0-9a-f]{64}' /proc/[0-9]*/cgroup 2>/dev/null | sort -u | while IFS=: read -r file id; do
    case "$ids" in
      *"$id"*) ;;
      *) continue ;;
    esac
    pid=${file#/proc/}
    pid=${pid%/cgroup}
    printf 'member %s %s\n' "$id" "$pid"
    sed -n -e 's/^\(Name\|PPid\|Uid\|CapBnd\):[[:space:]]*/\1 /p' "/proc/$pid/status"
  done 2>/dev/null
  return 0
}
