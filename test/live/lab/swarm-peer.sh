#!/bin/sh
# The manager that swarm-worker.sh joins: a dockerd in mount, network and PID namespaces of its own.
set -eu
trap 'exit 0' TERM
folder=$1/peer
mkdir -p "$folder"
mount -t proc proc /proc
mount -t tmpfs tmpfs /run
ip link set lo up
touch "$folder/up"
until ip address add 203.0.113.11/24 dev swarm0 2>/dev/null; do sleep 0.1; done
ip link set swarm0 up
dockerd --data-root "$folder/data" --exec-root /run/docker --pidfile /run/docker.pid >"$folder/dockerd.log" 2>&1 &
until docker version >/dev/null 2>&1; do sleep 0.1; done
docker swarm init --advertise-addr 203.0.113.11 >/dev/null
docker swarm join-token -q worker >"$folder/token.new"
mv "$folder/token.new" "$folder/token"
wait
