# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# A host on which there is no Docker at all.
prepare_host() {
  for directory in /usr/bin /usr/sbin /usr/local/bin; do
    private_copy "$directory"
    rm -f "$directory"/docker* "$directory"/containerd* "$directory/ctr" "$directory/runc"
  done
  rm -rf /etc/docker /etc/default/docker /etc/containerd /usr/lib/systemd/system/docker.* /etc/systemd/system/docker.*
  sed -i '/^docker:/d' /etc/group
}
