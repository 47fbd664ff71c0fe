# Services of the swarm, as a manager knows them: names of environment variables and of secrets, no values.
section_swarm_services() {
  available=$(docker_cli info --format '{{.Swarm.ControlAvailable}}') || return $?
  [ "$available" = true ] || return 0
  ids=$(docker_cli service ls -q) || return $?
  [ -n "$ids" ] || return 0
  # shellcheck disable=SC2016,SC2086 # the dollars are the template's; one argument an id
  docker_cli service inspect --format '{"Name":{{json .Spec.Name}},"Env":[{{with .Spec.TaskTemplate.ContainerSpec}}{{range .Env}}{{$pair := split . "="}}{{if gt (len $pair) 1}}{{if index $pair 1}}{{json (index $pair 0)}},{{end}}{{end}}{{end}}{{end}}null],"Secrets":[{{with .Spec.TaskTemplate.ContainerSpec}}{{range .Secrets}}{{json .SecretName}},{{end}}{{end}}null]}' $ids
}
