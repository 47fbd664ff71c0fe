section_docker_info() {
  docker_cli info --format '{{json .}}' || return $?
  # Clients before 28.1 end with success when the daemon has not answered, and answer in its place.
  info=$(docker_cli info --format '{{if .ID}}known{{end}}' 2>/dev/null) || return 0
  [ -n "$info" ]
}
