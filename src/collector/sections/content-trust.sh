# Where the environment of all accounts sets DOCKER_CONTENT_TRUST.
section_content_trust() {
  printf '%s\n' /etc/environment /etc/profile /etc/profile.d/*.sh /etc/bash.bashrc /etc/bashrc | read_files 1048576 | awk '
    /^file / { file = substr($0, 6) }
    /^[a-z]+$/ && $0 != "irregular" { print "unreadable " file }
    /^[|] / && match($0, /^[^#]*DOCKER_CONTENT_TRUST=["\047]?[A-Za-z0-9]*/) {
      value = substr($0, 1, RLENGTH)
      sub(/.*DOCKER_CONTENT_TRUST=["\047]?/, "", value)
      print "value " value " " file
    }'
}
