#!/bin/sh
# Records the sample hosts of the demo and of the golden tests anew, from real ones; needs root and a build.
set -eu
cd "$(dirname "$0")/.."
folder=/srv/plimsoll-lab
port=22022

record() {
  state=$1 name=$2 group=$3
  rm -rf "$folder"
  mkdir -p "$folder"
  mkfifo "$folder.input"
  sh test/live/lab/host.sh "$folder" "$state" "$port" <"$folder.input" &
  exec 9>"$folder.input"
  rm "$folder.input"
  until [ -e "$folder/ready" ]; do
    kill -0 $! || exit 1
    sleep 0.2
  done
  cat >"$folder/inventory.yaml" <<YAML
defaults: { user: root, identityFile: $folder/client_key, knownHosts: $folder/known_hosts, port: $port }
groups: { $group: {} }
hosts:
  $name: { address: 127.0.0.1, groups: [$group] }
YAML
  node dist/cli.js collect -i "$folder/inventory.yaml" --out "$folder/facts"
  exec 9>&-
  wait
  node scripts/scrub-bundle.mjs "$folder/facts/$name.json" "demo/$state.json"
  rm -rf "$folder"
}

mkdir -p demo
record default shop-01 shop
record hardened vault-01 vault
record broken legacy-01 legacy
