# Owner, mode, target and the directories above of every path that a check may ask about.
section_files() {
  printf 'absences listed\n'
  engine_programs=$(find_engine_programs)
  runtimes=$(docker_info runtime)
  wanted=$(file_paths | sed -n '/^\//p' | with_sources | sort -u)
  patient=$(printf '%s\n' "$wanted" | patient_paths)
  prompt=$(printf '%s\n' "$wanted" "$patient" | sort | uniq -u)
  watched look_at "$prompt" || return $?
  (other_names "$prompt")
  [ -n "$patient" ] || return 0
  watched look_at "$patient" || printf '%s\n' "$patient" | sed 's/^/unseen /'
}

# Paths on standard input, and from where they are mounted here: whoever may replace that decides what the next mount shows.
with_sources() {
  {
    sed 's/^/path /'
    cat /proc/self/mountinfo
  } | awk '
    /^path \// { path = substr($0, 6); paths[++count] = path; print path; next }
    $4 !~ /\/\/deleted$/ {
      gsub(/\\040/, " ", $4); gsub(/\\040/, " ", $5)
      mounts++; device[mounts] = $3; root[mounts] = $4; point[mounts] = $5; at[$5] = mounts
    }
    function sources(mount,    one, above) {
      for (one = 1; one <= mounts; one++) {
        if (device[one] != device[mount] || root[one] == root[mount]) continue
        above = root[one] == "/" ? "" : root[one]
        if (index(root[mount], above "/") == 1) known[mount] = known[mount] "\n" (point[one] == "/" ? "" : point[one]) substr(root[mount], length(above) + 1)
      }
    }
    END {
      for (i = 1; i <= count; i++) {
        above = paths[i]
        while (above != "" && !(above in at)) sub(/\/[^\/]*$/, "", above)
        if (above == "" || root[at[above]] == "/") continue
        if (!(at[above] in looked)) { looked[at[above]]; sources(at[above]) }
        found = split(known[at[above]], source, "\n")
        for (one = 2; one <= found; one++) print source[one] substr(paths[i], length(above) + 1)
      }
    }'
}

# Of paths on standard input those on a filesystem that may let whoever looks wait for ever: looked at apart, they cost
# nothing but themselves.
patient_paths() {
  {
    sed 's/^/path /'
    cat /proc/self/mountinfo
  } | awk '
    /^path \// { paths[++count] = substr($0, 6); next }
    / - (autofs|9p|afs|ceph|cifs|fuse[^ ]*|gfs2|glusterfs|lustre|ncpfs|nfs4?|ocfs2|smb3) / && $5 != "/" {
      gsub(/\\040/, " ", $5)
      slow[$5]
    }
    END {
      for (i = 1; i <= count; i++) {
        above = paths[i]
        while (above != "" && !(above in slow)) sub(/\/[^\/]*$/, "", above)
        if (above != "") print paths[i]
      }
    }'
}

look_at() {
  IFS=$nl
  set -f
  paths=$(printf '%s\n' "$1" | with_parents | sort -u)
  fresh=$paths
  links=
  # Where links lead, step by step: whoever may replace a link on the way decides what is found at its end.
  for _ in 1 2 3 4 5 6 7 8; do
    # shellcheck disable=SC2046 # one argument a line
    steps=$(led '' $(for path in $fresh; do [ ! -L "$path" ] || printf '%s\n' "$path"; done))
    [ -n "$steps" ] || break
    links=$links$steps$nl
    wider=$({ printf '%s\n' "$paths" && printf '%s\n' "$steps" | step_targets; } | with_parents | sort -u)
    fresh=$(printf '%s\n' "$paths" "$wider" | sort | uniq -u)
    paths=$wider
  done
  # shellcheck disable=SC2046 # one argument a line
  resolved=$(led -f $(for path in $paths; do [ ! -e "$path" ] || printf '%s\n' "$path"; done) |
    awk '/^link / { path = substr($0, 6) } /^to / && substr($0, 4) != path { print "real " path; print "as " substr($0, 4) }')
  # shellcheck disable=SC2046 # one argument a line
  set -- $({ printf '%s\n' "$paths" && printf '%s\n' "$resolved" | sed -n 's/^as //p' | with_parents; } | sort -u)
  [ "$#" -le 10000 ] || {
    echo 'more than 10000 paths' >&2
    return 1
  }
  stat -c 'lstat %f %u %g %U %G %Y %W %n' -- "$@" 2>/dev/null
  # 1 says that some are missing, more that it could not be run.
  [ "$?" -le 1 ] || {
    echo 'stat cannot be run on so many paths' >&2
    return 1
  }
  stat -L -c 'stat %f %u %g %U %G %Y %W %n' -- "$@" 2>/dev/null
  stat -L -c 'changed %.Z %n' -- "$@" 2>/dev/null
  printf '%s\n' "$resolved" "$links"
  for path in "$@"; do
    [ -e "$path" ] || [ -L "$path" ] || printf 'absent %s\n' "$path"
  done
  access_lists "$@" 2>/dev/null
  return 0
}

# other_names PATHS: which of these files have more names than one, and the names by which a socket can be reached too, or
# by which a file that lies elsewhere is one of the system's own. A hard link is as good as the file.
other_names() {
  IFS=$nl
  set -f
  # shellcheck disable=SC2086 # one argument a line
  linked=$(limited stat -L -c 'inode %f %d:%i %h %n' -- $1 2>/dev/null | awk '!/^inode 4/ && $4 > 1')
  sought=$(printf '%s\n' "$linked" | awk '
    BEGIN { system_places = "/bin /boot /etc /home /lib /lib64 /root /run /sbin /usr /var/lib/kubelet /var/spool/cron" }
    { path = $0; sub(/^[^\/]*/, "", path); split($3, id, ":") }
    /^inode c/ { print "number " id[2]; print "socket " path }
    /^inode 8/ && path !~ /^\/(bin|boot|etc|lib|lib64|root|run|sbin|usr)\// { print "number " id[2]; files = 1 }
    END { if (files) { gsub(/ /, "\nplace ", system_places); print "place " system_places } }')
  [ -n "$sought" ] || return 0
  sockets=$(printf '%s\n' "$sought" | sed -n 's/^socket //p')
  # shellcheck disable=SC2086 # one argument a line
  places=$({
    [ -z "$sockets" ] || df -P -- $sockets 2>/dev/null | sed -n 's|.*% /|/|p'
    printf '%s\n' "$sought" | sed -n 's/^place //p'
  } | sort -u | while IFS= read -r place; do
    [ ! -d "$place" ] || printf '%s\n' "$place"
  done)
  # shellcheck disable=SC2046,SC2086 # one argument a line
  names=$(limited find $places -xdev '(' -inum 0 $(printf '%s\n' "$sought" | sed -n 's/^number /-o\n-inum\n/p') ')' 2>/dev/null)
  # 1 is also said of what goes away meanwhile; where this login may not look there may be more.
  case $?$(id -u) in
    0* | 10) printf 'names searched\n' ;;
  esac
  # shellcheck disable=SC2046,SC2086 # one argument a line
  printf '%s\n' "$linked" $([ -z "$names" ] || stat -c 'inode %f %d:%i %h %n' -- $names 2>/dev/null) | sort -u
}

# Access control lists; without the tool for them, which paths have one.
access_lists() {
  if command -v getfacl >/dev/null; then
    getfacl -p -s -- "$@" | sed -n -e 's/^# file: /acl /p' -e '/^user:[^:]/p' -e '/^group:[^:]/p'
  else
    # shellcheck disable=SC2012 # only ls tells
    ls -ldnL -- "$@" | sed -n 's|^[^ ]\{10\}+ [^/]* \(/.*\)$|acl-hidden \1|p'
  fi
}

# No name of a file can pass for a line of our own.
one_line() {
  tr '\n' '?' | sed 's/?$//'
}

# led FLAG PATH...: where links lead, in one step, or with -f in all, as "link PATH" and "to TARGET".
# shellcheck disable=SC2086 # one flag, or none
led() {
  led_flag=$1
  shift
  [ "$#" -gt 0 ] || return 0
  # All at once, where readlink can and none was taken away meanwhile.
  {
    printf 'link %s\n' "$@"
    readlink -z $led_flag -- "$@" 2>/dev/null | tr '\n\0' '?\n' | sed 's/^/to /'
  } | awk '
    /^link / { path[++paths] = $0; next }
    { target[++targets] = $0 }
    END {
      if (paths != targets) exit 1
      for (i = 1; i <= paths; i++) print path[i] "\n" target[i]
    }' || for path; do
    printf 'link %s\nto %s\n' "$path" "$(readlink $led_flag -- "$path" | one_line)"
  done
}

# Of links and what they name: the paths of that.
step_targets() {
  awk '
    /^link / { directory = substr($0, 6); sub(/\/[^\/]*$/, "", directory) }
    /^to / { target = substr($0, 4); print target ~ /^\// ? target : directory "/" target }' |
    sed -e ':a' -e 's|/\./|/|;ta' -e ':b' -e 's|/[^/][^/]*/\.\./|/|;tb'
}

file_paths() {
  # With the links of a merged /usr, for rules and mounts that name paths through them.
  printf '%s\n' / /bin /sbin /lib /lib64 /usr/sbin /var/run /etc/docker /usr/bin/dockerd /usr/sbin/dockerd /var/snap/docker
  printf '%s\n' "$config_files" "$sockets" "$engine_programs" "$runtimes"
  printf '%s\n' "$units" | sed -n -e 's/^fragment [^ ]* //p' -e 's/^dropin [^ ]* //p'
  user_units | sed 's/^[a-z-]* [^ ]* //'
  engine_sockets
  tls_files
  docker_info root
  printf '%s\n' /var/lib/containerd /etc/docker/certs.d /etc/default/docker /etc/sysconfig/docker /etc/containerd/config.toml
  printf '%s\n' "$containerd_found" | sed -n 's/^[a-z]* \//\//p'
  program_paths
  registry_cert_paths 2>/dev/null
  mount_sources
}

# Executables of the daemons that run; of one that was replaced since, where the new one lies.
find_engine_programs() {
  printf '%s\n' "$engines" | while read -r pid _; do
    readlink "/proc/$pid/exe"
  done 2>/dev/null | sed 's/ (deleted)$//'
}

# Where a program of the engine can be installed: in the usual places, and beside what runs of it.
program_paths() {
  runtime_names=$(printf '%s\n' "$runtimes" | grep -v /)
  {
    printf '%s\n' /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin
    {
      printf '%s\n' "$engine_programs"
      printf '%s\n' "$containerd_found" | sed -n 's|^program ||p'
    } | sed -n 's|^\(/.*\)/[^/]*$|\1|p'
  } | sort -u | while IFS= read -r directory; do
    for program in containerd containerd-shim containerd-shim-runc-v1 containerd-shim-runc-v2 runc crun $runtime_names; do
      printf '%s/%s\n' "$directory" "$program"
    done
  done
}

engine_sockets() {
  docker_containerd Address
  dockerd_option containerd
  dockerd_option exec-root | sed -e 'p' -e 's|$|/containerd/containerd.sock|'
  printf '%s\n' /run/containerd/containerd.sock /run/docker/containerd/containerd.sock /run/podman/podman.sock /run/crio/crio.sock
  for user in /run/user/[0-9]*; do
    [ ! -d "$user" ] || printf '%s\n' "$user/docker.sock" "$user/podman/podman.sock" "$user/containerd/containerd.sock" "$user/docker/containerd/containerd.sock"
  done
}

tls_files() {
  dockerd_option 'tlscacert\|tlscert\|tlskey'
  {
    printf '%s\n' /root/.docker
    printf '%s\n' "$daemon_variables" | sed -n -e 's/^DOCKER_CERT_PATH=//p' -e 's|^HOME=\(.*\)|\1/.docker|p'
  } | sort -u | sed -e 'h;s|$|/ca.pem|p' -e 'g;s|$|/cert.pem|p' -e 'g;s|$|/key.pem|'
}

# Host paths mounted into containers, by bind or by a volume whose options name a path.
mount_sources() {
  told "$containers" | sed -n -e '/^mount "/!d' -e '/\\n/d' -e 's/^mount "\(.*\)"$/\1/' \
    -e 's/\\u0026/\&/g;s/\\u003c/</g;s/\\u003e/>/g;s/\\\(["\\]\)/\1/g' -e p
  told "$volumes" | sed -n -e 's/^device //p' -e '/^options /{s///;s/[,:=]/\n/g;p;}'
}

with_parents() {
  while IFS= read -r path; do
    while [ -n "$path" ]; do
      printf '%s\n' "$path"
      path=${path%/*}
    done
  done
  printf '/\n'
}
