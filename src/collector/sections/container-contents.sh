# What is in the root filesystem of each running container, seen from the host: nothing of the container is run.
section_container_contents() {
  pids=$(inspect_all container '{{.ID}} {{.State.Pid}}') || return $?
  printf '%s\n' "$pids" | while read -r id pid; do
    [ "${pid:-0}" -gt 0 ] || continue
    printf 'container %s\n' "$id"
    # Through /proc a link is followed on the host, so only paths without one are looked at.
    [ -d "/proc/$pid/root/" ] || continue
    container_programs "/proc/$pid/root"
    container_packages "/proc/$pid/root"
    container_setuid "/proc/$pid/root"
  done 2>/dev/null
  return 0
}

container_programs() {
  for directory in bin sbin usr/bin usr/sbin usr/local/bin usr/local/sbin; do
    plain_path "$1" "$directory" || continue
    for program in gcc cc g++ clang make go rustc apk apt-get dpkg rpm yum dnf microdnf zypper pip pip3 npm \
      curl wget nc ncat netcat nmap socat telnet ftp tcpdump ssh scp sudo; do
      if [ -e "$1/$directory/$program" ] || [ -L "$1/$directory/$program" ]; then
        printf 'program %s\n' "$program"
      fi
    done
  done
}

container_packages() {
  for database in var/lib/dpkg/status lib/apk/db/installed usr/lib/apk/db/installed; do
    if plain_path "$1" "$database" && [ -f "$1/$database" ]; then
      printf 'packages %s\n' "$(limited head -c 67108864 "$1/$database" | grep -c -e '^Package: ' -e '^P:')"
    fi
  done
}

# -xdev keeps to the container's own filesystem: volumes are not searched. Ends with the status of the search.
container_setuid() {
  {
    limited find "$1/" -xdev -type f -perm /6000 -print0
    printf 'status %s\0' "$?"
  } | strings_as found | head -n 1000 | sed -n -e "s|^found $1/|setuid /|p" -e 's/^found status /searched /p'
}
