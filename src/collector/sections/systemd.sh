section_systemd() {
  [ "$units_status" -eq 0 ] || return "$units_status"
  [ -z "$units" ] || printf '%s\n' "$units"
  user_units
}

# Units of rootless daemons, which the systemd of their user runs: "user-fragment|user-dropin UNIT PATH".
user_units() {
  printf '%s\n' "$config_files" | sed -n 's|^\(/.*\)/docker/daemon.json$|\1/systemd/user/docker.service|p' | while IFS= read -r user_unit; do
    [ ! -e "$user_unit" ] || printf 'user-fragment docker.service %s\n' "$user_unit"
    for user_drop_in in "$user_unit".d/*.conf; do
      [ ! -e "$user_drop_in" ] || printf 'user-dropin docker.service %s\n' "$user_drop_in"
    done
  done
}
