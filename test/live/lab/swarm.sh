# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# The only manager of a swarm, with one service.
prepare_host() {
  start_dockerd
  import_image swarm/web:1
  docker swarm init --advertise-addr 127.0.0.1 >/dev/null
  docker service create --detach --name web --limit-memory 64m swarm/web:1 sleep 100000 >/dev/null
  for _ in $(seq 100); do
    [ -z "$(docker ps -q)" ] || return 0
    sleep 0.1
  done
  docker service ps --no-trunc web >&2
  return 1
}
