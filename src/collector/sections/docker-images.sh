# Of environment variables only the names, of those that have a value.
section_docker_images() {
  # shellcheck disable=SC2016 # the dollars are the template's
  inspect_all image '{"Id":{{json .ID}},"RepoTags":{{json .RepoTags}},"RepoDigests":{{json .RepoDigests}},"Created":{{json .Created}},"Size":{{json .Size}},"User":{{if .Config}}{{json .Config.User}}{{else}}null{{end}},"Healthcheck":{{if .Config}}{{json .Config.Healthcheck}}{{else}}null{{end}},"Env":[{{with .Config}}{{range .Env}}{{$pair := split . "="}}{{if gt (len $pair) 1}}{{if index $pair 1}}{{json (index $pair 0)}},{{end}}{{end}}{{end}}{{end}}null]}'
}
