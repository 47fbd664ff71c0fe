# The build steps of every image that a container was created from, the latest first.
section_docker_history() {
  images=$(inspect_all container '{{.Image}}') || return $?
  [ -n "$images" ] || return 0
  printf '%s\n' "$images" | sort -u | while read -r image; do
    printf 'image %s\n' "$image"
    docker_cli history --no-trunc --format '{{json .CreatedBy}}' "$image" </dev/null || printf 'failed\n'
  done
}
