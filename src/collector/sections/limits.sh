# Runs one external command under the time limit for commands.
limited() {
  if [ "$coreutils_timeout" = yes ]; then
    timeout -k 2 "$command_limit" "$@"
  else
    watched "$@"
  fi
}

# The same for a function of this script, and without coreutils.
watched() {
  # What runs in the background would have no standard input else.
  {
    "$@" <&7 7<&- &
    watched_pid=$!
  } 7<&0
  # A shell of its own: a child of this one would keep our pipes open, and so our readers waiting.
  sh -c "$ending$limit_watch" watch "$watched_pid" "$command_limit" </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- &
  watched_status=0
  wait "$watched_pid" || watched_status=$?
  return "$watched_status"
}

# end_tree PID: ends a process and all that descend from it, but for the shell that runs this. Those are stopped first, so
# that none gets away; the first is not, or sudo above it would stop too. Parents are looked up where no name of a process
# can pass for a line.
# shellcheck disable=SC2016 # expanded by the shell that runs it
ending='
  tree() {
    grep -s -H "^PPid:" /proc/[0-9]*/status | awk -v top="$1" -v spared="$$" "
      { split(\$1, part, \"/\"); parent[part[3]] = \$2 }
      END {
        tree[top]
        do {
          grown = 0
          for (pid in parent) if (!(pid in tree) && pid != spared && (parent[pid] in tree)) { tree[pid]; grown = 1 }
        } while (grown)
        for (pid in tree) print pid
      }" | sort
  }
  end_tree() {
    stopped=
    while found=$(tree "$1") && [ "$found" != "$stopped" ]; do
      for pid in $found; do [ "$pid" = "$1" ] || kill -STOP "$pid"; done
      stopped=$found
    done
    kill -KILL $found
  }'

# Looks once a second, so that nothing outlives the limit by more than that.
# shellcheck disable=SC2016 # expanded by the shell that runs it
limit_watch='
  waited=0
  while kill -0 "$1"; do
    [ "$waited" -lt "$2" ] || end_tree "$1"
    sleep 1
    waited=$((waited + 1))
  done'

# Ends everything of ours when whoever started us is gone, or long after the time limit: sshd ends nothing when a
# connection is cut, and what waits for a command does not notice.
watch_session() {
  sh -c "$ending$ancestry$session_watch" watch "$$" "$((run_limit + 4 * command_limit))" </dev/null >/dev/null 2>&1 3>&- &
}

# Which process has started which, from this shell up to the first that neither is a shell nor lends its rights to one:
# the server of the login. Its own parent may change, as when sshd is restarted.
# shellcheck disable=SC2016 # expanded by the shell that runs it
ancestry='
  ancestry() {
    pid=$1
    while [ -r "/proc/$pid/status" ]; do
      while read -r key value; do
        case $key in
          Name:) name=$value ;;
          PPid:) parent=$value && break ;;
        esac
      done <"/proc/$pid/status"
      case $pid:$name in
        "$1":* | *:*sh | *:busybox | *:sudo | *:doas | *:su | *:runuser | *:setpriv | *:env | *:timeout | *:unshare) ;;
        *) break ;;
      esac
      printf "%s %s\n" "$pid" "$parent"
      pid=$parent
    done
  }'

# shellcheck disable=SC2016 # expanded by the shell that runs it
session_watch='
  chain=$(ancestry "$1")
  waited=0
  while kill -0 "$1"; do
    [ "$waited" -lt "$2" ] && [ "$(ancestry "$1")" = "$chain" ] || end_tree "$1"
    sleep 1
    waited=$((waited + 1))
  done'
