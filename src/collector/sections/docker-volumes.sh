section_docker_volumes() {
  names=$(docker_cli volume ls -q) || return $?
  [ -n "$names" ] || return 0
  # shellcheck disable=SC2086 # one argument a name; Docker allows no blanks in them
  docker_cli volume inspect --format '{"Name":{{json .Name}},"Driver":{{json .Driver}},"Options":{{json .Options}}}' $names
}
