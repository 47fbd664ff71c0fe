# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# A worker of a swarm. Its manager has namespaces of its own, as if it were another machine.
prepare_host() {
  unshare --mount --net --pid --fork --kill-child sh "$here/swarm-peer.sh" "$folder" &
  outside=$!
  start_dockerd
  import_image swarm/web:1
  wait_for "$folder/peer/up"
  # Of the two only the inner one listens to signals.
  other_pids=$(pgrep -P "$outside")
  ip link add swarm0 type veth peer name swarm0 netns "$other_pids"
  ip address add 203.0.113.12/24 dev swarm0
  ip link set swarm0 up
  wait_for "$folder/peer/token"
  docker swarm join --advertise-addr 203.0.113.12 --token "$(cat "$folder/peer/token")" 203.0.113.11:2377 >/dev/null
  docker run -d --name web -m 64m swarm/web:1 sleep 100000 >/dev/null
}

wait_for() {
  for _ in $(seq 100); do
    [ ! -e "$1" ] || return 0
    sleep 0.1
  done
  cat "$folder/peer/dockerd.log" >&2
  return 1
}
