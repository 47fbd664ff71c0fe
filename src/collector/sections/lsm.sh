section_lsm() {
  lsm_line apparmor /sys/module/apparmor/parameters/enabled
  lsm_line selinux-enforce /sys/fs/selinux/enforce
  lsm_line lockdown /sys/kernel/security/lockdown
  lsm_line modules-disabled /proc/sys/kernel/modules_disabled
  lsm_line modules-signed /sys/module/module/parameters/sig_enforce
  return 0
}

# lsm_line WORD FILE: what the kernel says in it, where it has it
lsm_line() {
  [ ! -r "$2" ] || printf '%s %s\n' "$1" "$(cat "$2")"
}
