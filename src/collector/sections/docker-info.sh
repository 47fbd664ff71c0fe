section_docker_info() {
  docker_cli info --format '{{json .}}'
}
