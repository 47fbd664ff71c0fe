# Mounts as each dockerd sees them, and as this login does.
section_mounts() {
  for pid in $(dockerd_pids); do
    printf 'process %s\n' "$pid"
    cat "/proc/$pid/mountinfo" 2>/dev/null
  done
  printf 'process self\n'
  cat /proc/self/mountinfo
}
