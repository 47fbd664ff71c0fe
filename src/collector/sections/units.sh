# How systemd starts Docker, and the sockets that its units, flags and files name.

# Sets units, unit files and drop-ins of Docker: "fragment|dropin|listen|group|reload UNIT VALUE"; and sockets, the paths of
# unix sockets that may serve the API.
find_units() {
  units=$(docker_units)
  units_status=$?
  sockets=$(docker_sockets)
}

docker_units() {
  if [ -d /run/systemd/system ] || systemctl is-system-running >/dev/null 2>&1; then
    units_shown=$(limited systemctl show docker.service docker.socket -p FragmentPath -p DropInPaths -p Listen -p SocketGroup -p NeedDaemonReload) || return $?
    {
      printf '%s\n' "$units_shown" | awk '
        function flush(    i) {
          for (i = 1; i <= count; i++) {
            at = index(kept[i], " ")
            print substr(kept[i], 1, at) unit substr(kept[i], at)
          }
          count = 0
          unit = "docker.socket"
        }
        BEGIN { unit = "docker.service" }
        /^FragmentPath=./ { kept[++count] = "fragment " substr($0, 14) }
        /^Listen=./ { kept[++count] = "listen " substr($0, 8) }
        /^SocketGroup=./ { kept[++count] = "group " substr($0, 13) }
        /^NeedDaemonReload=yes/ { kept[++count] = "reload yes" }
        /^DropInPaths=./ {
          paths = split(substr($0, 13), path, / +/)
          for (i = 1; i <= paths; i++) if (path[i] ~ /^\//) kept[++count] = "dropin " path[i]
        }
        /^$/ { flush() }
        END { flush() }'
      # Those too that systemd has not read yet.
      drop_ins docker.service
      drop_ins docker.socket
    } | awk '!seen[$0]++'
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

# As the daemon holds them and as flags, files and units name them.
docker_sockets() {
  {
    printf '%s\n' "$api_socket" /run/docker.sock /var/run/docker.sock
    printf '%s\n' "$daemon_flags" "$configured" | sed -n 's|.*unix://\([^"]*\).*|\1|p'
    printf '%s\n' "$units" | sed -n -e 's|^listen [^ ]* \(/[^ ]*\).*|\1|p'
  } | sed -n -e p -e 's|^/var/run/|/run/|p' | sort -u
}
