#!/bin/sh
# Records the hosts of the demo and of the golden tests anew, from real ones; needs root and a build.
# With names of bundles as arguments, only those; RECORD_WITH names another build than dist/cli.js.
set -eu
cd "$(dirname "$0")/.."
folder=/srv/plimsoll-lab
port=22022
wanted=" $* "

# is_wanted FILE
is_wanted() {
  case $wanted in
    '  ' | *" $(basename "$1" .json) "*) ;;
    *) return 1 ;;
  esac
}

# record STATE HOST GROUP USER FILE [trixie]: USER is added to the host where it has none of this name.
record() {
  state=$1 name=$2 group=$3 user=$4 file=$5 system=${6:-host}
  is_wanted "$file" || return 0
  rm -rf "$folder"
  mkdir -p "$folder"
  mkfifo "$folder.input"
  sh "test/live/lab/$system.sh" "$folder" "$state" "$port" <"$folder.input" &
  exec 9>"$folder.input"
  rm "$folder.input"
  until [ -e "$folder/ready" ]; do
    kill -0 $! || exit 1
    sleep 0.2
  done
  echo "grep -q '^$user:' /etc/passwd || echo '$user:x:1009:1009::/:/bin/sh' >>/etc/passwd" >&9
  until [ -e "$folder/answer" ]; do sleep 0.1; done
  cat >"$folder/inventory.yaml" <<YAML
defaults: { user: $user, identityFile: $folder/client_key, knownHosts: $folder/known_hosts, port: $port }
groups: { $group: {} }
hosts:
  $name: { address: 127.0.0.1, groups: [$group] }
YAML
  node "${RECORD_WITH:-dist/cli.js}" collect -i "$folder/inventory.yaml" --out "$folder/facts"
  exec 9>&-
  wait
  node scripts/scrub-bundle.mjs "$folder/facts/$name.json" "$file"
  rm -rf "$folder"
}

mkdir -p demo test/fixtures/bundles
record default shop-01 shop root demo/default.json
record hardened vault-01 vault root demo/hardened.json
record broken legacy-01 legacy root demo/broken.json
record daemon-down build-01 build root test/fixtures/bundles/daemon-down.json
record no-docker proxy-01 web root test/fixtures/bundles/no-docker.json
record worst attic-01 legacy root test/fixtures/bundles/worst.json
record swarm swarm-01 swarm root test/fixtures/bundles/swarm.json
record swarm-worker swarm-02 swarm root test/fixtures/bundles/swarm-worker.json
record default shop-02 shop visitor test/fixtures/bundles/unprivileged.json
record default shop-03 shop deploy test/fixtures/bundles/docker-group.json
sh test/live/lab/trixie.sh --prepare
record default shop-04 shop root test/fixtures/bundles/default-26.json trixie
record hardened-host-userns vault-02 vault root test/fixtures/bundles/hardened-26.json trixie
record worst attic-02 legacy root test/fixtures/bundles/worst-26.json trixie
! is_wanted hostile || node scripts/hostile-bundle.mjs
