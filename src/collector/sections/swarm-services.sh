# Services of the swarm, as a manager knows them, with their ports: names of environment variables and of secrets, no
# values.
section_swarm_services() {
  available=$(docker_info '{{.Swarm.ControlAvailable}}') || return $?
  [ "$available" = true ] || return 0
  # shellcheck disable=SC2016 # the dollars are the template's
  inspect_all service '{"Name":{{json .Spec.Name}},"Env":[{{with .Spec.TaskTemplate.ContainerSpec}}{{range .Env}}{{$pair := split . "="}}{{if gt (len $pair) 1}}{{if index $pair 1}}{{json (index $pair 0)}},{{end}}{{end}}{{end}}{{end}}null],"Secrets":[{{with .Spec.TaskTemplate.ContainerSpec}}{{range .Secrets}}{{json .SecretName}},{{end}}{{end}}null],"Ports":{{json .Endpoint.Ports}}}'
}
