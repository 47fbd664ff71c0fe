#!/bin/sh
# plimsoll collector: reads facts, writes nothing on this host.
# Everything is inside functions and the last line starts it, so that a script cut on its way does nothing.

set_up() {
  LC_ALL=C
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin:/run/current-system/sw/bin
  DOCKER_CONFIG=/nonexistent
  export LC_ALL PATH DOCKER_CONFIG DOCKER_HOST
  unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION
  umask 077
  nl='
'
  login_uid=$(id -u)
  daemon_hangs=
  look_at_clock
  started=$seconds
  stuck=0
  coreutils_timeout=no
  timeout --version >/dev/null 2>&1 && coreutils_timeout=yes
  return 0
}

# Sets seconds, the time since this machine was started.
look_at_clock() {
  read -r seconds _ </proc/uptime
  seconds=${seconds%%.*}
}

# One framed section: name, most bytes of output, function.
# Descriptors: 3 the stream, 4 what is said about the section, 5 its output on the way to the cap.
section() {
  printf '%s begin %s %s\n' "$mark" "$1" "$2" >&3
  look_at_clock
  begun=$seconds
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
      'status 124'* | 'status 137'*)
        look_at_clock
        stuck=$((stuck + seconds - begun))
        ;;
    esac
  fi
  printf '\n%s about\n%s\n%s end\n' "$mark" "$about" "$mark" >&3
}
