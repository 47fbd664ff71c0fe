# Mounts as each daemon sees them, and as this login does.
section_mounts() {
  printf '%s\n' "$engines" | while read -r pid _; do
    [ -n "$pid" ] || continue
    printf 'process %s\n' "$pid"
    cat "/proc/$pid/mountinfo" 2>/dev/null
  done
  printf 'process self\n'
  cat /proc/self/mountinfo
}
