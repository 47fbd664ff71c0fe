# Who is in the groups that may open the API socket, under whatever name a group goes.
section_accounts() {
  # shellcheck disable=SC2046,SC2086 # one argument a line
  socket_groups=$(
    IFS=$nl
    set -f
    set -- $({
      echo docker
      limited stat -L -c '%G' -- $sockets 2>/dev/null
      dockerd_option group
    } | sort -u)
    limited getent group "$@" || for group; do grep "^$group:" /etc/group; done
  )
  socket_gids=" $(printf '%s\n' "$socket_groups" | cut -d : -f 3 | tr '\n' ' ')"
  {
    printf '%s\n' "$socket_groups"
    { limited getent group || cat /etc/group; } | while IFS=: read -r name secret gid members; do
      case $socket_gids in *" $gid "*) printf '%s:%s:%s:%s\n' "$name" "${secret:+x}" "$gid" "$members" ;; esac
    done
  } | sed -n 's/^\([^:][^:]*\):[^:]*:/group \1:x:/p' | sort -u
  { limited getent passwd || cat /etc/passwd; } | cut -d : -f 1,3,4 | sed 's/^/user /'
  # Groups of a rootless daemon's own: its user's subordinate ones, whatever gave them out.
  printf '%s\n' "$engines" | while read -r group_pid _; do
    [ -z "$group_pid" ] || sed "s/^/gid-map $group_pid /" "/proc/$group_pid/gid_map"
  done 2>/dev/null
  return 0
}
