# How far the datasets of ZFS may grow; nothing on a host without any.
section_zfs_quotas() {
  grep -q ' - zfs ' /proc/self/mountinfo || return 0
  limited zfs list -H -p -t filesystem -o name,quota,refquota
}
