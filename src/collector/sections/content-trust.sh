# Where the environment of all accounts sets DOCKER_CONTENT_TRUST.
section_content_trust() {
  for file in /etc/environment /etc/profile /etc/profile.d/*.sh /etc/bash.bashrc /etc/bashrc; do
    [ -f "$file" ] || continue
    if [ -r "$file" ]; then
      sed -n 's/^[^#]*DOCKER_CONTENT_TRUST=["'\'']\{0,1\}\([A-Za-z0-9]*\).*/\1/p' "$file" |
        while read -r value; do printf 'value %s %s\n' "$value" "$file"; done
    else
      printf 'unreadable %s\n' "$file"
    fi
  done
  return 0
}
