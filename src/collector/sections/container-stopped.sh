# Of containers that do not run: the accounts in their filesystem, and what the daemon keeps of their settings.
section_container_stopped() {
  data_root=$(docker_info '{{.DockerRootDir}}') || return $?
  stopped=$(inspect_all container '{{.ID}} {{.State.Pid}} {{with .GraphDriver}}{{index .Data "UpperDir"}}:{{index .Data "LowerDir"}}{{end}}') || return $?
  printf '%s\n' "$stopped" | while read -r id pid layers; do
    [ "$pid" = 0 ] || continue
    printf 'container %s\n' "$id"
    sed -n 's/.*"NoNewPrivileges":\([a-z]*\).*/no-new-privileges \1/p' "$data_root/containers/$id/config.v2.json"
    container_accounts "$layers"
  done 2>/dev/null
  return 0
}

# Names and numbers out of /etc/passwd in the topmost layer that has one.
container_accounts() {
  printf '%s\n' "$1" | tr : '\n' | while read -r layer; do
    [ -e "$layer/etc/passwd" ] || [ -L "$layer/etc/passwd" ] || [ -L "$layer/etc" ] || continue
    # A link in a layer leads elsewhere on the host.
    if plain_path "$layer" etc/passwd && [ -f "$layer/etc/passwd" ]; then
      printf 'accounts read\n'
      head -c 65536 "$layer/etc/passwd" | cut -d : -f 1,3 | sed 's/^/account /'
    fi
    break
  done
}
