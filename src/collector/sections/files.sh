# Owner, mode, target and the directories above of every path that a check may ask about.
section_files() {
  nl='
'
  IFS=$nl
  set -f
  # shellcheck disable=SC2046 # one argument a line
  set -- $(
    set +f
    file_paths | sed -n '/^\//p' | with_parents | sort -u
  )
  [ "$#" -le 10000 ] || {
    echo 'more than 10000 paths' >&2
    return 1
  }
  stat -c 'lstat %f %u %g %U %G %Y %W %n' -- "$@" 2>/dev/null
  stat -L -c 'stat %f %u %g %U %G %Y %W %n' -- "$@" 2>/dev/null
  for path in "$@"; do
    if [ -e "$path" ] && target=$(readlink -f -- "$path") && [ "$target" != "$path" ]; then
      printf 'real %s\nas %s\n' "$path" "$target"
    fi
  done
  if command -v getfacl >/dev/null 2>&1; then
    for path in $(docker_sockets); do
      [ -e "$path" ] || continue
      printf 'acl %s\n' "$path"
      getfacl -p -c -- "$path" | sed -n -e '/^user:[^:]/p' -e '/^group:[^:]/p'
    done
  fi 2>/dev/null
  return 0
}

file_paths() {
  printf '%s\n' / /etc/docker /usr/bin/dockerd /usr/sbin/dockerd
  daemon_config_files
  docker_units | sed -n -e 's/^fragment [^ ]* //p' -e 's/^dropin [^ ]* //p'
  docker_sockets
  engine_sockets
  for pid in $(dockerd_pids); do
    readlink "/proc/$pid/exe" 2>/dev/null
  done
  tls_files
  docker_cli info --format '{{.DockerRootDir}}'
  printf '%s\n' /var/lib/containerd
  mount_sources
}

engine_sockets() {
  printf '%s\n' /run/containerd/containerd.sock /run/docker/containerd/containerd.sock /run/podman/podman.sock /run/crio/crio.sock
  for socket in /run/user/*/docker.sock /run/user/*/podman/podman.sock; do
    [ ! -e "$socket" ] || printf '%s\n' "$socket"
  done
}

tls_files() {
  for option in tlscacert tlscert tlskey; do
    dockerd_flag "$option"
    for file in $(daemon_config_files); do
      [ ! -r "$file" ] || tr ',{}' '[\n*]' <"$file" | sed -n "s/^[[:space:]]*\"$option\"[[:space:]]*:[[:space:]]*\"\(.*\)\".*/\1/p"
    done
  done
  printf '%s\n' /root/.docker/ca.pem /root/.docker/cert.pem /root/.docker/key.pem
}

# Host paths mounted into containers, by bind or by a volume that binds a device path.
mount_sources() {
  container_ids=$(docker_cli ps -aq --no-trunc) || return 0
  if [ -n "$container_ids" ]; then
    # shellcheck disable=SC2086 # one argument an id
    docker_cli inspect --type container --format '{{range .Mounts}}{{println .Source}}{{end}}' $container_ids
  fi
  volumes=$(docker_cli volume ls -q) || return 0
  if [ -n "$volumes" ]; then
    # shellcheck disable=SC2086 # one argument a name
    docker_cli volume inspect --format '{{if .Options}}{{index .Options "device"}}{{end}}' $volumes
  fi
}

with_parents() {
  while IFS= read -r path; do
    while [ -n "$path" ]; do
      printf '%s\n' "$path"
      path=${path%/*}
    done
  done
  printf '/\n'
}
