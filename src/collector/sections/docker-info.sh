section_docker_info() {
  objects_of "$info" || return $?
  docker_info known >/dev/null
}
