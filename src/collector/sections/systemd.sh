section_systemd() {
  docker_units
}
