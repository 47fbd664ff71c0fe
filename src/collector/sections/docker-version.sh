section_docker_version() {
  docker_cli version --format '{{json .}}'
}
