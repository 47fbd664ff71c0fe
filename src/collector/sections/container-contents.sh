# What is in the root filesystem of each running container, seen from the host: nothing of the container is run.
section_container_contents() {
  running=$(container_runs) || return $?
  running=$(printf '%s\n' "$running" | awk '$2 > 0 { print $1, $2 }')
  [ -n "$running" ] || return 0
  {
    printf '%s\n' "$running" | sed 's/^/container /'
    container_searches
  } 2>/dev/null | awk '
    $1 == "container" { container[++count] = $2; pid[count] = $3; next }
    { of = $1; sub(/^[0-9]* /, ""); lines[of] = lines[of] $0 "\n" }
    END { for (i = 1; i <= count; i++) printf "container %s\n%s", container[i], lines[pid[i]] }'
  return 0
}

# Everything behind the number of the first process of a container.
container_searches() {
  roots=
  databases=
  for pid in $(printf '%s\n' "$running" | sed 's/.* //'); do
    [ -d "/proc/$pid/root/" ] || continue
    roots="$roots /proc/$pid/root/"
    container_programs "$pid"
    for database in var/lib/dpkg/status lib/apk/db/installed usr/lib/apk/db/installed; do
      # Through /proc a link is followed on the host, so only paths without one are looked at.
      ! plain_path "/proc/$pid/root" "$database" || databases="$databases /proc/$pid/root/$database"
    done
  done
  container_packages
  container_setuid
}

container_programs() {
  for directory in bin sbin usr/bin usr/sbin usr/local/bin usr/local/sbin; do
    plain_path "/proc/$1/root" "$directory" || continue
    for program in gcc cc g++ clang make go rustc apk apt-get dpkg rpm yum dnf microdnf zypper pip pip3 npm \
      curl wget nc ncat netcat nmap socat telnet ftp tcpdump ssh scp sudo; do
      if [ -e "/proc/$1/root/$directory/$program" ] || [ -L "/proc/$1/root/$directory/$program" ]; then
        printf '%s program %s\n' "$1" "$program"
      fi
    done
  done
}

# How many packages each database has; none is read that is no file, or larger than one ever is.
# shellcheck disable=SC2046,SC2086 # an argument for each file
container_packages() {
  [ -n "$databases" ] || return 0
  limited grep -c -H -a -e '^Package: ' -e '^P:' /dev/null $(limited find $databases -maxdepth 0 -type f -size -65536k) |
    sed -n 's|^/proc/\([0-9]*\)/.*:\([0-9]*\)$|\1 packages \2|p'
}

# Files with a set-user-id or set-group-id bit, in one search for all containers: behind the root of each comes a mark, and
# the search goes on behind the one that used up its time. -xdev keeps to a container's own filesystem: volumes are not
# searched.
# shellcheck disable=SC2046,SC2086 # an argument for each root
container_setuid() {
  while [ -n "$roots" ]; do
    roots_searched=$(
      {
        limited find $(printf '%s /dev/null ' $roots) -xdev '(' -type f -perm /6000 -o -type c -path /dev/null ')' -print0
        printf 'status %s\0' "$?"
      } | strings_as found | awk -v roots="$roots" '
        BEGIN { count = split(roots, root, " "); at = 1 }
        $0 == "found /dev/null" { at++; next }
        /^found status / { status = $3; next }
        at <= count && index($0, "found " root[at]) == 1 && found[at]++ < 1000 {
          split(root[at], part, "/")
          print part[3] " setuid /" substr($0, length("found " root[at]) + 1)
        }
        END {
          late = status == 124 || status == 137
          for (i = 1; i <= count; i++) {
            split(root[i], part, "/")
            if (i > at && late) print "left " root[i]
            else print part[3] " searched " (i < at && late ? 0 : status)
          }
        }'
    )
    printf '%s\n' "$roots_searched" | sed '/^left /d'
    roots=$(printf '%s\n' "$roots_searched" | sed -n 's/^left //p')
  done
}
