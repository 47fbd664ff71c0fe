section_docker_images() {
  ids=$(docker_cli image ls -q --no-trunc) || return $?
  [ -n "$ids" ] || return 0
  # shellcheck disable=SC2046 # one argument an id
  docker_cli image inspect --format '{"Id":{{json .ID}},"RepoTags":{{json .RepoTags}},"Created":{{json .Created}},"Size":{{json .Size}},"User":{{if .Config}}{{json .Config.User}}{{else}}null{{end}},"Healthcheck":{{if .Config}}{{json .Config.Healthcheck}}{{else}}null{{end}}}' $(printf '%s\n' "$ids" | sort -u)
}
