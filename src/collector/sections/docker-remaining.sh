# What the daemon has at the end, as "KIND ID".
section_docker_remaining() {
  remaining_of container && remaining_of network && remaining_of image
}

remaining_of() {
  remaining_ids=$(ids_of "$1") || return $?
  [ -z "$remaining_ids" ] || printf '%s\n' "$remaining_ids" | sort -u | sed "s/^/$1 /"
}
