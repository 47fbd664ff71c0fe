# Who is in the groups that may open the API socket, under whatever name a group goes.
section_accounts() {
  socket_groups=$(
    {
      echo docker
      docker_sockets | while IFS= read -r socket; do
        [ ! -e "$socket" ] || limited stat -L -c '%G' -- "$socket" 2>/dev/null
      done
      dockerd_flag group
    } | sort -u | while IFS= read -r group; do
      limited getent group "$group" || grep "^$group:" /etc/group
    done
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
  for group_pid in $(dockerd_pids); do
    sed "s/^/gid-map $group_pid /" "/proc/$group_pid/gid_map"
  done 2>/dev/null
  return 0
}
