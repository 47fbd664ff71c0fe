#!/bin/sh
# plimsoll collector: reads facts, writes nothing on this host.
# Everything is inside functions and the last line starts it, so that a script cut on its way does nothing.

set_up() {
  LC_ALL=C
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
  DOCKER_CONFIG=/nonexistent
  export LC_ALL PATH DOCKER_CONFIG DOCKER_HOST
  unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION
  umask 077
  nl='
'
  started=$(date +%s)
  stuck=0
  coreutils_timeout=no
  timeout --version >/dev/null 2>&1 && coreutils_timeout=yes
  return 0
}

docker_cli() {
  limited docker "$@"
}

# What the daemon says of itself, in a format. Clients before 28.1 end with success when it has said nothing.
docker_info() {
  info=$(docker_cli info --format "{{if .ID}}$1{{end}}") || return $?
  [ -n "$info" ] || return 1
  printf '%s\n' "$info"
}

# Ids, or names, of everything of a kind: container, image, network, volume or service.
ids_of() {
  case $1 in
    container) docker_cli container ls -aq --no-trunc ;;
    # Clients from 29.0 on leave out images without a tag unless they are asked for all, and all would include the
    # steps of old builds, but for this filter.
    image)
      docker_cli image ls -aq --no-trunc -f dangling=false && docker_cli image ls -aq --no-trunc -f dangling=true &&
        images_of_containers
      ;;
    network) docker_cli network ls -q --no-trunc ;;
    *) docker_cli "$1" ls -q ;;
  esac
}

# Everything of the kinds that are judged one by one, as "KIND ID".
list_objects() {
  for kind in container network; do
    listed_ids=$(ids_of "$kind") || return $?
    [ -z "$listed_ids" ] || printf '%s\n' "$listed_ids" | sed "s/^/$kind /"
  done
  listed_ids=$(docker_cli image ls -q --no-trunc) || return $?
  [ -z "$listed_ids" ] || printf '%s\n' "$listed_ids" | sort -u | sed 's/^/image /'
}

# Of all images those that containers were created from: one that lost its tag after others were built on it is taken
# for a step of theirs.
images_of_containers() {
  {
    docker_cli image ls -aq --no-trunc | sort -u
    inspect_all container '{{.Image}}' | sort -u
  } | sort | uniq -d
}

# Inspects everything of a kind in a format. What is removed after it was listed is not missed: it is gone.
inspect_all() {
  inspect_ids=$(ids_of "$1") || return $?
  [ -n "$inspect_ids" ] || return 0
  {
    # shellcheck disable=SC2046 # one argument an id
    inspect_errors=$(docker_cli "$1" inspect --format "$2" $(printf '%s\n' "$inspect_ids" | sort -u) 2>&1 >&6)
    inspect_status=$?
  } 6>&1
  [ "$inspect_status" -ne 0 ] || return 0
  if [ "$inspect_status" -eq 1 ] && [ -n "$inspect_errors" ] && inspect_left=$(ids_of "$1"); then
    inspect_gone=$(printf '%s\n' "$inspect_ids" | grep -v -x -F -e "${inspect_left:-none}")
    # A failure that is about none of those that went is one.
    [ -z "$inspect_gone" ] || printf '%s\n' "$inspect_errors" | grep -q -v -F -e "$inspect_gone" || return 0
  fi
  printf '%s\n' "$inspect_errors" >&2
  return "$inspect_status"
}

# NUL-separated strings on standard input, one a line behind a word; a newline inside one becomes \001.
strings_as() {
  tr '\n\0' '\001\n' | sed "s/^/$1 /"
}

# Everything below the directory of registry certificates, one a line.
registry_cert_paths() {
  [ -e /etc/docker/certs.d ] || return 0
  limited find -L /etc/docker/certs.d -mindepth 1 -maxdepth 4
}

# Unit files and drop-ins of Docker: "fragment|dropin|listen|group|reload UNIT VALUE".
docker_units() {
  if systemctl is-system-running >/dev/null 2>&1 || [ -d /run/systemd/system ]; then
    for unit in docker.service docker.socket; do
      unit_shown=$(limited systemctl show "$unit" -p FragmentPath -p DropInPaths -p Listen -p SocketGroup -p NeedDaemonReload) || return $?
      {
        printf '%s\n' "$unit_shown" |
          sed -n \
            -e "s/^FragmentPath=\(..*\)/fragment $unit \1/p" \
            -e "s/^Listen=\(..*\)/listen $unit \1/p" \
            -e "s/^SocketGroup=\(..*\)/group $unit \1/p" \
            -e "s/^NeedDaemonReload=yes/reload $unit yes/p" \
            -e "/^DropInPaths=/{s/^DropInPaths=//;s/  */\n/g;p;}" |
          sed "s|^/|dropin $unit /|"
        # Those too that systemd has not read yet.
        drop_ins "$unit"
      } | awk '!seen[$0]++'
    done
    return 0
  fi
  for unit in docker.service docker.socket; do
    for directory in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
      [ -e "$directory/$unit" ] || continue
      printf 'fragment %s %s\n' "$unit" "$directory/$unit"
      printf '%s\n' "$directory/$unit" | read_files 1048576 | sed -n "s/^| ListenStream=/listen $unit /p"
      break
    done
    drop_ins "$unit"
  done
}

# drop_ins UNIT: its drop-ins as they lie on the disk
drop_ins() {
  for drop_in in /etc/systemd/system/"$1".d/*.conf /run/systemd/system/"$1".d/*.conf /usr/local/lib/systemd/system/"$1".d/*.conf /usr/lib/systemd/system/"$1".d/*.conf; do
    [ ! -e "$drop_in" ] || printf 'dropin %s %s\n' "$1" "$drop_in"
  done
}

# Paths of unix sockets that may serve the API, as the daemon holds them and as flags, files and units name them.
docker_sockets() {
  {
    printf '%s\n' "$api_socket" /run/docker.sock /var/run/docker.sock
    daemon_arguments 2>/dev/null | sed -n 's|.*unix://||p'
    printf '%s\n' "$configuration" | sed -n 's/^| //p' | sed 's/[",]/\n/g' | sed -n 's|^unix://||p'
    docker_units | sed -n -e 's|^listen [^ ]* \(/[^ ]*\).*|\1|p'
  } | sed -n -e p -e 's|^/var/run/|/run/|p' | sort -u
}

# One framed section: name, most bytes of output, function.
# Descriptors: 3 the stream, 4 what is said about the section, 5 its output on the way to the cap.
section() {
  printf '%s begin %s %s\n' "$mark" "$1" "$2" >&3
  begun=$(date +%s)
  if [ "$((begun - started))" -gt "$run_limit" ]; then
    about="status 124
the time limit of the collector ($run_limit s) was used up before this section"
  elif [ "$stuck" -ge "$((4 * command_limit))" ]; then
    about="status 124
commands of earlier sections hung for $stuck s: no more time is spent on this host"
  else
    about=$(
      {
        {
          {
            ("$3")
            printf 'status %s\n' "$?" >&4
          } 2>&1 1>&5 | tail -c 2000 1>&4
        } 5>&1 | head -c "$2" 1>&3
      } 4>&1
    )
    case $about in
      'status 124'* | 'status 137'*) stuck=$((stuck + $(date +%s) - begun)) ;;
    esac
  fi
  printf '\n%s about\n%s\n%s end\n' "$mark" "$about" "$mark" >&3
}
