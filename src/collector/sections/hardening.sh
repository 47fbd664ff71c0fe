# How far the host itself was hardened: what a person judges by.
section_hardening() {
  (cd /proc/sys && grep -s -H '' kernel/kptr_restrict kernel/dmesg_restrict kernel/unprivileged_bpf_disabled \
    kernel/randomize_va_space kernel/yama/ptrace_scope kernel/perf_event_paranoid fs/protected_hardlinks \
    fs/protected_symlinks fs/protected_fifos fs/protected_regular fs/suid_dumpable net/core/bpf_jit_harden \
    net/ipv4/tcp_syncookies net/ipv4/conf/all/accept_redirects net/ipv4/conf/all/send_redirects \
    net/ipv4/conf/all/accept_source_route) | sed -e 'y|/|.|' -e 's/^\([^:]*\):/sysctl \1 /'
  for name in lsm lockdown; do
    file=/sys/kernel/security/$name
    [ ! -r "$file" ] || printf '%s %s\n' "$name" "$(cat "$file")"
  done
  for file in /run/reboot-required /var/run/reboot-required; do
    [ ! -e "$file" ] || printf 'reboot-required %s\n' "$file"
  done
  for timer in apt-daily-upgrade.timer dnf-automatic.timer dnf-automatic-install.timer; do
    unit_exists "$timer" && state=$(limited systemctl is-enabled "$timer" 2>/dev/null) && printf 'updates %s %s\n' "$timer" "$state"
  done
  limited sshd -T 2>/dev/null |
    sed -n -e '/^permitrootlogin /s/^/sshd /p' -e '/^passwordauthentication /s/^/sshd /p'
  return 0
}

unit_exists() {
  for directory in /etc/systemd/system /run/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
    [ ! -e "$directory/$1" ] || return 0
  done
  return 1
}
