section_lsm() {
  [ ! -r /sys/module/apparmor/parameters/enabled ] || printf 'apparmor %s\n' "$(cat /sys/module/apparmor/parameters/enabled)"
  [ ! -r /sys/fs/selinux/enforce ] || printf 'selinux-enforce %s\n' "$(cat /sys/fs/selinux/enforce)"
  return 0
}
