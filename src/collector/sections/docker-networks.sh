section_docker_networks() {
  inspect_all network '{"Id":{{json .ID}},"Name":{{json .Name}},"Driver":{{json .Driver}},"Internal":{{json .Internal}},"Options":{{json .Options}}}'
}
