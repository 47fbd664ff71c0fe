section_docker_volumes() {
  objects_of "$volumes"
}
