# How docker.service is started by its files as they are on disk, and by which process it runs.
section_systemd_command() {
  [ -d /run/systemd/system ] || return 0
  printf 'main %s\n' "$(limited systemctl show docker.service -p MainPID | sed 's/^MainPID=//')"
  command_lines=$(printf '%s\n' "$units" | sed -n -e 's/^fragment docker.service //p' -e 's/^dropin docker.service //p' | drop_ins_by_name | start_settings)
  printf 'unit docker.service\n'
  printf '%s\n' "$command_lines" | sed 's/^/| /'
  # Of files of variables, those alone that the command names.
  # shellcheck disable=SC2016 # a reference as the unit has it
  command_names=$(printf '%s\n' "$command_lines" | sed -n '/^ExecStart/p' | grep -o '[$]{\{0,1\}[A-Za-z_][A-Za-z0-9_]*' | tr -d '${' | sort -u)
  [ -n "$command_names" ] || return 0
  printf '%s\n' "$command_lines" | sed -n 's/^EnvironmentFile[[:space:]]*=[[:space:]]*-\{0,1\}\(\/.*\)/\1/p' | while IFS= read -r file; do
    variables=$(quoted "$file" 2>/dev/null) || continue
    printf 'variables %s\n' "$file"
    printf '%s\n' "$command_names" | while IFS= read -r name; do
      printf '%s\n' "$variables" | sed -n "s/^| [[:space:]]*\($name=.*\)/| \1/p"
    done
  done
  return 0
}

# The unit file first, then drop-ins by the name of the file, whatever their folder.
drop_ins_by_name() {
  sed 's|.*/|&	|' | awk -F '\t' '{ print (/\.d\//) ? 1 : 0, $2, $1 $2 }' | sort | cut -d ' ' -f 3-
}

# Of unit files on standard input: how they start the service, with continued lines joined.
start_settings() {
  while IFS= read -r file; do
    quoted "$file" 2>/dev/null | sed -e 's/^| //' -e ':a' -e '/\\$/{N;s/\\\n| / /;ba' -e '}' |
      sed -n '/^[[:space:]]*\(ExecStart\|Environment\|EnvironmentFile\)[[:space:]]*=/p'
  done
}
