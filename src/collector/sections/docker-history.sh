# The build steps of every image that a container was created from, the latest first.
section_docker_history() {
  ids=$(docker_cli ps -aq --no-trunc) || return $?
  [ -n "$ids" ] || return 0
  # shellcheck disable=SC2086 # one argument an id
  images=$(docker_cli inspect --type container --format '{{.Image}}' $ids) || return $?
  printf '%s\n' "$images" | sort -u | while read -r image; do
    printf 'image %s\n' "$image"
    docker_cli history --no-trunc --format '{{json .CreatedBy}}' "$image" </dev/null || printf 'failed\n'
  done
}
