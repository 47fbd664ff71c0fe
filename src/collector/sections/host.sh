section_host() {
  printf 'uid %s\n' "$login_uid"
  printf 'kernel %s\n' "$(uname -r)"
  printf 'clock-ticks %s\n' "$(getconf CLK_TCK 2>/dev/null || echo 100)"
  grep -s -H -E '^(btime |PRETTY_NAME=|[0-9])' /sys/devices/system/cpu/online /proc/sys/kernel/pid_max \
    /proc/sys/kernel/threads-max /proc/stat /etc/os-release | sed -n -e 's|.*/online:|cpus-online |p' \
    -e 's|.*/pid_max:|pid-max |p' -e 's|.*/threads-max:|threads-max |p' -e 's|^/proc/stat:btime |boot-time |p' \
    -e 's|^/etc/os-release:PRETTY_NAME=|os |p'
  [ ! -r /etc/machine-id ] || printf 'machine-id-sha256 %s\n' "$(sha256_of /etc/machine-id)"
  cat /proc/net/fib_trie /proc/net/if_inet6 2>/dev/null | awk '
    /32 host LOCAL/ { found[address] }
    { address = $2 }
    NF == 6 && length($1) == 32 { found[$1] }
    END { for (address in found) if (count++ < 400) print "own-address", address }'
  # What every comparison of namespaces is against: those of process 1, or of this login where they may not be read.
  # shellcheck disable=SC2012 # one ls instead of one readlink for each namespace
  { ls -l /proc/1/ns || ls -l /proc/self/ns; } 2>/dev/null |
    sed -n 's/.* \([a-z_]*\) -> [a-z_]*:\[\([0-9]*\)\]$/ns \1 \2/p'
  return 0
}
