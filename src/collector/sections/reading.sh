# SHA-256 of a file that this script chose itself, in hexadecimal.
sha256_of() {
  { sha256sum <"$1" || openssl dgst -sha256 -r <"$1" || shasum -a 256 <"$1"; } 2>/dev/null | cut -d ' ' -f 1
}

# Whether no component of a path below a directory is a symbolic link.
plain_path() {
  plain_rest=$2
  plain_done=$1
  while [ -n "$plain_rest" ]; do
    plain_done=$plain_done/${plain_rest%%/*}
    [ -e "$plain_done" ] && [ ! -L "$plain_done" ] || return 1
    case "$plain_rest" in
      */*) plain_rest=${plain_rest#*/} ;;
      *) plain_rest= ;;
    esac
  done
}

# read_files BYTES [KIND]: the only way to the content of a file that this script did not choose itself. Of the paths on
# standard input those that exist: "file PATH", then its lines, each behind "| ", so that none can pass for one of our
# own; or in one word why it was not read: irregular, unreadable, untrusted, large, utf-16, foreign.
# Opened is only what is a regular file by name, and read only what is one once it is open: a fifo would block, a device
# may do worse. Links are followed only where every directory and link on the way belongs to root, or to the owner of
# the daemon, and nobody else may change it. For a daemon that is not root's nothing is read that its owner may not read.
# Of the kind daemon.json comes only what looks like one, with its hash.
read_files() {
  limited sh -c "$reader" reader "$1" "${2-}" "${daemon_uid:-0}" "$daemon_keys"
}

# The lines of one such file, each behind a bar. Fails where it is not read.
quoted() {
  quoted_text=$(printf '%s\n' "$1" | read_files 1048576)
  quoted_word=$(printf '%s\n' "$quoted_text" | sed -n '2{/^[a-z]/p;}')
  case $quoted_word in
    '')
      printf '%s\n' "$quoted_text" | sed 1d
      return 0
      ;;
    unreadable) printf '%s: permission denied\n' "$1" >&2 ;;
    *) printf '%s was not read: %s\n' "$1" "$quoted_word" >&2 ;;
  esac
  return 1
}

# shellcheck disable=SC2016 # expanded by the shell that runs it
reader='
  set -f
  most=$1 kind=$2 owner=$3 keys=" $(echo $4) "
  opened=/proc/self/fd/3

  # Walks a path step by step. linked: it leads through a link; open: others may change a step; closed: to the owner.
  walk() {
    linked=no open=no closed=no left=$1 steps=0
    while steps=$((steps + 1)) && [ "$steps" -le 40 ]; do
      # All steps up to the first that is a link.
      set --
      step=$left
      while [ -n "$step" ]; do
        [ ! -L "$step" ] || set --
        set -- "$step" "$@"
        link=$step
        step=${step%/*}
      done
      for link; do :; done
      judge_steps $(stat -c "%u %g %f" -- / "$@") || return 1
      [ -L "$link" ] || return 0
      linked=yes
      target=$(readlink -- "$link") || return 1
      case $target in
        /*) left=$target${left#"$link"} ;;
        *) left=${link%/*}/$target${left#"$link"} ;;
      esac
    done
    return 1
  }

  # judge_steps UID GID MODE...
  judge_steps() {
    [ "$#" -ge 3 ] || return 1
    while [ "$#" -ge 3 ]; do
      mode=$((0x$3)) needed=1
      [ "$((mode & 61440))" -eq 16384 ] || needed=4
      [ "$1" -eq 0 ] || [ "$1" -eq "$owner" ] || open=yes
      if [ "$((mode & 61440))" -ne 40960 ]; then
        [ "$((mode & 2))" -eq 0 ] || open=yes
        [ "$((mode & 16))" -eq 0 ] || [ "$2" -eq 0 ] || open=yes
        [ "$owner" -eq 0 ] || [ "$1" -eq "$owner" ] || [ "$((mode & needed))" -ne 0 ] || closed=yes
      fi
      shift 3
    done
  }

  # What was opened is what the path names, whatever was put in its place meanwhile.
  is_trusted() {
    found=$(readlink "$opened")
    [ "$owner" -ne 0 ] || [ "$found" != "$1" ] || return 0
    walk "$1" && [ "$closed" = no ] && { [ "$open" = no ] || [ "$linked$found" = "no$1" ]; }
  }

  # Names of the settings at the top of a JSON object, in small letters; "!" where it is none.
  top_keys() {
    text | head -c "$most" | tr -d "\357\273\277\r" | sed "s/[]\"\\\\{}:[]/\n&\n/g" | awk "
      /^[[:space:]]*\$/ && !text { next }
      \$0 == \"\" { next }
      escaped { escaped = 0; key = key \$0; next }
      text && \$0 == \"\\\\\" { escaped = 1; next }
      \$0 == \"\\\"\" { text = !text; if (text) key = \"\"; next }
      text { key = key \$0; next }
      !begun { begun = 1; if (\$0 != \"{\") { print \"!\"; exit } }
      \$0 == \"{\" || \$0 == \"[\" { depth++ }
      \$0 == \"}\" || \$0 == \"]\" { depth-- }
      \$0 == \":\" && depth == 1 { print tolower(key) }"
  }

  # An empty one counts, and one with more settings that dockerd has than such that it has not.
  is_daemon_json() {
    known=0 unknown=0
    for key in $(top_keys); do
      case $keys in
        *" $key "*) known=$((known + 1)) ;;
        *) unknown=$((unknown + 1)) ;;
      esac
    done
    [ "$unknown" -eq 0 ] || [ "$known" -gt "$unknown" ]
  }

  # As UTF-8, which dockerd makes of it too (from 24.0 on).
  text() {
    if [ "$kind" = daemon.json ] && is_utf_16; then
      iconv -f UTF-16 -t UTF-8 "$opened"
    else
      cat "$opened"
    fi
  }

  # By the byte order mark, without which dockerd does not take it either.
  is_utf_16() {
    case $(head -c 2 "$opened" | tr "\376\377" "<>") in
      "<>" | "><") return 0 ;;
      *) return 1 ;;
    esac
  }

  show() {
    size=$(stat -L -c %s "$opened")
    if [ ! -f "$opened" ]; then
      echo irregular
    elif ! is_trusted "$1"; then
      echo untrusted
    elif [ "${size:-0}" -gt "$most" ]; then
      echo large
    elif [ "$kind" = daemon.json ] && is_utf_16 && ! text >/dev/null; then
      echo utf-16
    elif [ "$kind" = daemon.json ] && ! is_daemon_json; then
      echo foreign
    else
      [ "$kind" != daemon.json ] || printf "sha256 %s\n" "$(hash_of)"
      text | sed "s/^/| /"
      echo
    fi
  }

  hash_of() {
    { sha256sum <"$opened" || openssl dgst -sha256 -r <"$opened" || shasum -a 256 <"$opened"; } | cut -d " " -f 1
  }

  while IFS= read -r path; do
    [ -e "$path" ] || continue
    printf "file %s\n" "$path"
    if [ ! -f "$path" ]; then
      echo irregular
    elif [ ! -r "$path" ]; then
      echo unreadable
    else
      show "$path" 3<"$path" || echo unreadable
    fi
  done 2>/dev/null
  exit 0'

# Settings that dockerd has or had (moby daemon/config, 17.06 to 29).
daemon_keys='allow-direct-routing allow-nondistributable-artifacts api-cors-header authorization-plugins bip bip6 bridge
bridge-accept-fwmark builder cgroup-parent cluster-advertise cluster-store cluster-store-opts containerd
containerd-namespace containerd-plugins-namespace containerd-plugin-namespace cpu-rt-period cpu-rt-runtime cri-containerd
data-root debug default-address-pools default-cgroupns-mode default-gateway default-gateway-v6 default-ipc-mode
default-network-opts default-runtime default-shm-size default-ulimits disable-legacy-registry dns dns-opts dns-search
exec-opts exec-root experimental features firewall-backend fixed-cidr fixed-cidr-v6 graph group host-gateway-ip
host-gateway-ips hosts http-proxy https-proxy icc init init-path insecure-registries ip ip-forward ip-forward-no-drop
ip-masq ip6tables iptables ipv6 isolation labels live-restore log-driver log-format log-level log-opts
max-concurrent-downloads max-concurrent-uploads max-download-attempts metrics-addr min-api-version mtu
network-control-plane-mtu network-diagnostic-port no-new-privileges no-proxy node-generic-resources nri-opts
oom-score-adjust pidfile proxies raw-logs registry-mirrors rootless runtimes seccomp-profile selinux-enabled
shutdown-timeout storage-driver storage-opts swarm-default-advertise-addr swarm-raft-election-tick
swarm-raft-heartbeat-tick tls tlscacert tlscert tlskey tlsverify userland-proxy userland-proxy-path userns-remap'

# NUL-separated strings on standard input, one a line behind a word; a newline inside one becomes \001.
strings_as() {
  tr '\n\0' '\001\n' | sed "s/^/$1 /"
}

# Everything below the directory of registry certificates, one a line.
registry_cert_paths() {
  [ -e /etc/docker/certs.d ] || return 0
  limited find -L /etc/docker/certs.d -mindepth 1 -maxdepth 4
}
