# Of containers that do not run: the accounts in their filesystem, and what the daemon keeps of their settings.
section_container_stopped() {
  data_root=$(docker_info '{{.DockerRootDir}}') || return $?
  stopped=$(inspect_all container '{{.ID}} {{.State.Pid}} {{with .GraphDriver}}{{index .Data "UpperDir"}}:{{index .Data "LowerDir"}}{{end}}') || return $?
  stopped=$(printf '%s\n' "$stopped" | awk '$1 != "" && $2 == 0')
  printf '%s\n' "$stopped" | sed -n "s|^\([0-9a-f][0-9a-f]*\) .*|$data_root/containers/\1/config.v2.json|p" |
    read_files 4194304 | sed -n \
    -e 's|^file .*/\([0-9a-f]*\)/config\.v2\.json$|container \1|p' \
    -e 's/^| .*"NoNewPrivileges":\([a-z]*\).*/no-new-privileges \1/p'
  printf '%s\n' "$stopped" | while read -r id _ layers; do
    [ -n "$id" ] || continue
    printf 'container %s\n' "$id"
    container_accounts "$layers"
  done 2>/dev/null
  return 0
}

# Names and numbers out of /etc/passwd in the topmost layer that has one.
container_accounts() {
  printf '%s\n' "$1" | tr : '\n' | while read -r layer; do
    layer=$(cd -- "$layer" && pwd -P) || continue
    [ -e "$layer/etc/passwd" ] || [ -L "$layer/etc/passwd" ] || [ -L "$layer/etc" ] || continue
    # A link in a layer leads elsewhere on the host.
    ! plain_path "$layer" etc/passwd ||
      printf '%s\n' "$layer/etc/passwd" | read_files 65536 | awk -F: '
        /^file / { print "accounts read" }
        /^[a-z]+$/ { exit }
        sub(/^[|] /, "") { print "account " $1 ":" $3 }'
    break
  done
}
