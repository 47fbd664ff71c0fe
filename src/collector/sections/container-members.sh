# Every process of the running containers, as the kernel knows them.
section_container_members() {
  ids=$(container_runs) || return $?
  ids=$(printf '%s\n' "$ids" | awk '$2 > 0 { print $1 }')
  [ -n "$ids" ] || return 0
  printf '%s\n' "$ids" | sed 's/^/container /'
  # As "ID PID"; one in a container of a container belongs to both.
  members=$({
    printf '%s\n' "$ids"
    grep -H -o -E '[0-9a-f]{64}' /proc/[0-9]*/cgroup 2>/dev/null
  } | awk '
    !/^\/proc\// { running[$0]; next }
    { split($0, part, /[\/:]/); member = part[5] " " part[3] }
    (part[5] in running) && !seen[member]++ { print member }')
  [ -n "$members" ] || return 0
  members_shown=$(members_status)
  case $nl$members_shown in
    # One of docker exec that runc is still setting up shows what it is in a moment.
    *"${nl}Name runc:["*)
      sleep 1
      members_shown=$(members_status)
      ;;
  esac
  printf '%s\n' "$members_shown"
  members_together 2>/dev/null
  return 0
}

# shellcheck disable=SC2046 # an argument for each process
members_status() {
  {
    printf '%s\n' "$members"
    grep -s -H -E '^(Name|PPid|Uid|CapBnd|NoNewPrivs):' $(printf '%s\n' "$members" | sed 's|.* \(.*\)|/proc/\1/status|' | sort -u)
  } | awk '
    !/^\/proc\// { member[++count] = $0; pid[count] = $2; next }
    {
      split($0, part, "/")
      sub(/^[^:]*:/, "")
      word = substr($0, 1, index($0, ":") - 1)
      sub(/^[^:]*:[ \t]*/, "")
      shown[part[3]] = shown[part[3]] word " " $0 "\n"
    }
    END { for (i = 1; i <= count; i++) printf "member %s\n%s", member[i], shown[pid[i]] }'
}

# What is asked of all of them at once: the programs, user namespaces other than that of the host, and signs of SSH.
# shellcheck disable=SC2012,SC2046,SC2086 # an argument for each process; one ls instead of one readlink for each
members_together() {
  printf 'users listed\n'
  member_pids=$(printf '%s\n' "$members" | sed 's/.* //' | sort -u)
  ls -l $(printf '/proc/%s/ns/user\n' $member_pids) $(printf '/proc/%s/exe\n' $member_pids) | sed -n \
    -e "/$(readlink /proc/1/ns/user | tr '[]' '..')\$/d" \
    -e 's|.* /proc/\([0-9]*\)/ns/user -> user:\[\([0-9]*\)\]$|users \1 \2|p' \
    -e 's|.* /proc/\([0-9]*\)/exe -> \(.*/\)\{0,1\}\([^/]*\)$|exe \1 \3|p'
  # How OpenSSH shows that it listens, whatever its program is called.
  grep -l -a -E '\[listener\] [0-9]+ of [0-9]+-[0-9]+ startups' $(printf '/proc/%s/cmdline\n' $member_pids) |
    sed 's|/proc/\([0-9]*\)/.*|ssh \1|'
  ssh_listeners
}

# Processes that listen where SSH servers do, and whether their program has the words by which one introduces itself.
# shellcheck disable=SC2046,SC2012 # as above
ssh_listeners() {
  # Of one process of each container: 22, 222, 2022, 2222, 8022, 22222 and 29418, as "PID PORT INODE".
  ssh_sockets=$(
    grep -s -H -E '^ *[0-9]+: [0-9A-F]+:(0016|00DE|07E6|08AE|1F56|56CE|72F5) [0-9A-F]+:[0-9A-F]+ 0A ' \
      $(printf '%s\n' "$members" | awk '!seen[$1]++ { print "/proc/" $2 "/net/tcp"; print "/proc/" $2 "/net/tcp6" }') |
      awk '{ split($1, part, "/"); print part[3], substr($3, length($3) - 3), $11 }'
  )
  [ -n "$ssh_sockets" ] || return 0
  ssh_found=$({
    printf '%s\n' "$ssh_sockets" "$members"
    ls -l /proc/self/fd $(printf '%s\n' "$members" | sed 's|.* \(.*\)|/proc/\1/fd|' | sort -u)
  } | awk '
    /^\/proc\/[0-9a-z]*\/fd:$/ { split($0, part, "/"); pid = part[3]; next }
    !pid && NF == 3 { port[$3] = port[$3] " " $2; next }
    !pid && NF == 2 { next }
    match($0, / -> socket:\[[0-9]+\]$/) {
      inode = substr($0, RSTART + 12, RLENGTH - 13)
      if (inode in port) print pid port[inode]
    }' | sort -u)
  printf '%s\n' "$ssh_found" | sed -n 's/^\([0-9]*\) .*0016.*/port-22 \1/p'
  ssh_programs=$(printf '%s\n' "$ssh_found" | sed -n 's|^\([0-9][0-9]*\) .*|/proc/\1/exe|p' | sort -u)
  # shellcheck disable=SC2086 # as above
  [ -z "$ssh_programs" ] || limited grep -l -a -e 'SSH-2\.0-' -e 'OpenSSH_[0-9]' $ssh_programs | sed 's|/proc/\([0-9]*\)/.*|ssh \1|'
}
