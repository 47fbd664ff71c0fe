section_audit_status() {
  limited auditctl -s || return $?
  limited auditctl -v
  printf 'machine %s\n' "$(uname -m)"
  # Linux has it where it runs 32-bit programs.
  if [ "$(uname -m)" = x86_64 ] && [ ! -e /proc/sys/abi/vsyscall32 ]; then echo '32-bit no'; fi
  audit_daemon
  audit_loads
  if [ -d /run/systemd/system ]; then audit_units; fi
  return 0
}

# The program that takes the records.
audit_daemon() {
  audit_pid=$(limited auditctl -s | sed -n 's/^pid \([1-9][0-9]*\)$/\1/p')
  [ -n "$audit_pid" ] || return 0
  audit_program=$(readlink "/proc/$audit_pid/exe") || return 0
  audit_program=${audit_program##*/}
  printf 'daemon %s\n' "${audit_program% (deleted)}"
}

# When rules were put on the exit list since one was last taken from it, as the newest logs say.
audit_loads() {
  for audit_log in /var/log/audit/audit.log.1 /var/log/audit/audit.log; do
    [ ! -f "$audit_log" ] || limited grep '^type=CONFIG_CHANGE .*op="\{0,1\}\(add\|remove\)_rule.* list=4 .*res=1' "$audit_log"
  done | tail -n 2000 | awk '
    { time = $0; sub(/.*audit\(/, "", time); sub(/:.*/, "", time) }
    /remove_rule/ { count = 0; next }
    { added[++count] = time }
    END { for (i = 1; i <= count; i++) print "added " added[i] }'
}

# What starts rules and their daemon at boot, and when what is mounted was.
audit_units() {
  for audit_unit in auditd.service audit-rules.service; do
    limited systemctl show "$audit_unit" -p LoadState -p UnitFileState -p ActiveState -p Result -p Requires -p ExecStart \
      -p ExecStartPost -p ExecMainStatus -p ActiveEnterTimestampMonotonic -p ExecMainExitTimestampMonotonic |
      sed "s/^/unit $audit_unit /"
  done
  limited systemctl show '*.mount' -p Where -p ActiveEnterTimestampMonotonic |
    awk -F= '
      $1 == "ActiveEnterTimestampMonotonic" { time = $2 }
      $1 == "Where" { where = substr($0, 7) }
      $0 == "" && where != "" { print "mount " time " " where; where = "" }
      END { if (where != "") print "mount " time " " where }' | grep -v '/overlay2/\|/netns/\|/rootfs$\|/shm$'
}
