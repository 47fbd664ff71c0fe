# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# Docker is installed and has been used, but since the host was booted its daemon does not run.
prepare_host() {
  printf '{\n  "icc": false\n}\n' >/etc/docker/daemon.json
  start_dockerd
  stop_dockerd
  rm -rf /run/docker /run/containerd
}
