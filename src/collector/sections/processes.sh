# The daemons of this host: executable, arguments, namespaces, start, and the sockets that they hold. Of one that does not
# serve the audited socket too: root's is as good a way to the host.
section_processes() {
  printf 'asked %s\n' "$api_socket"
  [ -z "$answers" ] || printf 'answers yes\n'
  pid_files=$(dockerd_pid_files | read_files 64)
  printf '%s\n' "$engines" | while read -r pid _; do
    [ -n "$pid" ] || continue
    printf 'process %s\n' "$pid"
    case "$nl$serving" in
      *"$nl$pid "*) printf 'serves %s\n' "$api_socket" ;;
    esac
    dockerd_process "$pid"
  done 2>/dev/null
  return 0
}

dockerd_process() {
  executable=$(readlink "/proc/$1/exe") && printf 'exe %s\n' "$executable"
  working=$(readlink "/proc/$1/cwd") && printf 'cwd %s\n' "$working"
  # Each proxy of a published port is a child of it.
  [ ! -r "/proc/$1/task/$1/children" ] || printf 'children readable\n'
  cat "/proc/$1/task/"*/children | tr ' ' '\n' | while read -r child; do
    read -r name <"/proc/$child/comm" && printf 'child %s\n' "$name"
  done | sort -u
  sed -n 's/.*) \([^ ]* \)\{19\}\([0-9]*\) .*/start-ticks \2/p' "/proc/$1/stat"
  # Written just after the configuration was read, by the clock that times its changes as well.
  printf '%s\n' "$pid_files" | awk -v number="| $1" '/^file / { file = substr($0, 6) } $0 == number { print file }' |
    while IFS= read -r file; do
      limited stat -L -c 'pid-file %.Y' -- "$file"
    done
  # Anyone may read this: more than one number is a process of a container.
  sed -n -e 's/^NSpid:[[:space:]]*/nspid /p' -e 's/^Uid:[[:space:]]*\([0-9]*\).*/uid \1/p' "/proc/$1/status"
  # shellcheck disable=SC2012 # one ls instead of one readlink for each namespace
  ls -l "/proc/$1/ns" | sed -n 's/.* \([a-z_]*\) -> [a-z_]*:\[\([0-9]*\)\]$/ns \1 \2/p'
  limited tr '\n\0' '\001\n' <"/proc/$1/cmdline" | sed 's/^/arg /'
  limited tr '\n\0' '\001\n' <"/proc/$1/environ" | sed -n -e '/^DOCKER_TLS_VERIFY=/p' -e '/^DOCKER_CERT_PATH=/p' -e '/^DOCKER_CONFIG=/p' -e '/^HOME=/p' -e '/^XDG_CONFIG_HOME=/p' -e '/^XDG_RUNTIME_DIR=/p' -e '/^ROOTLESSKIT_STATE_DIR=/p' | sed 's/^/env /'
  # shellcheck disable=SC2012 # one ls instead of one readlink for each descriptor
  if ls -l "/proc/$1/fd" >/dev/null; then
    printf 'descriptors readable\n'
    ls -l "/proc/$1/fd" | sed -n -e 's/.* -> socket:\[\([0-9]*\)\]$/socket \1/p' -e 's|.* -> \(/.*\)/volumes/metadata\.db$|data-root \1|p'
  fi
  grep -s -H '' "/proc/$1/net/tcp" "/proc/$1/net/tcp6" "/proc/$1/net/udp" "/proc/$1/net/udp6" "/proc/$1/net/unix" | awk '
    { of = $0; sub(/^[^:]*\//, "", of); sub(/:.*/, "", of); sub(/^[^:]*:/, "") }
    of ~ /^tcp/ && $4 == "0A" { print "tcp", $2, $10 }
    of ~ /^udp/ && $4 == "07" && $3 ~ /:0000$/ { print "udp", $2, $10 }
    of == "unix" && $4 == "00010000" { print "unix", $7, $8 }'
}

# Where a dockerd may have written its number.
dockerd_pid_files() {
  {
    dockerd_option pidfile
    printf '%s\n' /run/docker.pid /run/snap.docker/docker.pid
    [ "${daemon_uid:-0}" -eq 0 ] || printf '%s\n' "/run/user/$daemon_uid/docker.pid"
  } | sort -u
}
