# What the daemon has at the end.
section_docker_remaining() {
  list_objects
}
