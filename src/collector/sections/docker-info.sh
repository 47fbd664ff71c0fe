section_docker_info() {
  info=$(docker_cli info --format '{{json .}}') || return $?
  printf '%s\n' "$info"
  # Clients before 28.1 end with success when the daemon has not answered, and answer in its place.
  case $info in *'"ServerErrors":["'*) return 1 ;; esac
}
