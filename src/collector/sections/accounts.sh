# Who is in the groups that may open the API socket.
section_accounts() {
  {
    echo docker
    docker_sockets | while IFS= read -r socket; do
      stat -L -c '%G' -- "$socket" 2>/dev/null
    done
    dockerd_flag group
  } | sort -u | while IFS= read -r group; do
    entry=$(limited getent group "$group" || grep "^$group:" /etc/group) && printf 'group %s\n' "$entry"
  done
  { limited getent passwd || cat /etc/passwd; } | cut -d : -f 1,3,4 | sed 's/^/user /'
}
