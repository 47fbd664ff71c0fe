# The daemon's configuration files, with the hash of their bytes.
section_daemon_config() {
  printf '%s\n' "$configuration"
  printf '%s\n' "$config_files" | while IFS= read -r file; do
    printf 'near %s\n' "$file"
    config_times "$file"
  done 2>/dev/null
  daemon_log 2>/dev/null
  return 0
}

# When a configuration file was changed, and what lies beside it and beside what it is a link to; times alone.
config_times() {
  limited stat -L -c 'times %.Y %.Z %.W' -- "$1"
  config_target=$(limited readlink -f -- "$1")
  printf '%s\n' "${1%/*}/" "${config_target%/*}/" | sort -u | while IFS= read -r folder; do
    limited stat -L -c 'folder %.Y' -- "$folder" || continue
    limited find -H "$folder" -mindepth 1 -maxdepth 1 ! -name "${1##*/}" ! -name "${config_target##*/}" \
      -exec stat -c 'entry %.Y %.Z %.W' -- '{}' + | head -n 1000
  done
}

# What dockerd itself has said of the settings that it has, where a file of them was changed since it was started.
daemon_log() {
  [ -n "$daemon_pid" ] && command -v journalctl >/dev/null || return 0
  log_start=$(sed 's/.*) //' "/proc/$daemon_pid/stat" | awk -v tick="$(getconf CLK_TCK || echo 100)" '
    FNR == NR { ticks = $20; next }
    $1 == "btime" { printf "%d", $2 + ticks / tick }' - /proc/stat)
  daemon_config_files | while IFS= read -r file; do
    log_changed=$(limited stat -L -c %Y -- "$file") && [ "$log_changed" -ge "$log_start" ] && printf 'changed\n'
  done | grep -q changed || return 0
  # A log driver writes what containers print in the name of dockerd too, but not through its standard error.
  set -- -b -q -o cat --no-pager --since "@$((log_start - 1))" "_PID=$daemon_pid" _TRANSPORT=stdout
  limited journalctl "$@" | head -n 300 | awk '
    /^time="[^"]*" level=(debug|trace) / { exit }
    /^time="[^"]*" level=info msg="Starting up"/ { started = 1 }
    /^time="[^"]*" level=info msg="API listen on / && started { print "logs info"; exit }'
  limited journalctl -r -n 5000 "$@" | grep -m 1 -E '^time="[^"]*" level=info msg="Reloaded configuration(: |" config=")\{' | reloaded_settings
}

# Of the configuration with which dockerd went on after it was told to read its file again: settings alone that hold no
# secret, as "in-force KEY VALUE". It leaves out what is false or empty.
reloaded_settings() {
  awk '{
    sub(/^[^{]*/, "")
    # As the log quotes it.
    for (i = 1; i <= length($0); i++) {
      if ((char = substr($0, i, 1)) == "\\") char = substr($0, ++i, 1)
      json = json char
    }
    for (i = 1; i <= length(json); i++) {
      char = substr(json, i, 1)
      if (quoted) {
        text = text char
        if (char == "\\") text = text substr(json, ++i, 1)
        else if (char == "\"") quoted = 0
      } else if (char ~ /[][{},]/) {
        if (depth == 1 && text != "") pair[++pairs] = text
        text = ""
        depth += (char ~ /[[{]/) - (char ~ /[]}]/)
        if (depth == 0) break
      } else {
        text = text char
        quoted = char == "\""
      }
    }
    if (depth > 0) exit
    print "reloaded"
    for (i = 1; i <= pairs; i++)
      if (pair[i] ~ /^"(iptables|no-new-privileges|userland-proxy)":true$/ || pair[i] ~ /^"(log-level|cgroup-parent)":"[^"\\]*"$/ || pair[i] == "\"default-ulimits\":") {
        gsub(/"/, "", pair[i])
        sub(/:/, " ", pair[i])
        print "in-force " pair[i]
      }
  }'
}
