section_docker_networks() {
  objects_of "$networks"
}
