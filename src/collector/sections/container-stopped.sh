# Of containers that do not run: the accounts in their filesystem, and what the daemon keeps of their settings.
section_container_stopped() {
  data_root=$(docker_info root) || return $?
  stopped=$(container_runs) || return $?
  stopped=$(printf '%s\n' "$stopped" | awk '$2 == 0')
  [ -n "$stopped" ] || return 0
  printf '%s\n' "$stopped" | sed -n "s|^\([0-9a-f][0-9a-f]*\) .*|$data_root/containers/\1/config.v2.json|p" |
    read_files 4194304 | sed -n \
    -e 's|^file .*/\([0-9a-f]*\)/config\.v2\.json$|container \1|p' \
    -e 's/^| .*"NoNewPrivileges":\([a-z]*\).*/no-new-privileges \1/p'
  {
    case $stopped$nl in
      *" :$nl"*) find_snapshots ;;
    esac
    printf '%s\n' "$stopped" | while read -r id _ _ layers; do
      printf 'container %s\n' "$id"
      if [ "$layers" = : ] && [ -n "$containerd_address" ]; then
        # One that does not answer is not asked again.
        layers=$(snapshot_layers "$id") || [ "$?" -lt 124 ] || containerd_address=
      fi
      container_accounts "$layers"
    done
  } 2>/dev/null
  return 0
}

# Sets where the layers are that dockerd leaves to containerd and so does not name itself (moby daemon/inspect.go):
# snapshotter, containerd_namespace and containerd_address.
find_snapshots() {
  snapshotter=$(docker_info driver)
  containerd_namespace=$(docker_containerd Containers)
  containerd_namespace=${containerd_namespace:-$(dockerd_option containerd-namespace | head -n 1)}
  containerd_address=$(
    {
      docker_containerd Address
      dockerd_option containerd
      { dockerd_option exec-root && echo /run/docker; } | sed 's|$|/containerd/containerd.sock|'
      echo /run/containerd/containerd.sock
    } | sed 's|^unix://||' | while IFS= read -r address; do
      [ ! -S "$address" ] || printf '%s\n' "$address"
    done | head -n 1
  )
}

# The layers of a container as containerd would mount them, topmost first. Asking mounts nothing.
snapshot_layers() {
  snapshot_mount=$(limited ctr --address "$containerd_address" --namespace "${containerd_namespace:-moby}" \
    snapshots --snapshotter "$snapshotter" mounts / "$1" </dev/null) || return $?
  case $snapshot_mount in
    # Laid over each other in a way of its own.
    *"$nl"*) ;;
    'mount -t bind '*) printf '%s\n' "$snapshot_mount" | sed -n 's|^mount -t bind \(/.*\) / -o .*|\1|p' ;;
    *)
      snapshot_options=$(printf '%s\n' "$snapshot_mount" | sed -n 's/.* -o //p' | tr , '\n')
      printf '%s\n' "$snapshot_options" | sed -n 's/^upperdir=//p'
      printf '%s\n' "$snapshot_options" | sed -n 's/^lowerdir=//p'
      ;;
  esac
}

# Names and numbers out of /etc/passwd in the topmost layer that has one.
container_accounts() {
  printf '%s\n' "$1" | tr : '\n' | sed -n '/^\//p' | while IFS= read -r layer; do
    layer=$(cd -- "$layer" && pwd -P) || break
    # A device in place of a name hides what the layers below have. So does the mark of an opaque directory, which is not
    # looked for: without a passwd above it no user has a name there, and the container does not start.
    [ -e "$layer/etc/passwd" ] || [ -L "$layer/etc/passwd" ] || [ -L "$layer/etc" ] || [ -c "$layer/etc" ] || continue
    # A link in a layer leads elsewhere on the host.
    ! plain_path "$layer" etc/passwd ||
      printf '%s\n' "$layer/etc/passwd" | read_files 65536 | awk -F: '
        /^file / { print "accounts read" }
        /^[a-z]+$/ { exit }
        sub(/^[|] /, "") { print "account " $1 ":" $3 }'
    break
  done
}
