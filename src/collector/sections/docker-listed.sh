# What the daemon has before the rest is asked: everything that it has at the end too must be in what was asked.
section_docker_listed() {
  list_objects
}
