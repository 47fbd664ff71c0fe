# The build steps of every image that a container was created from, the latest first.
section_docker_history() {
  runs=$(container_runs) || return $?
  [ -z "$runs" ] || printf '%s\n' "$runs" | cut -d ' ' -f 3 | sort -u | while read -r image; do
    printf 'image %s\n' "$image"
    docker_cli history --no-trunc --format '{{json .CreatedBy}}' "$image" </dev/null || printf 'failed\n'
  done
}
