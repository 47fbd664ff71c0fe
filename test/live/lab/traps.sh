# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# Things that are not what they look like: each of them has misled a checker.
prepare_host() {
  echo '{}' >/etc/docker/daemon.json
  chmod 626 /etc/docker/daemon.json
  start_dockerd --icc=0 --userland-proxy=0 --live-restore=false --no-new-privileges=false
  chmod 606 /run/docker.sock

  # The directory of dockerd is watched, but of /etc/docker only one file.
  printf -- '-w /usr/sbin -p rwxa -k system\n-w /etc/docker/daemon.json -p wa -k docker\n' >/etc/audit/rules.d/10-traps.rules
  auditctl -R /etc/audit/rules.d/10-traps.rules >/dev/null
  auditctl -e 1 >/dev/null

  # Another program of that name, and an editor that has it in its arguments.
  cp /usr/bin/sleep "$folder/dockerd"
  "$folder/dockerd" 100000 &
  other_pids=$!
  bash -c 'exec -a "vim dockerd --live-restore=true --icc=true" sleep 100000' &
  other_pids="$other_pids $!"

  import_image traps/base:1
  mkdir -p "$folder/data"
  docker create --name vanilla --privileged traps/base:1 sleep 100000 >/dev/null
  trap_container weak --security-opt no-new-privileges=false --restart on-failure
  trap_container always --restart always
  trap_container bounded --restart on-failure:5 --cpu-quota 50000
  docker create --name v6 -p '[::]:8091:80' traps/base:1 sleep 100000 >/dev/null
  trap_container local -p 127.0.0.1:8092:80
  trap_container mounts -v /:/host:ro -v /etc/shadow:/shadow -v /root:/roots
  trap_container runner -v /run:/host-run
  trap_container volumes -v etc_copy:/etc/app -v docker.sock_cache:/cache -v "$folder/data:/data"
  docker run -d --name listener --net host traps/base:1 /bin/busybox nc -l -p 8093 >/dev/null
  docker run -d --name dind traps/base:1 sh -c '/bin/busybox cp /bin/busybox /tmp/dockerd; /bin/busybox ln -s dockerd /tmp/sleep; exec /tmp/sleep 100000' >/dev/null
}

trap_container() {
  container=$1
  shift
  docker run -d --name "$container" "$@" traps/base:1 sleep 100000 >/dev/null
}
