section_audit_files() {
  [ -e /etc/audit ] || return 0
  # A directory that may not be entered or listed must not look like one without rules.
  ls /etc/audit/. >/dev/null || return 1
  ls /etc/audit/rules.d >/dev/null || [ ! -e /etc/audit/rules.d ] || return 1
  for file in /etc/audit/rules.d/*.rules /etc/audit/audit.rules; do
    [ -e "$file" ] || continue
    printf 'file %s\n' "$file"
    quoted "$file" || return 1
  done
  return 0
}
