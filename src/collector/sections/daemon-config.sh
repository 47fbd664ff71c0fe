# The daemon's configuration files, with the hash of their bytes.
section_daemon_config() {
  printf '%s\n' "$configuration"
  printf '%s\n' "$config_files" | while IFS= read -r file; do
    printf 'near %s\n' "$file"
    config_times "$file"
  done 2>/dev/null
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
