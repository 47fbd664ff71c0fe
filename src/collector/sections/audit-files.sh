section_audit_files() {
  [ -e /etc/audit ] || return 0
  # A directory that may not be entered or listed must not look like one without rules.
  ls /etc/audit/. >/dev/null || return 1
  ls /etc/audit/rules.d >/dev/null || [ ! -e /etc/audit/rules.d ] || return 1
  [ ! -d /etc/audit/rules.d ] || printf 'directory /etc/audit/rules.d\n'
  # In the order in which augenrules joins them.
  {
    # shellcheck disable=SC2012 # only ls sorts as it does
    ls -1v /etc/audit/rules.d 2>/dev/null | sed -n 's|.*\.rules$|/etc/audit/rules.d/&|p'
    echo /etc/audit/audit.rules
  } | while IFS= read -r file; do
    [ -e "$file" ] || continue
    printf 'file %s\n' "$file"
    quoted "$file" || exit 1
  done
}
