#!/bin/sh
# Everything that must hold, from a fresh clone: packages, dependencies, build, lint, types, all tests.
# Stops at the first failure. Installs Debian packages only as root and where there is apt-get.
set -eu
cd "$(dirname "$0")/.."

# Daemons live in sbin, which an ordinary user's PATH leaves out.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
policy=/usr/sbin/policy-rc.d
policy_is_ours=no
CLOSING_LINE_FILE=$(mktemp)
docker_lane=$(mktemp)
export PATH CLOSING_LINE_FILE

finish() {
  remove_policy
  # One line of each lane.
  awk '{ passed += $1; failed += $3; skipped += $5 }
    END { if (NR) printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$CLOSING_LINE_FILE"
  rm -f "$CLOSING_LINE_FILE" "$docker_lane"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# step NAME COMMAND...
step() {
  name=$1
  shift
  printf '\n== %s\n' "$name"
  start=$(date +%s)
  if "$@"; then
    printf '== %s: done in %s s\n' "$name" "$(($(date +%s) - start))"
  else
    status=$?
    printf '\nverify: "%s" failed with status %s after %s s (command: %s)\n' \
      "$name" "$status" "$(($(date +%s) - start))" "$*" >&2
    exit 1
  fi
}

missing_packages() {
  for pair in sshd:openssh-server ssh:openssh-client dockerd:docker.io auditctl:auditd shellcheck:shellcheck \
    chromium:chromium busybox:busybox-static dash:dash debootstrap:debootstrap sudo:sudo doas:doas iptables:iptables ps:procps \
    openssl:openssl ip:iproute2 systemd-analyze:systemd ansible-playbook:ansible-core zsh:zsh; do
    command -v "${pair%%:*}" >/dev/null || printf '%s ' "${pair#*:}"
  done
}

install_packages() {
  missing=$(missing_packages)
  if [ -z "$missing" ]; then
    echo 'nothing to install'
  elif [ "$(id -u)" -ne 0 ]; then
    not_installed "$missing" 'that takes root'
  elif ! command -v apt-get >/dev/null; then
    not_installed "$missing" 'there is no apt-get'
  else
    forbid_services
    apt_install "$missing"
    # From Debian 13 on the client is a package of its own.
    command -v docker >/dev/null || apt_install docker-cli
    remove_policy
  fi
}

apt_install() {
  apt-get update -q || echo 'apt-get update failed; trying with the lists there are'
  for package in $1; do
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$package" ||
      not_installed "$package" 'apt-get failed, see above'
  done
}

not_installed() {
  printf 'not installed: %s(%s); live tests that need it are skipped, with CI=true they fail\n' "${1% } " "$2"
}

# Debian starts the daemons it installs, unless this file says no. One that is there already stays in charge.
forbid_services() {
  if [ ! -e "$policy" ]; then
    policy_is_ours=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
}

remove_policy() {
  if [ "$policy_is_ours" = yes ]; then rm -f "$policy"; fi
  policy_is_ours=no
}

# Each with a reason and a licence that fits, and the page about them as it should be.
described_dependencies() {
  node scripts/dependencies.mjs && git diff --exit-code -- docs/dependencies.md
}

# At the same time: each keeps one core busy.
lint_and_types() {
  npm run --silent types &
  types=$!
  lint=0
  npm run --silent lint || lint=$?
  wait "$types" && return "$lint"
}

# Two lanes at the same time: the live tests that share one Docker daemon wait more than they compute.
tests() {
  npx vitest run --project docker >"$docker_lane" 2>&1 &
  lane=$!
  others=0
  npx vitest run --project pure --project unit --project live || others=$?
  docker=0
  wait "$lane" || docker=$?
  cat "$docker_lane"
  [ "$others$docker" = 00 ]
}

step 'Debian packages' install_packages
step 'npm dependencies' npm ci --no-audit --no-fund
step 'dependencies' described_dependencies
step 'build' npm run --silent build
step 'lint and types' lint_and_types
step 'tests' tests
echo
