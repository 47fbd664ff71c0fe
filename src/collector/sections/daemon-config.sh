# The daemon's configuration files, with the hash of their bytes.
section_daemon_config() {
  daemon_config_files | while IFS= read -r file; do
    [ -e "$file" ] || continue
    printf 'file %s\n' "$file"
    if [ -r "$file" ]; then
      printf 'sha256 %s\n' "$(sha256_of "$file")"
      quoted "$file"
      printf '\n'
    else
      printf 'unreadable\n'
    fi
  done
  return 0
}
