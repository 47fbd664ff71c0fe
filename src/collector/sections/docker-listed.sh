# What the daemon has before the rest is asked, as "KIND ID": everything that it has at the end too must be in what was asked.
section_docker_listed() {
  listed_of container "$containers" && listed_of network "$networks" && listed_of image "$images"
}

listed_of() {
  listed_told=$(told "$2") || return $?
  printf '%s\n' "$listed_told" | sed -n "s/^listed /$1 /p"
}
