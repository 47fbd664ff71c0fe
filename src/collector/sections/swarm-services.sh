# Services of the swarm, as a manager knows them, with their ports: names of environment variables (those with a value,
# and those whose value is an address with a password) and of secrets, no values.
section_swarm_services() {
  state=$(docker_info swarm) || return $?
  [ "${state#* }" = true ] || return 0
  # shellcheck disable=SC2016 # the dollars are the template's
  objects_of "$(kept 8388608 all_of service 'json {"Name":{{json .Spec.Name}},"Env":[{{with .Spec.TaskTemplate.ContainerSpec}}{{range .Env}}{{$pair := split . "="}}{{if gt (len $pair) 1}}{{if index $pair 1}}{{json (index $pair 0)}},{{end}}{{end}}{{end}}{{end}}null],"EnvLogins":[{{with .Spec.TaskTemplate.ContainerSpec}}{{range .Env}}{{$text := lower .}}{{$url := split . "://"}}{{$held := or (gt (len (split $text "@tcp(")) 1) (gt (len (split $text ";password=")) 1) (gt (len (split $text "?password=")) 1) (gt (len (split $text "&password=")) 1)}}{{if gt (len $url) 1}}{{$login := split (index (split (index $url 1) "/") 0) "@"}}{{if gt (len $login) 1}}{{if gt (len (split (index $login 0) ":")) 1}}{{$held = true}}{{end}}{{end}}{{end}}{{if $held}}{{json (index (split . "=") 0)}},{{end}}{{end}}{{end}}null],"Secrets":[{{with .Spec.TaskTemplate.ContainerSpec}}{{range .Secrets}}{{json .SecretName}},{{end}}{{end}}null],"Ports":{{json .Endpoint.Ports}}}')"
}
