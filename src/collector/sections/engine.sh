# Which processes are believed, and which of them is the daemon that is audited. A name proves nothing: a daemon is who
# holds the database of a data root and the API socket, as root of this host or as the owner of the socket.

# believed_processes UID: processes of root, of this login and of the user given, each as PID UID NETWORK-NAMESPACE. Left
# out is what may be a container's: whatever has a PID namespace of its own, and what is root in a user namespace, or in
# other mounts than this login and process 1 unless it has all the capabilities of this login, as a daemon to which
# systemd or snap gives mounts of its own.
believed_processes() {
  believed_candidates=$(
    grep -s -H -E '^(Uid|CapEff):' /proc/[0-9]*/status /proc/self/status | awk -v users=" 0 $login_uid $1 " '
      { split($1, part, "/"); pid = part[3] }
      $1 ~ /:Uid:$/ { uid = $2 == $3 ? $2 : "mixed" }
      $1 ~ /:CapEff:$/ && (pid == "self" || index(users, " " uid " ")) { print pid, uid, $2 }'
  )
  {
    printf '%s\n' "$believed_candidates"
    # shellcheck disable=SC2046,SC2012 # one argument a process; one ls instead of one readlink for each namespace
    ls -l $(printf '%s\n' "$believed_candidates" | sed 's|\([^ ]*\) .*|/proc/\1/ns|') 2>/dev/null
  } | awk '
    NF == 3 { uid[$1] = $2; power[$1] = $3; next }
    /^\/proc\/.*:$/ { split($1, part, "/"); pid = part[3] }
    NF > 3 && $(NF - 1) == "->" { ns[pid, $(NF - 2)] = $NF }
    END {
      for (pid in uid) {
        if (pid == "self" || ns[pid, "pid"] == "" || ns[pid, "pid"] != ns["self", "pid"]) continue
        shown = ns[pid, "mnt"] == ns["self", "mnt"] || ns[pid, "mnt"] == ns[1, "mnt"] || power[pid] == power["self"]
        if (uid[pid] == 0 && (ns[pid, "user"] != ns["self", "user"] || !shown)) continue
        print pid, uid[pid], ns[pid, "net"]
      }
    }' | sort -n
}

# Of the believed processes those that hold the database of a data root, as every Docker daemon does: PID UID. Where this
# login may not look, those that go by the name of one.
engine_processes() {
  if [ "$login_uid" -ne 0 ]; then
    grep -s -H -E '^(Name|Uid|NSpid):' /proc/[0-9]*/status | awk '
      { split($1, part, "/") }
      $1 ~ /:Name:$/ { named = $2 ~ /^(dockerd|balena)/ }
      $1 ~ /:Uid:$/ { root = $2 == 0 && $3 == 0; if (named && root) found[part[3]] }
      $1 ~ /:NSpid:$/ && NF > 2 { delete found[part[3]] }
      END { for (pid in found) print pid, 0 }'
  fi
  # shellcheck disable=SC2046,SC2012 # as above; with a second directory ls names each
  ls -l /proc/self/fd $(printf '%s\n' "$believed" | sed -n 's|^\([0-9][0-9]*\) .*|/proc/\1/fd|p') 2>/dev/null | awk '
    /^\/proc\/[0-9]*\/fd:$/ { split($1, part, "/"); pid = part[3] }
    / -> \/.*\/volumes\/metadata\.db$/ && pid { print pid, $(NF - 2) }' |
    while read -r engine_pid engine_fd; do
      # The name of a file may have a newline in it: asked alone, it cannot pass for a line of another process.
      case $(readlink "/proc/$engine_pid/fd/$engine_fd") in
        */volumes/metadata.db) printf '%s\n' "$believed" | sed -n "s/^\($engine_pid [0-9]*\) .*/\1/p" ;;
      esac
    done | sort -n -u
}

# Paths of the unix sockets on which a process listens.
listening_sockets() {
  {
    # shellcheck disable=SC2012 # one ls instead of one readlink for each descriptor
    ls -l "/proc/$1/fd" | sed -n 's/.* -> socket:\[\([0-9]*\)\]$/socket \1/p'
    cat "/proc/$1/net/unix"
  } 2>/dev/null | awk '
    $1 == "socket" { own[$2]; next }
    $4 == "00010000" && $5 == "0001" && ($7 in own) {
      for (field = 1; field < 8; field++) sub(/^[^ ]+ +/, "")
      if (/^\//) print
    }'
}

# Those of the engines that listen on the socket that is audited, under whatever name of it: it has to be the same file
# where they look.
engines_behind_socket() {
  behind_wanted=$(limited stat -L -c %d:%i -- "$api_socket" 2>/dev/null) || return 0
  printf '%s\n' "$engines" | while read -r behind_pid behind_uid; do
    listening_sockets "$behind_pid" | sed 's|^/var/run/|/run/|' | while IFS= read -r behind_path; do
      [ "$(limited stat -L -c %d:%i -- "/proc/$behind_pid/root$behind_path" 2>/dev/null)" = "$behind_wanted" ] || continue
      printf '%s %s\n' "$behind_pid" "$behind_uid"
      break
    done
  done
}

# Of several daemons, PID UID on standard input, the one whose socket the kernel has bound to the file that is asked, else
# those whose mounts are those of this login: for the others the name may lead elsewhere.
nearest_engines() {
  nearest_all=$(cat)
  nearest_own=
  case $nearest_all in
    *"$nl"*)
      nearest_sockets=$(bound_sockets)
      nearest_mounts=$(readlink /proc/self/ns/mnt)
      nearest_own=$(printf '%s\n' "$nearest_all" | while read -r nearest_pid nearest_uid; do
        if [ -n "$nearest_sockets" ]; then
          readlink "/proc/$nearest_pid/fd/"* | grep -q -x -F -e "$nearest_sockets" || continue
        else
          [ "$(readlink "/proc/$nearest_pid/ns/mnt")" = "$nearest_mounts" ] || continue
        fi
        printf '%s %s\n' "$nearest_pid" "$nearest_uid"
      done)
      ;;
  esac
  printf '%s\n' "${nearest_own:-$nearest_all}"
}

# Sockets that are bound to a file of the number of the one that is asked, as they stand in /proc/PID/fd.
bound_sockets() {
  ss -x -l -n -e 2>/dev/null | awk -v number="$(limited stat -L -c %i -- "$api_socket")" '
    index($0, " ino:" number " ") {
      for (i = 2; i <= NF; i++) if ($i == "*") { print "socket:[" $(i - 1) "]"; break }
    }'
}

# Where the one engine of this host serves its API, if it is not where Docker does: what it listens on beside the sockets
# of its networks, metrics and swarm.
other_api_socket() {
  case $engines in
    '' | *"$nl"*) return 0 ;;
  esac
  listening_sockets "${engines% *}" | grep -v -E '/(libnetwork|swarm)/[^/]*$|/metrics\.sock$' | head -n 1
}

# Where the client lies in none of the usual directories, it may lie beside a daemon of root's: what nobody else may change
# there root runs anyway.
find_client() {
  command -v docker >/dev/null && return 0
  client_places=$(printf '%s\n' "$engines" | sed -n 's/ 0$//p' | while read -r client_pid; do
    readlink "/proc/$client_pid/exe"
  done | sed -n 's|^\(/.*\)/[^/]*$|\1|p')
  for client_place in $client_places /opt/bin; do
    [ -x "$client_place/docker" ] || continue
    [ -z "$(find -L "$client_place" "$client_place/docker" -prune '(' ! -user 0 -o -perm -020 -o -perm -002 ')')" ] || continue
    PATH=$PATH:$client_place
    return 0
  done
}

# Sets engines, the daemons of this host as PID UID; serving, those of them behind the API socket; answers, where there is
# none but somebody answers; and what the one that is audited was told: see find_settings.
find_daemon() {
  believed=$(believed_processes "$(limited stat -L -c %u -- "$api_socket" 2>/dev/null)")
  engines=$(engine_processes)
  find_client
  serving=$(engines_behind_socket | nearest_engines)
  DOCKER_HOST=unix://$api_socket
  answers=
  if [ -z "$serving" ]; then
    docker_cli version >/dev/null 2>&1 && answers=yes
    [ "$answers$socket_given" ] || other_socket=$(other_api_socket)
    if [ -n "${other_socket-}" ]; then
      api_socket=$other_socket
      serving=$engines
      DOCKER_HOST=unix://$api_socket
    fi
  fi
  # A login that may not look behind the socket goes by what there is.
  daemon=$serving
  [ -n "$serving" ] || [ "$login_uid" -eq 0 ] || daemon=$engines
  case $daemon in
    *"$nl"*) daemon= ;;
  esac
  daemon_pid=${daemon% *}
  daemon_uid=${daemon#* }
  find_settings
}

# Sets daemon_flags and daemon_variables, the arguments of the daemon and its environment, one a line; config_files, where
# it may look for its settings; configuration, what these say; and configured, the same in pieces, each behind a bar.
find_settings() {
  daemon_flags=
  daemon_variables=
  if [ -n "$daemon_pid" ]; then
    daemon_flags=$(limited tr '\n\0' '\001\n' <"/proc/$daemon_pid/cmdline")
    daemon_variables=$(limited tr '\n\0' '\001\n' <"/proc/$daemon_pid/environ")
  fi
  configured=
  config_files=$(daemon_config_files)
  configuration=$(printf '%s\n' "$config_files" | read_files 1048576 daemon.json)
  configured=$(printf '%s\n' "$configuration" | sed -n -e 's/[,{}]/\n| /g' -e '/^| /p')
}

# Where it is told, else by default, as one under RootlessKit does.
daemon_config_files() {
  {
    told_file=$(dockerd_option config-file)
    case $told_file in
      '') ;;
      /*) printf '%s\n' "$told_file" ;;
      *) printf '%s\n' "$(readlink "/proc/$daemon_pid/cwd" 2>/dev/null)/$told_file" ;;
    esac
    case $nl$daemon_variables in
      *"${nl}ROOTLESSKIT_STATE_DIR="?*)
        rootless_home=$(daemon_variable HOME)
        rootless_settings=$(daemon_variable XDG_CONFIG_HOME)
        printf '%s/docker/daemon.json\n' "${rootless_settings:-$rootless_home/.config}"
        ;;
    esac
    printf '%s\n' /etc/docker/daemon.json
    [ ! -d /var/snap/docker ] || printf '%s\n' /var/snap/docker/current/config/daemon.json
  } | sort -u
}

# The value of a variable in the environment of the daemon.
daemon_variable() {
  printf '%s\n' "$daemon_variables" | sed -n "s/^$1=//p"
}

# dockerd_option NAME[\|NAME...]: values of options as flags, in both spellings, and configuration files give them, one a
# line.
dockerd_option() {
  printf '%s\n' "$daemon_flags" "$configured" | sed -n -e "s/^--\($1\)=//p" -e "/^--\($1\)\$/{n;p;}" \
    -e "s/^| [[:space:]]*\"\($1\)\"[[:space:]]*:[[:space:]]*\"\(.*\)\".*/\2/p"
}
