# Sets containerd_found: running containerd and its shims, those in containers left out: each executable, and of containerd the files and
# options that say where its socket and its data are.
find_containerd() {
  containerd_found=$(containerd_programs)
}

containerd_programs() {
  # shellcheck disable=SC2046,SC2012 # one argument a process; one ls instead of one readlink for each
  ls -l $(printf '%s\n' "$believed" | sed -n 's|^\([0-9][0-9]*\) .*|/proc/\1/exe|p') 2>/dev/null |
    sed -n 's|.* /proc/\([0-9]*\)/exe -> \(/.*containerd\(-shim[a-z0-9-]*\)\{0,1\}\)\( (deleted)\)\{0,1\}$|\1 \2|p' |
    while read -r program_pid program; do
      case $program in
        *containerd)
          printf 'process %s\n' "$program_pid"
          containerd_options "$program_pid"
          ;;
      esac
      printf 'program %s\n' "$program"
    done 2>/dev/null
}

# The configuration files of a containerd with what they set, then its flags, which beat them.
containerd_options() {
  containerd_flags=$(limited tr '\n\0' '\001\n' <"/proc/$1/cmdline" | sed -n \
    -e 's/^--\(config\|root\|state\|address\)=/\1 /p' \
    -e '/^--\(config\|root\|state\|address\)$/{s/^--//;N;s/\n/ /p;}' \
    -e '/^-[ca]$/{s/^-c/config/;s/^-a/address/;N;s/\n/ /p;}')
  containerd_config=$(printf '%s\n' "$containerd_flags" | sed -n 's/^config //p')
  containerd_settings "${containerd_config:-/etc/containerd/config.toml}"
  printf '%s\n' "$containerd_flags" | sed -n '/^[rsa]/p'
}

# What a configuration file of containerd sets, then what the files set that it imports.
containerd_settings() {
  printf 'config %s\n' "$1"
  containerd_text=$(printf '%s\n' "$1" | read_files 1048576)
  case $containerd_text in
    '') return 0 ;;
    *"$nl| "*) ;;
    *"$nl"[a-z]*)
      printf 'unreadable %s\n' "$1"
      return 0
      ;;
  esac
  containerd_text=$(printf '%s\n' "$containerd_text" | sed -n 's/^| //p')
  toml_text="[[:space:]]*=[[:space:]]*[\"']\([^\"']*\)[\"'].*"
  printf '%s\n' "$containerd_text" | sed -n -e '/^[[:space:]]*\[/q' -e "s/^[[:space:]]*\(root\|state\)$toml_text/\1 \2/p"
  printf '%s\n' "$containerd_text" |
    sed -n -e "/^[[:space:]]*\[grpc\]/,/^[[:space:]]*\[/s/^[[:space:]]*address$toml_text/address \1/p"
  [ -z "${2-}" ] || return 0
  printf '%s\n' "$containerd_text" | sed -n '/^[[:space:]]*imports[[:space:]]*=/,/\]/p' | sed "s/[][\"',]/\n/g" |
    sed -n '/\.toml$/p' | while IFS= read -r import; do
    case $import in
      /*) ;;
      *) import=${1%/*}/$import ;;
    esac
    # The pattern is expanded.
    for imported in $import; do
      [ ! -e "$imported" ] || containerd_settings "$imported" imported
    done
  done
}
