#!/bin/sh
# plimsoll collector: reads facts, writes nothing on this host.
# Everything is inside functions and the last line starts it, so that a script cut on its way does nothing.

set_up() {
  LC_ALL=C
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
  DOCKER_CONFIG=/nonexistent
  export LC_ALL PATH DOCKER_CONFIG
  unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION
  umask 077
  started=$(date +%s)
  stuck=0
  # Looks once a second, so that nothing outlives the command by more than that.
  # shellcheck disable=SC2016 # expanded by the shell that runs it
  limited_watch='waited=0
    while kill -0 "$1"; do
      [ "$waited" -lt "$2" ] || kill -KILL "-$1" || kill -KILL "$1"
      sleep 1
      waited=$((waited + 1))
    done'
  coreutils_timeout=no
  timeout --version >/dev/null 2>&1 && coreutils_timeout=yes
  own_group=$(command -v setsid)
  return 0
}

# Runs one external command under the time limit for commands.
limited() {
  if [ "$coreutils_timeout" = yes ]; then
    timeout -k 2 "$command_limit" "$@"
    return $?
  fi
  # In a group of its own, so that what it starts ends with it.
  $own_group "$@" &
  limited_pid=$!
  # A shell of its own: a child of this one would keep our pipes open, and so our readers waiting.
  sh -c "$limited_watch" watch "$limited_pid" "$command_limit" </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- &
  limited_status=0
  wait "$limited_pid" || limited_status=$?
  return "$limited_status"
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

# SHA-256 of a file, in hexadecimal.
sha256_of() {
  { sha256sum <"$1" || openssl dgst -sha256 -r <"$1" || shasum -a 256 <"$1"; } 2>/dev/null | cut -d ' ' -f 1
}

# Whether no component of a path below a directory is a symbolic link.
plain_path() {
  plain_rest=$2
  plain_done=$1
  while [ -n "$plain_rest" ]; do
    plain_done=$plain_done/${plain_rest%%/*}
    [ -e "$plain_done" ] && [ ! -L "$plain_done" ] || return 1
    case "$plain_rest" in
      */*) plain_rest=${plain_rest#*/} ;;
      *) plain_rest= ;;
    esac
  done
}

# A file's lines, each behind a bar: no content can pass for a line of our own.
quoted() {
  sed 's/^/| /' "$1"
}

# NUL-separated strings on standard input, one a line behind a word; a newline inside one becomes \001.
strings_as() {
  tr '\n\0' '\001\n' | sed "s/^/$1 /"
}

# Processes whose executable is dockerd, or whose name is where the executable may not be read.
dockerd_pids() {
  {
    # shellcheck disable=SC2012 # one ls for all processes instead of one readlink for each
    ls -l /proc/[0-9]*/exe 2>/dev/null |
      sed -n -e 's|.* /proc/\([0-9]*\)/exe -> .*/dockerd$|\1|p' -e 's|.* /proc/\([0-9]*\)/exe -> .*/dockerd (deleted)$|\1|p'
    for comm_file in /proc/[0-9]*/comm; do
      read -r comm_name <"$comm_file" || continue
      [ "$comm_name" = dockerd ] || continue
      comm_pid=${comm_file#/proc/}
      comm_pid=${comm_pid%/comm}
      readlink "/proc/$comm_pid/exe" >/dev/null || printf '%s\n' "$comm_pid"
    done 2>/dev/null
  } | sort -n -u
}

# Values of a dockerd flag in both spellings, one a line.
dockerd_flag() {
  for flag_pid in $(dockerd_pids); do
    tr '\n\0' '\001\n' <"/proc/$flag_pid/cmdline" |
      sed -n -e "s/^--$1=//p" -e "/^--$1\$/{n;p;}"
  done 2>/dev/null
}

# Files that the running daemons are configured by, else the default.
daemon_config_files() {
  {
    dockerd_flag config-file
    rootless_config_files
    printf '%s\n' /etc/docker/daemon.json /var/snap/docker/current/config/daemon.json
  } | sort -u
}

# The default of each dockerd that runs under RootlessKit.
rootless_config_files() {
  for rootless_pid in $(dockerd_pids); do
    rootless_environment=$(tr '\n\0' '\001\n' <"/proc/$rootless_pid/environ" | sed -n -e '/^HOME=/p' -e '/^XDG_CONFIG_HOME=./p' -e '/^ROOTLESSKIT_STATE_DIR=./p')
    case $rootless_environment in
      *ROOTLESSKIT_STATE_DIR=*) ;;
      *) continue ;;
    esac
    rootless_home=$(printf '%s\n' "$rootless_environment" | sed -n 's|^HOME=\(.*\)|\1/.config|p')
    rootless_settings=$(printf '%s\n' "$rootless_environment" | sed -n 's/^XDG_CONFIG_HOME=//p')
    printf '%s/docker/daemon.json\n' "${rootless_settings:-$rootless_home}"
  done 2>/dev/null
}

# Values of an option as flags and configuration files give it, one a line.
dockerd_option() {
  dockerd_flag "$1"
  for file in $(daemon_config_files); do
    [ ! -r "$file" ] || sed 's/[,{}]/\n/g' "$file" | sed -n "s/^[[:space:]]*\"$1\"[[:space:]]*:[[:space:]]*\"\(.*\)\".*/\1/p"
  done
}

# Running containerd and its shims, those in containers left out: each executable, and of containerd the files and
# options that say where its socket and its data are.
containerd_programs() {
  own_pid_namespace=$(readlink /proc/self/ns/pid)
  # shellcheck disable=SC2012 # one ls for all processes instead of one readlink for each
  ls -l /proc/[0-9]*/exe 2>/dev/null |
    sed -n 's|.* /proc/\([0-9]*\)/exe -> \(.*/containerd\(-shim[a-z0-9-]*\)\{0,1\}\)\( (deleted)\)\{0,1\}$|\1 \2|p' |
    while read -r program_pid program; do
      [ "$(readlink "/proc/$program_pid/ns/pid")" = "$own_pid_namespace" ] || continue
      if [ "${program##*/}" = containerd ]; then
        printf 'process %s\n' "$program_pid"
        containerd_options "$program_pid"
      fi
      printf 'program %s\n' "$program"
    done 2>/dev/null
}

# The configuration files of a containerd with what they set, then its flags, which beat them.
containerd_options() {
  containerd_flags=$(tr '\n\0' '\001\n' <"/proc/$1/cmdline" | sed -n \
    -e 's/^--\(config\|root\|state\|address\)=/\1 /p' \
    -e '/^--\(config\|root\|state\|address\)$/{s/^--//;N;s/\n/ /p;}' \
    -e '/^-[ca]$/{s/^-c/config/;s/^-a/address/;N;s/\n/ /p;}')
  containerd_config=$(printf '%s\n' "$containerd_flags" | sed -n 's/^config //p')
  containerd_settings "${containerd_config:-/etc/containerd/config.toml}"
  printf '%s\n' "$containerd_flags" | sed -n '/^[rsa]/p'
}

# What a configuration file of containerd sets, then what the files set that it imports.
containerd_settings() {
  printf 'config %s\n' "$1"
  [ -r "$1" ] || {
    [ ! -e "$1" ] || printf 'unreadable %s\n' "$1"
    return 0
  }
  toml_text="[[:space:]]*=[[:space:]]*[\"']\([^\"']*\)[\"'].*"
  sed -n -e '/^[[:space:]]*\[/q' -e "s/^[[:space:]]*\(root\|state\)$toml_text/\1 \2/p" "$1"
  sed -n -e "/^[[:space:]]*\[grpc\]/,/^[[:space:]]*\[/s/^[[:space:]]*address$toml_text/address \1/p" "$1"
  [ -z "${2-}" ] || return 0
  sed -n '/^[[:space:]]*imports[[:space:]]*=/,/\]/p' "$1" | sed "s/[][\"',]/\n/g" | sed -n '/\.toml$/p' |
    while IFS= read -r import; do
      case $import in
        /*) ;;
        *) import=${1%/*}/$import ;;
      esac
      # The pattern is expanded.
      for imported in $import; do
        [ ! -e "$imported" ] || containerd_settings "$imported" imported
      done
    done
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
      sed -n "s/^ListenStream=/listen $unit /p" "$directory/$unit"
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

# Paths of unix sockets that serve the API, as flags, file and unit name them.
docker_sockets() {
  {
    printf '%s\n' "${DOCKER_HOST#unix://}" /run/docker.sock /var/run/docker.sock
    for socket_pid in $(dockerd_pids); do
      tr '\n\0' '\001\n' <"/proc/$socket_pid/cmdline" | sed -n 's|.*unix://||p'
    done 2>/dev/null
    for socket_config in $(daemon_config_files); do
      [ ! -r "$socket_config" ] || sed 's/[",]/\n/g' "$socket_config" | sed -n 's|^unix://||p'
    done
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
