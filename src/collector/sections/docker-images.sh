section_docker_images() {
  objects_of "$images"
}
