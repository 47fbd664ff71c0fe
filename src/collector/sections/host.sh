section_host() {
  printf 'uid %s\n' "$(id -u)"
  printf 'kernel %s\n' "$(uname -r)"
  printf 'clock-ticks %s\n' "$(getconf CLK_TCK 2>/dev/null || echo 100)"
  [ ! -r /sys/devices/system/cpu/online ] || printf 'cpus-online %s\n' "$(head -n 1 /sys/devices/system/cpu/online)"
  [ ! -r /proc/sys/kernel/pid_max ] || printf 'pid-max %s\n' "$(head -n 1 /proc/sys/kernel/pid_max)"
  [ ! -r /proc/sys/kernel/threads-max ] || printf 'threads-max %s\n' "$(head -n 1 /proc/sys/kernel/threads-max)"
  sed -n 's/^btime /boot-time /p' /proc/stat
  [ ! -r /etc/os-release ] || sed -n 's/^PRETTY_NAME=/os /p' /etc/os-release
  [ ! -r /etc/machine-id ] || printf 'machine-id-sha256 %s\n' "$(sha256_of /etc/machine-id)"
  awk '/32 host LOCAL/ { print "own-address", address } { address = $2 }' /proc/net/fib_trie 2>/dev/null | sort -u | head -n 200
  sed -n 's/^\([0-9a-f]*\) .*/own-address \1/p' /proc/net/if_inet6 2>/dev/null | head -n 200
  # What every comparison of namespaces is against: those of process 1, or of this login where they may not be read.
  # shellcheck disable=SC2012 # one ls instead of one readlink for each namespace
  { ls -l /proc/1/ns || ls -l /proc/self/ns; } 2>/dev/null |
    sed -n 's/.* \([a-z_]*\) -> [a-z_]*:\[\([0-9]*\)\]$/ns \1 \2/p'
  return 0
}
