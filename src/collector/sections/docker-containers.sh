section_docker_containers() {
  objects_of "$containers"
}
