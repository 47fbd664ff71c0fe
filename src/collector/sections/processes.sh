# Each dockerd: executable, arguments, namespaces, start, and the sockets that it holds.
section_processes() {
  pid_files=$(dockerd_pid_files)
  for pid in $(dockerd_pids); do
    printf 'process %s\n' "$pid"
    dockerd_process "$pid"
  done 2>/dev/null
  return 0
}

dockerd_process() {
  executable=$(readlink "/proc/$1/exe") && printf 'exe %s\n' "$executable"
  working=$(readlink "/proc/$1/cwd") && printf 'cwd %s\n' "$working"
  # Each proxy of a published port is a child of it.
  [ ! -r "/proc/$1/task/$1/children" ] || printf 'children readable\n'
  for child in $(cat "/proc/$1/task/"*/children); do
    sed 's/^/child /' "/proc/$child/comm"
  done | sort -u
  sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20 | sed 's/^/start-ticks /'
  # Written just after the configuration was read, by the clock that times its changes as well.
  printf '%s\n' "$pid_files" | while IFS= read -r file; do
    [ "$(head -c 20 "$file")" != "$1" ] || stat -L -c 'pid-file %.Y' -- "$file"
  done
  # Anyone may read this: more than one number is a process of a container.
  sed -n -e 's/^NSpid:[[:space:]]*/nspid /p' -e 's/^Uid:[[:space:]]*\([0-9]*\).*/uid \1/p' "/proc/$1/status"
  # shellcheck disable=SC2012 # one ls instead of one readlink for each namespace
  ls -l "/proc/$1/ns" | sed -n 's/.* \([a-z_]*\) -> [a-z_]*:\[\([0-9]*\)\]$/ns \1 \2/p'
  strings_as arg <"/proc/$1/cmdline"
  strings_as env <"/proc/$1/environ" | sed -n -e '/^env DOCKER_TLS_VERIFY=/p' -e '/^env DOCKER_CERT_PATH=/p' -e '/^env DOCKER_CONFIG=/p' -e '/^env HOME=/p' -e '/^env XDG_CONFIG_HOME=/p' -e '/^env ROOTLESSKIT_STATE_DIR=/p'
  # shellcheck disable=SC2012 # one ls instead of one readlink for each descriptor
  if ls -l "/proc/$1/fd" >/dev/null; then
    printf 'descriptors readable\n'
    ls -l "/proc/$1/fd" | sed -n 's/.* -> socket:\[\([0-9]*\)\]$/socket \1/p'
  fi
  awk '$4 == "0A" { print "tcp", $2, $10 }' "/proc/$1/net/tcp" "/proc/$1/net/tcp6"
  awk '$4 == "07" && $3 ~ /:0000$/ { print "udp", $2, $10 }' "/proc/$1/net/udp" "/proc/$1/net/udp6"
  awk '$4 == "00010000" { print "unix", $7, $8 }' "/proc/$1/net/unix"
}

# Where a dockerd may have written its number.
dockerd_pid_files() {
  {
    dockerd_option pidfile
    printf '%s\n' /run/docker.pid /run/snap.docker/docker.pid
    for pid_file in /run/user/*/docker.pid; do
      printf '%s\n' "$pid_file"
    done
  } | sort -u
}
