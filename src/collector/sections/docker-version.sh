section_docker_version() {
  told "$version"
}
