section_docker_volumes() {
  inspect_all volume '{"Name":{{json .Name}},"Driver":{{json .Driver}},"Options":{{json .Options}}}'
}
