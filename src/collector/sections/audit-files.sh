section_audit_files() {
  if [ -e /etc/audit ]; then
    # A directory that may not be entered or listed must not look like one without rules.
    ls /etc/audit/. >/dev/null || return 1
    ls /etc/audit/rules.d >/dev/null || [ ! -e /etc/audit/rules.d ] || return 1
    [ ! -d /etc/audit/rules.d ] || printf 'directory /etc/audit/rules.d\n'
  fi
  audit_files=$(audit_rule_files | audit_file_lines) || return 1
  printf '%s\n' "$audit_files"
  # augenrules tells comments by it.
  awk 'BEGIN { exit !match("\t#", "^\\s*#") }' </dev/null && echo 'awk blanks'
  echo 'paths listed'
  audit_rules=$(printf '%s\n' "$audit_files" | sed -n -e 's/\r$//' -e 's/^| //p' | sed '/^ *#/d')
  printf '%s\n' "$audit_rules" | audit_paths | sort -u | head -n 5000 | audit_places
  printf '%s\n' "$audit_rules" | audit_names | sort -u | head -n 1000 | audit_unknown_names
  limited systemd-tmpfiles --cat-config 2>/dev/null |
    sed -n 's|^[dDvqQ][^[:blank:]]*[[:blank:]]\{1,\}"\{0,1\}\(/\(var/\)\{0,1\}run/[^"[:blank:]]*\).*|made \1|p'
  return 0
}

# In the order in which augenrules joins them, then what is loaded without it, then another program's own.
audit_rule_files() {
  # shellcheck disable=SC2012 # only ls sorts as it does
  ls -1v /etc/audit/rules.d 2>/dev/null | sed -n 's|.*\.rules$|/etc/audit/rules.d/&|p'
  printf '%s\n' /etc/audit/audit.rules /etc/auditbeat/audit.rules.d/*.conf
}

# Of files on standard input: their lines, and when they were written.
audit_file_lines() {
  audit_paths_found=$(while IFS= read -r file; do [ ! -f "$file" ] || printf '%s\n' "$file"; done)
  [ -n "$audit_paths_found" ] || return 0
  {
    printf '%s\n' "$audit_paths_found" | (
      IFS=$nl
      set -f
      # shellcheck disable=SC2046 # one argument a line
      stat -L -c 'written %Y %n' -- $(cat)
    )
    printf '%s\n' "$audit_paths_found" | read_files 1048576
  } | awk '
    function close_file() {
      # augenrules joins files as they are: a last line without an end goes on in the next file.
      if (file != "" && last != "") print "unended"
      if (file != "") print "written " written[file]
    }
    /^written / { time = $2; sub(/^written [0-9]* /, ""); written[$0] = time; next }
    /^file / { close_file(); file = substr($0, 6); print; next }
    { last = $0 }
    /^[|] / { print }
    /^[a-z]/ {
      print file ($0 == "unreadable" ? ": permission denied" : " was not read: " $0) >"/dev/stderr"
      file = ""
      exit failed = 1
    }
    END { if (!failed) close_file(); exit failed }'
}

# Of rules: what they are about.
audit_paths() {
  sed -n -e 's|.*-w *\(/[^ ]*\).*|\1|p' -e 'h' -e 's/.*-F *\(path\|dir\)=\(\/[^ ]*\).*/\2/p' -e 'g' \
    -e 's/.*-F *exe=\(\/[^ ]*\).*/\1/p'
}

# Of paths: what is there now.
audit_places() {
  while IFS= read -r path; do
    bare=${path%/}
    parent=${bare%/*}
    if [ -d "$path" ]; then
      kind=directory
    elif [ -e "$path" ]; then
      kind='file'
    elif [ -d "${parent:-/}" ]; then
      kind=absent
    else
      kind=homeless
    fi
    printf 'path %s %s\n' "$kind" "${bare:-/}"
  done
}

# Of rules: the names of calls and of accounts, as "call b64 NAME" and "account NAME".
audit_names() {
  awk '{
    arch = /-F *arch=b32/ ? "b32" : "b64"
    for (i = 1; i <= NF; i++) {
      if ($i ~ /uid[!<>]?=[a-zA-Z_]/ && $i !~ /=unset$/) print "account " substr($i, index($i, "=") + 1)
      names = $i == "-S" ? $(i + 1) : ($i ~ /^-S./ ? substr($i, 3) : "")
      count = split(names, call, ",")
      for (j = 1; j <= count; j++) if (call[j] ~ /^[a-z_]/ && call[j] != "all") print "call " arch " " call[j]
    }
  }'
}

# Of these those that are not known here: auditctl stops at them.
audit_unknown_names() {
  {
    if command -v ausyscall >/dev/null; then
      limited ausyscall --dump | sed -n 's/^[0-9]*[[:blank:]]*\([a-z_].*\)/known call b64 \1/p'
      if [ "$(uname -m)" = x86_64 ]; then
        limited ausyscall i386 --dump | sed -n 's/^[0-9]*[[:blank:]]*\([a-z_].*\)/known call b32 \1/p'
      fi
    fi
    while read -r kind name; do
      case $kind in
        account) id -u -- "$name" >/dev/null 2>&1 || printf 'unknown account %s\n' "$name" ;;
        *) printf 'wanted %s %s\n' "$kind" "$name" ;;
      esac
    done
  } | awk '
    $1 == "known" { known[$3, $4] = 1; tables[$3] = 1 }
    $1 == "unknown" { print }
    $1 == "wanted" && tables[$3] && !known[$3, $4] { print "unknown call " $3 " " $4 }'
}
