section_docker_networks() {
  ids=$(docker_cli network ls -q --no-trunc) || return $?
  [ -n "$ids" ] || return 0
  # shellcheck disable=SC2086 # one argument an id
  docker_cli network inspect --format '{"Id":{{json .ID}},"Name":{{json .Name}},"Driver":{{json .Driver}},"Options":{{json .Options}}}' $ids
}
