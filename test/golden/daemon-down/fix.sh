#!/bin/sh
# Fix script by plimsoll 0.0.0 for the findings of one audited host.
#
# host:       build-01 (192.0.2.10:22)
# run:        golden
# report:     sha256:66448f36cef8c5cdca9d5fcf87363f394ae205b4738c30c8c7daf5286b2b09f5
# audited:    2026-11-24T00:44:09.403Z
# benchmark:  cis-docker-1.8.0
# fixes:      10 automatic, 0 guarded; left to you: 0
# note:       the host was not audited whole: partial
# note:       checks that could not be decided, so are not dealt with here: 79
#
# See what it would do:   sh fix.sh                    (changes nothing)
# Do it:                  sh fix.sh --apply            (guarded fixes also need --allow-disruptive)
# Take it back:           sh fix.sh --rollback         (from /var/backups/plimsoll)
# Everything it knows:    sh fix.sh --list
#
# What it does (--list shows every path and value):
#   host-audit-dockerd (1.1.3) automatic
#   host-audit-etc-docker (1.1.6) automatic
#   host-audit-docker-service (1.1.7) automatic
#   host-audit-etc-default-docker (1.1.10) automatic
#   host-audit-daemon-json (1.1.11) automatic
#   host-audit-containerd-config (1.1.12) automatic
#   host-audit-containerd (1.1.14) automatic
#   host-audit-containerd-shim (1.1.15) automatic
#   host-audit-containerd-shim-v1 (1.1.16) automatic
#   host-audit-containerd-shim-v2 (1.1.17) automatic
# Nothing here needs a restart of the Docker daemon.
#
# How long it lasts:
#   Audit rules stand in a file of their own in /etc/audit/rules.d, which no
#   package replaces. Directories below /run that they are about are made at
#   boot by /etc/tmpfiles.d/plimsoll-docker.conf, before rules are loaded.
#   Where Puppet, Ansible, cloud-init or another keeper writes the same files,
#   it puts its own back: change it there.

# Names from the host stand in single quotes because nothing in them is to be expanded (SC2016, SC1003),
# and not every script needs every function of the library (SC2317).
# shellcheck disable=SC2016,SC1003,SC2317
set -eu
LC_ALL=C
# Docker itself may have been installed by hand, or as a snap.
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin:/snap/bin
# No plugin and no context of whoever runs this: docker would start programs below the home folder.
DOCKER_CONFIG=/nonexistent
IFS=$(printf ' \t\n.')
IFS=${IFS%.}
export LC_ALL PATH DOCKER_CONFIG
# Only the daemon of this host is meant, whatever root works with otherwise.
unset CDPATH ENV BASH_ENV DOCKER_CONTEXT DOCKER_HOST DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH DOCKER_API_VERSION
umask 077

apply=0 disruptive=0 restart=0 rollback=0 list=0 force_host=0 only='' skip=''
changed=0 ok=0 skipped=0 failed=0 restart_needed=0
# Checks, each between blanks: of which something is right now, and which an audit would not let pass yet.
right=' ' not_yet=' '
# Whether it came to its end, or gave up with an error of its own.
ended=0

say() { printf '%s\n' "$*"; }

# die STATUS TEXT
die() {
  status=$1
  shift
  ended=1
  printf 'error: %s\n' "$*" >&2
  exit "$status"
}

usage() {
  cat <<'PLIMSOLL_USAGE'
usage: sh fix.sh [options]

Without options it only shows what it would do, and exits 4 when there is something.

  --apply             do the automatic fixes
  --allow-disruptive  with --apply: the guarded fixes too
  --restart           reload or restart the Docker daemon where a change, or an audit after it, needs it
  --only ID[,ID]      only these checks, by name or number
  --skip ID[,ID]      all but these checks
  --list              show the fixes, and what is left to you
  --rollback          put back what --apply of this run changed
  --force-host        run although this is not the audited host
  --help              show this text

exit: 0 done or nothing to do, 1 a fix failed, 2 usage, 3 not on this host or changed since the audit,
4 dry run with pending changes
PLIMSOLL_USAGE
}

show_list() {
  cat <<'PLIMSOLL_f18d66c626bc_EOF'
Fixes in this script: 10
  automatic  host-audit-dockerd (1.1.3)  disruption none
    The Docker daemon binary is audited
    - /usr/sbin/dockerd: audit rule for wxa
  automatic  host-audit-etc-docker (1.1.6)  disruption none
    The Docker configuration directory is audited
    - /etc/docker: audit rule for wa
  automatic  host-audit-docker-service (1.1.7)  disruption none
    The docker.service unit and its drop-ins are audited
    - /usr/lib/systemd/system/docker.service: audit rule for wa
  automatic  host-audit-etc-default-docker (1.1.10)  disruption none
    The file /etc/default/docker is audited
    - /etc/default/docker: audit rule for wa
  automatic  host-audit-daemon-json (1.1.11)  disruption none
    The configuration file of the daemon is audited
    - /etc/docker/daemon.json: audit rule for wa
  automatic  host-audit-containerd-config (1.1.12)  disruption none
    The configuration of containerd is audited
    - /etc/containerd/config.toml: audit rule for wa
  automatic  host-audit-containerd (1.1.14)  disruption none
    The containerd binary is audited
    - /usr/bin/containerd: audit rule for wxa
  automatic  host-audit-containerd-shim (1.1.15)  disruption none
    The containerd-shim binary is audited
    - /usr/bin/containerd-shim: audit rule for wxa
  automatic  host-audit-containerd-shim-v1 (1.1.16)  disruption none
    The containerd-shim-runc-v1 binary is audited
    - /usr/bin/containerd-shim-runc-v1: audit rule for wxa
  automatic  host-audit-containerd-shim-v2 (1.1.17)  disruption none
    The containerd-shim-runc-v2 binary is audited
    - /usr/bin/containerd-shim-runc-v2: audit rule for wxa
Left to you: 0
PLIMSOLL_f18d66c626bc_EOF
}

# check_ids NAME: the checks that a name or a number stands for
check_ids() {
  case $1 in
    'host-storage') printf '%s' 'host-storage' ;;
    'host-docker-group') printf '%s' 'host-docker-group' ;;
    'host-audit-dockerd') printf '%s' 'host-audit-dockerd' ;;
    'host-audit-run-containerd') printf '%s' 'host-audit-run-containerd' ;;
    'host-audit-data-root') printf '%s' 'host-audit-data-root' ;;
    'host-audit-etc-docker') printf '%s' 'host-audit-etc-docker' ;;
    'host-audit-docker-service') printf '%s' 'host-audit-docker-service' ;;
    'host-audit-containerd-sock') printf '%s' 'host-audit-containerd-sock' ;;
    'host-audit-docker-sock') printf '%s' 'host-audit-docker-sock' ;;
    'host-audit-etc-default-docker') printf '%s' 'host-audit-etc-default-docker' ;;
    'host-audit-daemon-json') printf '%s' 'host-audit-daemon-json' ;;
    'host-audit-containerd-config') printf '%s' 'host-audit-containerd-config' ;;
    'host-audit-sysconfig-docker') printf '%s' 'host-audit-sysconfig-docker' ;;
    'host-audit-containerd') printf '%s' 'host-audit-containerd' ;;
    'host-audit-containerd-shim') printf '%s' 'host-audit-containerd-shim' ;;
    'host-audit-containerd-shim-v1') printf '%s' 'host-audit-containerd-shim-v1' ;;
    'host-audit-containerd-shim-v2') printf '%s' 'host-audit-containerd-shim-v2' ;;
    'host-audit-runc') printf '%s' 'host-audit-runc' ;;
    'host-hardened') printf '%s' 'host-hardened' ;;
    'docker-version') printf '%s' 'docker-version' ;;
    'docker-daemon-rootless') printf '%s' 'docker-daemon-rootless' ;;
    'docker-daemon-icc') printf '%s' 'docker-daemon-icc' ;;
    'docker-daemon-log-level') printf '%s' 'docker-daemon-log-level' ;;
    'docker-daemon-iptables') printf '%s' 'docker-daemon-iptables' ;;
    'docker-daemon-insecure-registries') printf '%s' 'docker-daemon-insecure-registries' ;;
    'docker-daemon-aufs') printf '%s' 'docker-daemon-aufs' ;;
    'docker-daemon-devicemapper') printf '%s' 'docker-daemon-devicemapper' ;;
    'docker-daemon-tls') printf '%s' 'docker-daemon-tls' ;;
    'docker-daemon-ulimits') printf '%s' 'docker-daemon-ulimits' ;;
    'docker-daemon-userns') printf '%s' 'docker-daemon-userns' ;;
    'docker-daemon-cgroup-parent') printf '%s' 'docker-daemon-cgroup-parent' ;;
    'docker-daemon-dm-basesize') printf '%s' 'docker-daemon-dm-basesize' ;;
    'docker-daemon-authorization') printf '%s' 'docker-daemon-authorization' ;;
    'docker-daemon-logging') printf '%s' 'docker-daemon-logging' ;;
    'docker-daemon-no-new-privileges') printf '%s' 'docker-daemon-no-new-privileges' ;;
    'docker-daemon-live-restore') printf '%s' 'docker-daemon-live-restore' ;;
    'docker-daemon-userland-proxy') printf '%s' 'docker-daemon-userland-proxy' ;;
    'docker-daemon-seccomp') printf '%s' 'docker-daemon-seccomp' ;;
    'docker-daemon-experimental') printf '%s' 'docker-daemon-experimental' ;;
    'docker-file-service-unit-owner') printf '%s' 'docker-file-service-unit-owner' ;;
    'docker-file-service-unit-mode') printf '%s' 'docker-file-service-unit-mode' ;;
    'docker-file-socket-unit-owner') printf '%s' 'docker-file-socket-unit-owner' ;;
    'docker-file-socket-unit-mode') printf '%s' 'docker-file-socket-unit-mode' ;;
    'docker-file-config-dir-owner') printf '%s' 'docker-file-config-dir-owner' ;;
    'docker-file-config-dir-mode') printf '%s' 'docker-file-config-dir-mode' ;;
    'docker-file-registry-certs-owner') printf '%s' 'docker-file-registry-certs-owner' ;;
    'docker-file-registry-certs-mode') printf '%s' 'docker-file-registry-certs-mode' ;;
    'docker-file-tls-ca-owner') printf '%s' 'docker-file-tls-ca-owner' ;;
    'docker-file-tls-ca-mode') printf '%s' 'docker-file-tls-ca-mode' ;;
    'docker-file-tls-cert-owner') printf '%s' 'docker-file-tls-cert-owner' ;;
    'docker-file-tls-cert-mode') printf '%s' 'docker-file-tls-cert-mode' ;;
    'docker-file-tls-key-owner') printf '%s' 'docker-file-tls-key-owner' ;;
    'docker-file-tls-key-mode') printf '%s' 'docker-file-tls-key-mode' ;;
    'docker-file-api-socket-owner') printf '%s' 'docker-file-api-socket-owner' ;;
    'docker-file-api-socket-mode') printf '%s' 'docker-file-api-socket-mode' ;;
    'docker-file-daemon-json-owner') printf '%s' 'docker-file-daemon-json-owner' ;;
    'docker-file-daemon-json-mode') printf '%s' 'docker-file-daemon-json-mode' ;;
    'docker-file-etc-default-owner') printf '%s' 'docker-file-etc-default-owner' ;;
    'docker-file-etc-default-mode') printf '%s' 'docker-file-etc-default-mode' ;;
    'docker-file-sysconfig-mode') printf '%s' 'docker-file-sysconfig-mode' ;;
    'docker-file-sysconfig-owner') printf '%s' 'docker-file-sysconfig-owner' ;;
    'docker-file-containerd-socket-owner') printf '%s' 'docker-file-containerd-socket-owner' ;;
    'docker-file-containerd-socket-mode') printf '%s' 'docker-file-containerd-socket-mode' ;;
    'docker-container-user') printf '%s' 'docker-container-user' ;;
    'docker-image-origin') printf '%s' 'docker-image-origin' ;;
    'docker-image-packages') printf '%s' 'docker-image-packages' ;;
    'docker-image-age') printf '%s' 'docker-image-age' ;;
    'docker-content-trust') printf '%s' 'docker-content-trust' ;;
    'docker-image-healthcheck') printf '%s' 'docker-image-healthcheck' ;;
    'docker-image-updates') printf '%s' 'docker-image-updates' ;;
    'docker-image-setuid') printf '%s' 'docker-image-setuid' ;;
    'docker-image-add') printf '%s' 'docker-image-add' ;;
    'docker-image-secrets') printf '%s' 'docker-image-secrets' ;;
    'docker-image-verified-packages') printf '%s' 'docker-image-verified-packages' ;;
    'docker-image-signatures') printf '%s' 'docker-image-signatures' ;;
    'docker-swarm-mode') printf '%s' 'docker-swarm-mode' ;;
    'docker-container-apparmor') printf '%s' 'docker-container-apparmor' ;;
    'docker-container-selinux') printf '%s' 'docker-container-selinux' ;;
    'docker-container-capabilities') printf '%s' 'docker-container-capabilities' ;;
    'docker-container-privileged') printf '%s' 'docker-container-privileged' ;;
    'docker-container-system-mounts') printf '%s' 'docker-container-system-mounts' ;;
    'docker-container-ssh') printf '%s' 'docker-container-ssh' ;;
    'docker-container-privileged-ports') printf '%s' 'docker-container-privileged-ports' ;;
    'docker-container-needed-ports') printf '%s' 'docker-container-needed-ports' ;;
    'docker-container-host-network') printf '%s' 'docker-container-host-network' ;;
    'docker-container-memory-limit') printf '%s' 'docker-container-memory-limit' ;;
    'docker-container-cpu-limit') printf '%s' 'docker-container-cpu-limit' ;;
    'docker-container-readonly-rootfs') printf '%s' 'docker-container-readonly-rootfs' ;;
    'docker-container-port-address') printf '%s' 'docker-container-port-address' ;;
    'docker-container-restart-policy') printf '%s' 'docker-container-restart-policy' ;;
    'docker-container-host-pid') printf '%s' 'docker-container-host-pid' ;;
    'docker-container-host-ipc') printf '%s' 'docker-container-host-ipc' ;;
    'docker-container-devices') printf '%s' 'docker-container-devices' ;;
    'docker-container-ulimits') printf '%s' 'docker-container-ulimits' ;;
    'docker-container-mount-propagation') printf '%s' 'docker-container-mount-propagation' ;;
    'docker-container-host-uts') printf '%s' 'docker-container-host-uts' ;;
    'docker-container-seccomp') printf '%s' 'docker-container-seccomp' ;;
    'docker-exec-privileged') printf '%s' 'docker-exec-privileged' ;;
    'docker-exec-root') printf '%s' 'docker-exec-root' ;;
    'docker-container-cgroup-parent') printf '%s' 'docker-container-cgroup-parent' ;;
    'docker-container-no-new-privileges') printf '%s' 'docker-container-no-new-privileges' ;;
    'docker-container-health') printf '%s' 'docker-container-health' ;;
    'docker-container-image-version') printf '%s' 'docker-container-image-version' ;;
    'docker-container-pids-limit') printf '%s' 'docker-container-pids-limit' ;;
    'docker-container-default-bridge') printf '%s' 'docker-container-default-bridge' ;;
    'docker-container-host-userns') printf '%s' 'docker-container-host-userns' ;;
    'docker-container-engine-socket') printf '%s' 'docker-container-engine-socket' ;;
    'docker-image-unused') printf '%s' 'docker-image-unused' ;;
    'docker-container-unused') printf '%s' 'docker-container-unused' ;;
    'docker-swarm-managers') printf '%s' 'docker-swarm-managers' ;;
    'docker-swarm-address') printf '%s' 'docker-swarm-address' ;;
    'docker-swarm-overlay-encryption') printf '%s' 'docker-swarm-overlay-encryption' ;;
    'docker-swarm-secrets') printf '%s' 'docker-swarm-secrets' ;;
    'docker-swarm-autolock') printf '%s' 'docker-swarm-autolock' ;;
    'docker-swarm-autolock-rotation') printf '%s' 'docker-swarm-autolock-rotation' ;;
    'docker-swarm-certificates') printf '%s' 'docker-swarm-certificates' ;;
    'docker-swarm-ca') printf '%s' 'docker-swarm-ca' ;;
    'docker-swarm-data-path') printf '%s' 'docker-swarm-data-path' ;;
    '1.1.1') printf '%s' 'host-storage' ;;
    '1.1.2') printf '%s' 'host-docker-group' ;;
    '1.1.3') printf '%s' 'host-audit-dockerd' ;;
    '1.1.4') printf '%s' 'host-audit-run-containerd' ;;
    '1.1.5') printf '%s' 'host-audit-data-root' ;;
    '1.1.6') printf '%s' 'host-audit-etc-docker' ;;
    '1.1.7') printf '%s' 'host-audit-docker-service' ;;
    '1.1.8') printf '%s' 'host-audit-containerd-sock' ;;
    '1.1.9') printf '%s' 'host-audit-docker-sock' ;;
    '1.1.10') printf '%s' 'host-audit-etc-default-docker' ;;
    '1.1.11') printf '%s' 'host-audit-daemon-json' ;;
    '1.1.12') printf '%s' 'host-audit-containerd-config' ;;
    '1.1.13') printf '%s' 'host-audit-sysconfig-docker' ;;
    '1.1.14') printf '%s' 'host-audit-containerd' ;;
    '1.1.15') printf '%s' 'host-audit-containerd-shim' ;;
    '1.1.16') printf '%s' 'host-audit-containerd-shim-v1' ;;
    '1.1.17') printf '%s' 'host-audit-containerd-shim-v2' ;;
    '1.1.18') printf '%s' 'host-audit-runc' ;;
    '1.2.1') printf '%s' 'host-hardened' ;;
    '1.2.2') printf '%s' 'docker-version' ;;
    '2.1') printf '%s' 'docker-daemon-rootless' ;;
    '2.2') printf '%s' 'docker-daemon-icc' ;;
    '2.3') printf '%s' 'docker-daemon-log-level' ;;
    '2.4') printf '%s' 'docker-daemon-iptables' ;;
    '2.5') printf '%s' 'docker-daemon-insecure-registries' ;;
    '2.6') printf '%s' 'docker-daemon-aufs' ;;
    '2.7') printf '%s' 'docker-daemon-devicemapper' ;;
    '2.8') printf '%s' 'docker-daemon-tls' ;;
    '2.9') printf '%s' 'docker-daemon-ulimits' ;;
    '2.10') printf '%s' 'docker-daemon-userns' ;;
    '2.11') printf '%s' 'docker-daemon-cgroup-parent' ;;
    '2.12') printf '%s' 'docker-daemon-dm-basesize' ;;
    '2.13') printf '%s' 'docker-daemon-authorization' ;;
    '2.14') printf '%s' 'docker-daemon-logging' ;;
    '2.15') printf '%s' 'docker-daemon-no-new-privileges' ;;
    '2.16') printf '%s' 'docker-daemon-live-restore' ;;
    '2.17') printf '%s' 'docker-daemon-userland-proxy' ;;
    '2.18') printf '%s' 'docker-daemon-seccomp' ;;
    '2.19') printf '%s' 'docker-daemon-experimental' ;;
    '3.1') printf '%s' 'docker-file-service-unit-owner' ;;
    '3.2') printf '%s' 'docker-file-service-unit-mode' ;;
    '3.3') printf '%s' 'docker-file-socket-unit-owner' ;;
    '3.4') printf '%s' 'docker-file-socket-unit-mode' ;;
    '3.5') printf '%s' 'docker-file-config-dir-owner' ;;
    '3.6') printf '%s' 'docker-file-config-dir-mode' ;;
    '3.7') printf '%s' 'docker-file-registry-certs-owner' ;;
    '3.8') printf '%s' 'docker-file-registry-certs-mode' ;;
    '3.9') printf '%s' 'docker-file-tls-ca-owner' ;;
    '3.10') printf '%s' 'docker-file-tls-ca-mode' ;;
    '3.11') printf '%s' 'docker-file-tls-cert-owner' ;;
    '3.12') printf '%s' 'docker-file-tls-cert-mode' ;;
    '3.13') printf '%s' 'docker-file-tls-key-owner' ;;
    '3.14') printf '%s' 'docker-file-tls-key-mode' ;;
    '3.15') printf '%s' 'docker-file-api-socket-owner' ;;
    '3.16') printf '%s' 'docker-file-api-socket-mode' ;;
    '3.17') printf '%s' 'docker-file-daemon-json-owner' ;;
    '3.18') printf '%s' 'docker-file-daemon-json-mode' ;;
    '3.19') printf '%s' 'docker-file-etc-default-owner' ;;
    '3.20') printf '%s' 'docker-file-etc-default-mode' ;;
    '3.21') printf '%s' 'docker-file-sysconfig-mode' ;;
    '3.22') printf '%s' 'docker-file-sysconfig-owner' ;;
    '3.23') printf '%s' 'docker-file-containerd-socket-owner' ;;
    '3.24') printf '%s' 'docker-file-containerd-socket-mode' ;;
    '4.1') printf '%s' 'docker-container-user' ;;
    '4.2') printf '%s' 'docker-image-origin' ;;
    '4.3') printf '%s' 'docker-image-packages' ;;
    '4.4') printf '%s' 'docker-image-age' ;;
    '4.5') printf '%s' 'docker-content-trust' ;;
    '4.6') printf '%s' 'docker-image-healthcheck' ;;
    '4.7') printf '%s' 'docker-image-updates' ;;
    '4.8') printf '%s' 'docker-image-setuid' ;;
    '4.9') printf '%s' 'docker-image-add' ;;
    '4.10') printf '%s' 'docker-image-secrets' ;;
    '4.11') printf '%s' 'docker-image-verified-packages' ;;
    '4.12') printf '%s' 'docker-image-signatures' ;;
    '5.1') printf '%s' 'docker-swarm-mode' ;;
    '5.2') printf '%s' 'docker-container-apparmor' ;;
    '5.3') printf '%s' 'docker-container-selinux' ;;
    '5.4') printf '%s' 'docker-container-capabilities' ;;
    '5.5') printf '%s' 'docker-container-privileged' ;;
    '5.6') printf '%s' 'docker-container-system-mounts' ;;
    '5.7') printf '%s' 'docker-container-ssh' ;;
    '5.8') printf '%s' 'docker-container-privileged-ports' ;;
    '5.9') printf '%s' 'docker-container-needed-ports' ;;
    '5.10') printf '%s' 'docker-container-host-network' ;;
    '5.11') printf '%s' 'docker-container-memory-limit' ;;
    '5.12') printf '%s' 'docker-container-cpu-limit' ;;
    '5.13') printf '%s' 'docker-container-readonly-rootfs' ;;
    '5.14') printf '%s' 'docker-container-port-address' ;;
    '5.15') printf '%s' 'docker-container-restart-policy' ;;
    '5.16') printf '%s' 'docker-container-host-pid' ;;
    '5.17') printf '%s' 'docker-container-host-ipc' ;;
    '5.18') printf '%s' 'docker-container-devices' ;;
    '5.19') printf '%s' 'docker-container-ulimits' ;;
    '5.20') printf '%s' 'docker-container-mount-propagation' ;;
    '5.21') printf '%s' 'docker-container-host-uts' ;;
    '5.22') printf '%s' 'docker-container-seccomp' ;;
    '5.23') printf '%s' 'docker-exec-privileged' ;;
    '5.24') printf '%s' 'docker-exec-root' ;;
    '5.25') printf '%s' 'docker-container-cgroup-parent' ;;
    '5.26') printf '%s' 'docker-container-no-new-privileges' ;;
    '5.27') printf '%s' 'docker-container-health' ;;
    '5.28') printf '%s' 'docker-container-image-version' ;;
    '5.29') printf '%s' 'docker-container-pids-limit' ;;
    '5.30') printf '%s' 'docker-container-default-bridge' ;;
    '5.31') printf '%s' 'docker-container-host-userns' ;;
    '5.32') printf '%s' 'docker-container-engine-socket' ;;
    '6.1') printf '%s' 'docker-image-unused' ;;
    '6.2') printf '%s' 'docker-container-unused' ;;
    '7.1') printf '%s' 'docker-swarm-managers' ;;
    '7.2') printf '%s' 'docker-swarm-address' ;;
    '7.3') printf '%s' 'docker-swarm-overlay-encryption' ;;
    '7.4') printf '%s' 'docker-swarm-secrets' ;;
    '7.5') printf '%s' 'docker-swarm-autolock' ;;
    '7.6') printf '%s' 'docker-swarm-autolock-rotation' ;;
    '7.7') printf '%s' 'docker-swarm-certificates' ;;
    '7.8') printf '%s' 'docker-swarm-ca' ;;
    '7.9') printf '%s' 'docker-swarm-data-path' ;;
    *) die 2 "no check of the report is called '$1' (see --list)" ;;
  esac
}

# id_list NAME[,NAME]: the checks of a list, each between blanks
id_list() {
  rest=$1,
  ids=' '
  while [ -n "$rest" ]; do
    found=$(check_ids "${rest%%,*}") || return
    ids="$ids$found "
    rest=${rest#*,}
  done
  printf '%s' "$ids"
}

# own_file: stops where others could have written, or could exchange, the file that this runs from
own_file() {
  [ -f "$0" ] || return 0
  case $0 in
    */*) own_folder=${0%/*}/ ;;
    *) own_folder=./ ;;
  esac
  own_open=$(find -L "$0" -prune -perm -0002 2>/dev/null
    find -L "$own_folder" -prune -perm -0002 ! -perm -1000 2>/dev/null)
  [ -z "$own_open" ] || die 2 "others may write $own_open: keep this script in a folder of your own"
}

parse_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --apply) apply=1 ;;
      --allow-disruptive) disruptive=1 ;;
      --restart) restart=1 ;;
      --rollback) rollback=1 ;;
      --list) list=1 ;;
      --force-host) force_host=1 ;;
      --only | --skip)
        [ $# -ge 2 ] || die 2 "$1 needs the name of a check"
        ids=$(id_list "$2") || exit 2
        if [ "$1" = --only ]; then only="$only$ids"; else skip="$skip$ids"; fi
        shift
        ;;
      --help)
        usage
        exit 0
        ;;
      *) die 2 "unknown option '$1' (see --help)" ;;
    esac
    shift
  done
  if [ "$rollback" = 1 ] && [ "$apply$disruptive$only$skip" != 00 ]; then
    die 2 '--rollback puts everything back: it goes with --restart and --force-host only'
  fi
  # Kept here because a script without fixes has no other use for them.
  : "$restart" "$force_host" "$ended"
}

# result STATUS ID TEXT: one line, and one for the recap
result() {
  word=$1
  case $1 in
    changed)
      changed=$((changed + 1))
      if [ "$apply$rollback" = 00 ]; then word='would change'; else right="$right$2 "; fi
      ;;
    ok)
      ok=$((ok + 1))
      right="$right$2 "
      ;;
    skipped) skipped=$((skipped + 1)) ;;
    *)
      failed=$((failed + 1))
      not_yet="$not_yet$2 "
      ;;
  esac
  printf '%s: [%s] %s\n' "$word" "$2" "$3"
}

# audit_again: prints the audit of just the checks that pass now
audit_again() {
  again=''
  rest=${right# }
  while [ -n "$rest" ]; do
    id=${rest%% *}
    rest=${rest#* }
    case "$not_yet$again " in
      *" $id "*) ;;
      *) again="$again --check $id" ;;
    esac
  done
  if [ "$rollback" = 0 ] && [ -n "$again" ]; then printf 'audit again: %s%s\n' 'plimsoll audit -H '\''192.0.2.10:22'\''' "$again"; fi
}

finish() {
  [ "$apply$rollback" != 00 ] || say 'dry run: nothing was changed; --apply does it'
  say "RECAP changed=$changed ok=$ok skipped=$skipped failed=$failed restart_needed=$restart_needed"
  audit_again
  ended=1
  if [ "$apply$rollback" = 00 ] && [ "$changed" -gt 0 ]; then exit 4; fi
  [ "$failed" -eq 0 ] || exit 1
  exit 0
}
MACHINE='6ed6653dba3d6aee8110c6e23de37f15c609b8a6e29aa164d1acace604e5cb7e'
BACKUP='/var/backups/plimsoll/golden'
LOCK=/run/plimsoll-fix.lock
CHECKS=' host-audit-dockerd host-audit-etc-docker host-audit-docker-service host-audit-etc-default-docker host-audit-daemon-json host-audit-containerd-config host-audit-containerd host-audit-containerd-shim host-audit-containerd-shim-v1 host-audit-containerd-shim-v2 '

tmp='' fresh='' locked=0

# Called by the trap for the end of the script.
cleanup() {
  [ -z "$tmp" ] || rm -rf -- "$tmp"
  [ -z "$fresh" ] || rm -f -- "$fresh"
  if [ "$locked" = 1 ]; then
    rmdir "$BACKUP" "${BACKUP%/*}" 2>/dev/null || :
    rm -rf -- "$LOCK"
  fi
  [ "$ended" = 1 ] || printf 'error: it was stopped before its end: run it again, or --rollback\n' >&2
}

# sha: SHA-256 of standard input
sha() {
  if command -v sha256sum >/dev/null; then
    sha256sum
  elif command -v openssl >/dev/null; then
    openssl dgst -sha256 -r
  else
    shasum -a 256
  fi | cut -c 1-64
}

guard_host() {
  [ "$(id -u)" = 0 ] || die 3 'root is needed, even to look at these files'
  [ "$(printf '' | sha)" = e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ] ||
    die 3 'no working sha256sum, openssl or shasum'
  machine=none
  if [ -f /etc/machine-id ]; then machine=$(sha </etc/machine-id); fi
  if [ "$machine" != "$MACHINE" ]; then
    [ "$force_host" = 1 ] ||
      die 3 'this is not the audited host: another /etc/machine-id (--force-host if it is all the same)'
    say 'note: this host has another /etc/machine-id than the audited one, as you forced'
  fi
}

# heed_signals: to end at once. A closed output ends it too: without the trap nothing would be cleaned up then.
heed_signals() {
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 141' PIPE
  trap 'exit 143' TERM
}

# work_begin: a place for drafts, and for changes the lock
work_begin() {
  trap cleanup EXIT
  heed_signals
  tmp=$(mktemp -d) || die 3 'no temporary directory can be made'
  [ "$apply$rollback" != 00 ] || return 0
  tries=0
  until mkdir "$LOCK" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -le 30 ] || die 3 "another fix script is at work here (if not, remove $LOCK)"
    sleep 1
  done
  locked=1
  mkdir -p "$BACKUP" || die 3 "$BACKUP cannot be made"
  trusted_parents "$BACKUP/item" || die 3 "$BACKUP is not safe: $refusal"
}

# selected ID: whether --only and --skip leave it in
selected() {
  case $only in
    '' | *" $1 "*) ;;
    *) return 1 ;;
  esac
  case $skip in
    *" $1 "*) return 1 ;;
  esac
}

# note_left_out: says so when --only names a check for which there is no fix
note_left_out() {
  rest=${only# }
  while [ -n "$rest" ]; do
    id=${rest%% *}
    rest=${rest#* }
    [ -n "$id" ] || continue
    case $CHECKS in
      *" $id "*) ;;
      *) result skipped "$id" 'no fix for it in this script: it did not fail, or is left to you (see --list)' ;;
    esac
  done
}

# wanted ID KIND: whether to do it; a guarded fix that is not allowed is reported
wanted() {
  selected "$1" || return 1
  if [ "$2" = automatic ] || [ "$disruptive" = 1 ]; then return 0; fi
  result skipped "$1" 'may disturb what runs here: needs --allow-disruptive'
  return 1
}

# standing PATH: its mode and owner as $bits and $user; in a dry run as what it would have done before leaves them
standing() {
  attributes=$(stat -c '%a %u' -- "$1") || return 1
  bits=${attributes% *}
  user=${attributes#* }
  [ -f "$tmp/planned" ] || return 0
  while read -r kind value directory; do
    case $kind$directory in
      "mode$1") bits=$value ;;
      "owner$1") user=$value ;;
    esac
  done <"$tmp/planned"
}

# trusted_chain DIR: only root can rename what lies on the way to DIR, and in DIR itself; else says why in $refusal
trusted_chain() {
  ancestor=$1
  above=0
  while :; do
    standing "$ancestor" || return 1
    if [ "$user" != 0 ]; then
      refusal="$ancestor does not belong to root"
      return 1
    fi
    # In a sticky directory others cannot rename the directories of root.
    if [ ! -L "$ancestor" ] && [ $((0$bits & 022)) -ne 0 ] &&
      { [ "$above" = 0 ] || [ $((0$bits & 01000)) -eq 0 ]; }; then
      refusal="$ancestor can be written by others than root"
      return 1
    fi
    [ "$ancestor" != / ] || return 0
    ancestor=$(dirname -- "$ancestor")
    above=1
  done
}

# trusted_parents PATH: the same for a file, along its name and along where its name really leads
trusted_parents() {
  refusal='its directory cannot be examined'
  named=$(dirname -- "$1")
  [ -d "$named" ] || return 1
  physical=$(cd -P -- "$named" && pwd -P) || return 1
  trusted_chain "$named" && trusted_chain "$physical"
}
# Every changed path has a directory $BACKUP/item-N:
#   path         its name
#   attributes   mode, owner and group before the first change; missing when it did not exist
#   copy         its content then, where the content is changed
#   left         what the last change left: attributes, or "sha256 DIGEST"

# item_of PATH: its directory as $item, or false
item_of() {
  for item in "$BACKUP"/item-*; do
    if [ -f "$item/path" ] && [ "$(cat "$item/path")" = "$1" ]; then return 0; fi
  done
  return 1
}

attributes_of() { stat -c '%a %u:%g' -- "$1"; }

# remember PATH: notes mode and owner; the first time wins
remember() {
  if item_of "$1"; then return 0; fi
  last_item
  draft="$BACKUP/draft"
  rm -rf -- "$draft" && mkdir "$draft" && printf '%s\n' "$1" >"$draft/path" || return 1
  if [ -e "$1" ]; then
    attributes_of "$1" >"$draft/attributes" || return 1
  fi
  item="$BACKUP/item-$((last + 1))"
  mv "$draft" "$item"
}

# last_item: the highest number of an item as $last, 0 where there is none
last_item() {
  last=0
  for item in "$BACKUP"/item-*; do
    if [ -e "$item" ] && [ "${item##*-}" -gt "$last" ]; then last=${item##*-}; fi
  done
}

# remember_content PATH: the same with a copy of the file
remember_content() {
  remember "$1" || return 1
  if ! [ -f "$item/attributes" ] || [ -e "$item/copy" ]; then return 0; fi
  cp -p -- "$1" "$item/draft" && mv "$item/draft" "$item/copy"
}

# make_directory DIR: makes it where there is none, for the rollback to take away if it is empty then; else says why not in
# $refusal
make_directory() {
  if [ -d "$1" ]; then return 0; fi
  trusted_parents "$1" || return 1
  refusal="$1 cannot be made"
  remember "$1" && mkdir -- "$1" && chmod 755 "$1"
}

# sweep PATH: takes away what a run that was killed left beside it
sweep() { rm -f -- "$(dirname -- "$1")"/.plimsoll.??????; }

# replace PATH DRAFT MODE: puts the draft in the place of the file, with the file's owner and mode, else with MODE
replace() {
  sweep "$1"
  fresh=$(mktemp "$(dirname -- "$1")/.plimsoll.XXXXXX") || return 1
  if { if [ -e "$1" ]; then cp -p -- "$1" "$fresh"; else chmod "$3" "$fresh"; fi; } &&
    cat "$2" >"$fresh" && printf 'sha256 %s\n' "$(sha <"$fresh")" >"$item/left" && mv -f -- "$fresh" "$1"; then
    if command -v restorecon >/dev/null; then restorecon -- "$1" || :; fi
    return 0
  fi
  rm -f -- "$fresh"
  return 1
}

# show_difference FILE NEW
show_difference() {
  before=$1
  [ -e "$before" ] || before=/dev/null
  diff -u "$before" "$2" || :
}

# put_back: undoes $item; a path that somebody changed since is left alone
put_back() {
  path=$(cat "$item/path")
  left=''
  if [ -f "$item/left" ]; then left=$(cat "$item/left"); fi
  if [ -L "$path" ]; then
    result failed rollback "$path is a symbolic link now: left as it is"
    return 1
  fi
  if ! [ -e "$path" ]; then
    if [ -f "$item/attributes" ]; then
      result failed rollback "$path is gone; its backup is in $item"
      return 1
    fi
    result ok rollback "$path is not there, as before"
  elif ! trusted_parents "$path"; then
    result failed rollback "$path: $refusal"
    return 1
  elif [ -f "$tmp/unrestored" ] && grep -q -F -e "$path/" "$tmp/unrestored"; then
    result failed rollback "$path: left as it is until what lies in it is restored"
    return 1
  elif ! put_back_existing; then
    return 1
  fi
  if trusted_parents "$path"; then sweep "$path"; fi
  rm -rf -- "$item"
}

put_back_existing() {
  now=$(attributes_of "$path")
  case $left in
    sha256*) now="sha256 $(sha <"$path")" ;;
  esac
  if [ -n "$left" ] && [ "$now" != "$left" ] && ! is_as_before; then
    result failed rollback "$path was changed since: left as it is; its backup is in $item"
    return 1
  fi
  if ! [ -f "$item/attributes" ] && [ -d "$path" ]; then
    # What somebody else put there stays.
    rmdir -- "$path" 2>/dev/null || return 0
    result changed rollback "$path removed"
  elif ! [ -f "$item/attributes" ]; then
    if ! rm -f -- "$path"; then
      result failed rollback "$path cannot be removed"
      return 1
    fi
    result changed rollback "$path removed"
  elif is_as_before; then
    result ok rollback "$path is as before"
  elif restore; then
    result changed rollback "$path is as before again"
  else
    printf '%s\n' "$path" >>"$tmp/unrestored"
    result failed rollback "$path cannot be restored; its backup is in $item"
    return 1
  fi
}

is_as_before() {
  [ -f "$item/attributes" ] && [ "$(cat "$item/attributes")" = "$(attributes_of "$path")" ] || return 1
  [ ! -e "$item/copy" ] || cmp -s "$item/copy" "$path"
}

restore() {
  before=$(cat "$item/attributes")
  if [ -e "$item/copy" ] && ! cmp -s "$item/copy" "$path"; then
    fresh=$(mktemp "$(dirname -- "$path")/.plimsoll.XXXXXX") || return 1
    if ! cp -p -- "$item/copy" "$fresh" || ! mv -f -- "$fresh" "$path"; then
      rm -f -- "$fresh"
      return 1
    fi
    if command -v restorecon >/dev/null; then restorecon -- "$path" || :; fi
  fi
  # The owner first: changing it can clear mode bits.
  chown -- "${before#* }" "$path" && chmod -- "${before% *}" "$path" && is_as_before
}

# In the reverse order of the changes: a directory that was closed is opened again after what lies in it was put back.
roll_back() {
  found=0
  last_item
  while [ "$last" -gt 0 ]; do
    item="$BACKUP/item-$last"
    last=$((last - 1))
    [ -f "$item/path" ] || continue
    found=1
    if audit_owns "$(cat "$item/path")"; then continue; fi
    put_back || :
  done
  audit_put_back
  rm -rf -- "$BACKUP/draft" "$BACKUP/draft-record"
  [ "$found" = 1 ] || say 'nothing to roll back'
}
AUDIT_DIR=/etc/audit/rules.d
AUDIT_RULES=/etc/audit/rules.d/50-plimsoll-docker.rules
AUDIT_ALL=/etc/audit/audit.rules
# /run is empty when the next boot loads its rules, and auditctl stops at a rule whose directory is not there: nothing
# behind it is loaded, and auditd 4.0 does not start. So these directories are made before, as they are now.
AUDIT_HOMES=/etc/tmpfiles.d/plimsoll-docker.conf
AUDIT_HOMES_HEADING='# Directories that audit rules are about, written by a plimsoll fix script. Read by: systemd-tmpfiles --create'
# The digest of the rule files that are not ours, from which augenrules made $AUDIT_ALL as well.
AUDIT_OTHERS="$BACKUP/audit-others"

audit_state='' audit_records=1

# audit_open: reads the rules in the kernel and in the files, once; $audit_state says what can be done
audit_open() {
  [ -z "$audit_state" ] || return 0
  : >"$tmp/audit-wanted"
  : >"$tmp/audit-missing"
  : >"$tmp/audit-homeless"
  : >"$tmp/audit-right"
  : >"$tmp/audit-made"
  if ! command -v auditctl >/dev/null; then
    audit_state=absent
  elif ! audit_read_status || ! audit_read_loaded; then
    audit_state=unreachable
  elif ! [ -d "$AUDIT_DIR" ]; then
    audit_state=homeless
  else
    audit_state=open
    if grep -q '^enabled 2' "$tmp/audit-status"; then audit_state=locked; fi
    for rules in "$AUDIT_DIR"/*.rules; do
      if [ -f "$rules" ]; then cat -- "$rules" && echo; fi
    done | tr -s ' ' >"$tmp/audit-written"
    if command -v systemd-tmpfiles >/dev/null; then audit_read_made >"$tmp/audit-made"; fi
  fi
}

# audit_read_made: the directories that systemd makes before rules are loaded
audit_read_made() {
  printf '/run/%s\n' lock systemd udev
  systemd-tmpfiles --cat-config 2>/dev/null |
    sed -n 's|^[dDvqQ][^[:blank:]]*[[:blank:]]\{1,\}"\{0,1\}\(/var\)\{0,1\}\(/run/[^"[:blank:]]*\).*|\2|p'
}

# audit_homeless PATH: the directories below /run that are PATH, or above it, and not there when the next boot loads rules,
# the innermost first
audit_homeless() {
  case $1 in
    /run/*) above=$1 ;;
    /var/run/*) above=${1#/var} ;;
    *) return 0 ;;
  esac
  [ -d "$above" ] || above=${above%/*}
  while [ "$above" != /run ]; do
    audit_is_made "$above" || printf '%s\n' "$above"
    above=${above%/*}
  done
}

# audit_is_made DIR
audit_is_made() {
  while IFS= read -r made; do
    case $made/ in
      "$1"/*) return 0 ;;
    esac
  done <"$tmp/audit-made"
  return 1
}

# audit_read_status: with a note, once, when rules do nothing
audit_read_status() {
  auditctl -s >"$tmp/audit-status" 2>&1 || return 1
  if [ "$audit_records" = 0 ] || ! grep -q '^enabled 0' "$tmp/audit-status"; then return 0; fi
  audit_records=0
  say 'note: the kernel records no audit events now (auditctl -s: enabled 0): start auditd,'
  say "      unless a file in $AUDIT_DIR ends with -e 0"
}

audit_read_loaded() {
  auditctl -l >"$tmp/audit-listed" 2>/dev/null && tr -s ' ' <"$tmp/audit-listed" >"$tmp/audit-loaded"
}

# watch_of RULE: $watch_path and $watch_letters of a rule that watches a path for everybody, and $watch_arch where it is
# about one architecture alone; else $watch_path is empty
watch_of() {
  watch_path='' watch_letters=rwxa watch_arch=''
  rest="$1 "
  while [ -n "$rest" ]; do
    word=${rest%% *}
    rest=${rest#* }
    case $word in
      '') continue ;;
      -w | -p | -k | -a | -S | -F)
        word="$word ${rest%% *}"
        rest=${rest#* }
        ;;
    esac
    case $word in
      '-w '*) watch_path=${word#-w } ;;
      # On a directory it watches the directory alone.
      '-F path='*)
        watch_path=${word#*=}
        if [ -d "$watch_path" ]; then
          watch_path=''
          return 0
        fi
        ;;
      '-p '*) watch_letters=${word#-p } ;;
      '-F dir='*) watch_path=${word#*=} ;;
      '-F perm='*) watch_letters=${word#*=} ;;
      '-F arch=b64' | '-F arch=b32') watch_arch=${word#*=} ;;
      # As auditctl 4 prints what the permissions stand for.
      '-S '*unlinkat*fchmodat*openat2*) ;;
      '-k '* | '-F key='* | '-a always,exit' | '-a exit,always' | '-S all') ;;
      *)
        watch_path=''
        return 0
        ;;
    esac
  done
  watch_path=${watch_path%/}
}

# letters_within SOME ALL
letters_within() {
  for letter in r w x a; do
    case $1 in
      *"$letter"*)
        case $2 in
          *"$letter"*) ;;
          *) return 1 ;;
        esac
        ;;
    esac
  done
}

# audit_covered FILE PATH LETTERS: whether rules in the file watch the path for these letters, on all architectures
audit_covered() {
  arches=''
  while IFS= read -r line || [ -n "$line" ]; do
    watch_of "$line"
    if [ "$watch_path" = "$2" ] && letters_within "$3" "$watch_letters"; then arches="$arches ${watch_arch:-all}"; fi
  done <"$1"
  case $(uname -m)$arches in
    *all* | *b64*b32* | *b32*b64* | ppc64le*b64* | riscv64*b64* | loongarch64*b64*) return 0 ;;
  esac
  return 1
}

# audit_rule ID PATH LETTERS: notes a rule that is missing; audit_finish acts
audit_rule() {
  audit_open
  audit_note "$1"
  case $audit_state in
    absent) result skipped "$1" "$2: auditctl is not installed here" ;;
    unreachable) result failed "$1" "$2: auditctl cannot read the rules of the kernel" ;;
    homeless) result failed "$1" "$2: there is no $AUDIT_DIR" ;;
    *)
      if ! [ -e "$2" ]; then
        result skipped "$1" "$2 is not there"
        return 0
      fi
      written=1
      audit_covered "$tmp/audit-written" "$2" "$3" || written=0
      homeless=$(audit_homeless "$2")
      if [ -n "$homeless" ] && ! [ -s "$tmp/audit-made" ]; then
        result failed "$1" "$2: it is not there when the next boot loads its rules, and there is no systemd-tmpfiles"
      elif [ "$written" = 1 ] && [ -z "$homeless" ] && [ "$audit_state" = locked ]; then
        result ok "$1" "$2: in the rule files; in force after the next reboot at the latest"
      elif [ "$written" = 1 ] && [ -z "$homeless" ] && audit_covered "$tmp/audit-loaded" "$2" "$3"; then
        printf '%s %s\n' "$1" "$2" >>"$tmp/audit-right"
      else
        printf '%s %s %s\n' "$1" "$3" "$2" >>"$tmp/audit-wanted"
        [ "$written" = 1 ] || printf '%s %s\n' "$3" "$2" >>"$tmp/audit-missing"
        [ -z "$homeless" ] || say "$homeless" >>"$tmp/audit-homeless"
      fi
      ;;
  esac
}

# audit_note ID: what is right in the files may not be in force
audit_note() {
  if [ "$audit_state" = locked ] || [ "$audit_records" = 0 ]; then not_yet="$not_yet$1 "; fi
}

# missing_letters PATH: the letters that are missing for it, if any
missing_letters() {
  while read -r letters path; do
    if [ "$path" = "$1" ]; then
      printf '%s' "$letters"
      return 0
    fi
  done <"$tmp/audit-missing"
}

# audit_compose: the rules that the file holds already, and those that are missing
audit_compose() {
  say '# Docker files to watch, written by a plimsoll fix script. Loaded by: augenrules --load'
  : >"$tmp/audit-done"
  if [ -f "$AUDIT_RULES" ]; then
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in
        '# Docker files to watch, '*) continue ;;
      esac
      watch_of "$line"
      letters=''
      if [ -n "$watch_path" ]; then letters=$(missing_letters "$watch_path"); fi
      if [ -z "$letters" ]; then
        printf '%s\n' "$line"
      elif ! grep -q -x -F -e "$watch_path" "$tmp/audit-done"; then
        audit_line "$watch_path" "$letters$watch_letters"
      fi
    done <"$AUDIT_RULES"
  fi
  while read -r letters path; do
    if ! grep -q -x -F -e "$path" "$tmp/audit-done"; then audit_line "$path" "$letters"; fi
  done <"$tmp/audit-missing"
}

# audit_line PATH LETTERS
audit_line() {
  printf '%s\n' "$1" >>"$tmp/audit-done"
  sorted=''
  for letter in r w x a; do
    case $2 in
      *"$letter"*) sorted="$sorted$letter" ;;
    esac
  done
  printf '%s\n' "-w $1 -p $sorted -k docker"
}

# audit_compose_homes: the directories that the file makes already, and those that are missing, the outermost first
audit_compose_homes() {
  say "$AUDIT_HOMES_HEADING"
  if [ -f "$AUDIT_HOMES" ]; then sed 1d "$AUDIT_HOMES"; fi
  sort -u "$tmp/audit-homeless" | while IFS= read -r directory; do
    stat -c 'd %n 0%a %u %g -' -- "$directory"
  done
}

# audit_obstacle: a rule in the files, by others, at which the next boot stops
audit_obstacle() {
  if grep -q -e '^ *-[ci] *$' "$tmp/audit-written"; then return 1; fi
  while IFS= read -r line; do
    watch_of "$line"
    for directory in $(audit_homeless "${watch_path:-/}"); do
      case $watch_path in
        "$directory") continue ;;
      esac
      if ! grep -q -x -F -e "$directory" "$tmp/audit-homeless"; then
        obstacle=$line
        return 0
      fi
    done
  done <"$tmp/audit-written"
  return 1
}

audit_stop() {
  say "the next boot stops at \"$obstacle\" in the rule files, whose directory is not there then: mend it first"
}

# audit_report_right: what is watched now, if the next boot does not stop before it
audit_report_right() {
  while read -r id path; do
    if [ -n "$obstacle" ]; then
      result failed "$id" "$path: $(audit_stop)"
    else
      result ok "$id" "$path: watched"
    fi
  done <"$tmp/audit-right"
}

audit_finish() {
  if [ -z "$audit_state" ]; then return 0; fi
  audit_problem='' obstacle=''
  if [ "$audit_state" = open ] || [ "$audit_state" = locked ]; then audit_obstacle || obstacle=''; fi
  audit_report_right
  if ! [ -s "$tmp/audit-wanted" ]; then return 0; fi
  audit_compose >"$tmp/audit-new"
  audit_compose_homes >"$tmp/audit-new-homes"
  if audit_kept_by_hand; then
    audit_problem="$AUDIT_ALL is kept by hand, and augenrules would replace it: add the rule there"
  elif [ -n "$obstacle" ]; then
    audit_problem=$(audit_stop)
  elif [ "$apply" = 1 ]; then
    if audit_write; then audit_activate || :; fi
  else
    if [ -s "$tmp/audit-homeless" ]; then show_difference "$AUDIT_HOMES" "$tmp/audit-new-homes"; fi
    if [ -s "$tmp/audit-missing" ]; then show_difference "$AUDIT_RULES" "$tmp/audit-new"; fi
  fi
  audit_report
}

# The directories first: without them the rules would stop the next boot's loading.
audit_write() {
  if [ -s "$tmp/audit-homeless" ]; then
    if [ -f "$AUDIT_HOMES" ] && [ "$(head -n 1 "$AUDIT_HOMES")" != "$AUDIT_HOMES_HEADING" ]; then
      audit_problem="$AUDIT_HOMES is not by a fix script"
    elif ! make_directory "${AUDIT_HOMES%/*}"; then
      audit_problem="$refusal"
    else
      audit_replace "$AUDIT_HOMES" "$tmp/audit-new-homes" 644
    fi
  fi
  if [ -z "$audit_problem" ] && [ -s "$tmp/audit-missing" ]; then
    audit_replace "$AUDIT_RULES" "$tmp/audit-new" 600
  fi
  [ -z "$audit_problem" ]
}

# audit_replace PATH DRAFT MODE
audit_replace() {
  if [ -L "$1" ] || ! trusted_parents "$1"; then
    audit_problem="$1 is not safe to write"
  elif ! remember_content "$1" || ! replace "$1" "$2" "$3"; then
    audit_problem="$1 could not be written"
  fi
}

# audit_kept_by_hand: rules that augenrules did not write there would be lost
audit_kept_by_hand() {
  if ! [ -f "$AUDIT_ALL" ] || ! command -v augenrules >/dev/null; then return 1; fi
  ! grep -q 'automatically generated from /etc/audit/rules.d' "$AUDIT_ALL" && grep -q '^ *-[wa]' "$AUDIT_ALL"
}

audit_activate() {
  [ "$audit_state" != locked ] || return 0
  if command -v augenrules >/dev/null; then
    if ! remember_content "$AUDIT_ALL" || ! remember_content "$AUDIT_ALL.prev"; then
      audit_problem="$AUDIT_ALL could not be backed up"
      return 1
    fi
    [ -f "$AUDIT_OTHERS" ] || audit_others >"$AUDIT_OTHERS"
  fi
  audit_load "$AUDIT_RULES" || :
  if ! audit_read_status || ! audit_read_loaded; then audit_problem='the loaded rules could not be read again'; fi
}

# audit_load FILE: whether it worked is seen in the kernel, not in the exit status
audit_load() {
  # To be stopped halfway would leave half of the rules in the kernel.
  (trap '' HUP INT PIPE TERM && audit_load_all "$1")
}

audit_load_all() {
  if command -v augenrules >/dev/null; then
    augenrules --load >"$tmp/audit-output" 2>&1
  elif [ -f "$1" ]; then
    # With -c a rule that is loaded already does not stop the others.
    { say -c && cat -- "$1"; } >"$tmp/audit-rules"
    auditctl -R "$tmp/audit-rules" >"$tmp/audit-output" 2>&1
  fi
}

audit_report() {
  while read -r id letters path; do
    audit_note "$id"
    if [ -n "$audit_problem" ]; then
      result failed "$id" "$path: $audit_problem"
    elif [ "$apply" = 0 ]; then
      result changed "$id" "$path: watched for $letters"
    elif [ "$audit_state" = locked ]; then
      result changed "$id" "$path: in $AUDIT_RULES; the loaded rules are locked: reboot needed"
    elif audit_covered "$tmp/audit-loaded" "$path" "$letters"; then
      result changed "$id" "$path: watched for $letters"
    else
      result failed "$id" "$path: the rule is not in the kernel: $(tail -n 1 "$tmp/audit-output")"
    fi
  done <"$tmp/audit-wanted"
}

audit_others() {
  for rules in "$AUDIT_DIR"/*.rules; do
    if [ -f "$rules" ] && [ "$rules" != "$AUDIT_RULES" ]; then say "$rules" && cat -- "$rules"; fi
  done | sha
}

# audit_owns PATH: files that audit_put_back sees to
audit_owns() {
  case $1 in
    "$AUDIT_RULES" | "$AUDIT_ALL" | "$AUDIT_ALL.prev") return 0 ;;
  esac
  return 1
}

# audit_put_back: our file first; augenrules then makes audit.rules from the rest, and the copies settle mode and time
audit_put_back() {
  if item_of "$AUDIT_RULES"; then
    : >"$tmp/audit-ours"
    if [ -f "$AUDIT_RULES" ]; then tr -s ' ' <"$AUDIT_RULES" >"$tmp/audit-ours"; fi
    put_back || return 0
  elif ! item_of "$AUDIT_ALL"; then
    return 0
  fi
  audit_open
  if [ "$audit_state" = locked ]; then
    say 'note: the loaded audit rules are locked: reboot needed'
  elif [ "$audit_state" = open ]; then
    audit_load "$AUDIT_RULES" || :
    audit_unload
  fi
  if item_of "$AUDIT_ALL"; then
    if ! [ -e "$item/copy" ] || cmp -s "$item/copy" "$AUDIT_ALL" ||
      { [ -f "$AUDIT_OTHERS" ] && [ "$(cat "$AUDIT_OTHERS")" = "$(audit_others)" ]; }; then
      put_back || :
      if item_of "$AUDIT_ALL.prev"; then put_back || :; fi
    else
      say "note: $AUDIT_ALL differs from before by other changes in $AUDIT_DIR: left as it is"
      rm -rf -- "$item"
      if item_of "$AUDIT_ALL.prev"; then rm -rf -- "$item"; fi
    fi
  fi
  rm -f -- "$AUDIT_OTHERS"
}

# audit_unload: takes out of the kernel what was ours and is in no file now, where loading did not start from scratch
audit_unload() {
  if ! [ -s "$tmp/audit-ours" ] || ! audit_read_loaded; then return 0; fi
  for rules in "$AUDIT_DIR"/*.rules; do
    if [ -f "$rules" ]; then cat -- "$rules" && echo; fi
  done | tr -s ' ' >"$tmp/audit-written"
  while IFS= read -r line; do
    watch_of "$line"
    if [ -z "$watch_path" ] || grep -q -x -F -e "$line" "$tmp/audit-written"; then continue; fi
    if grep -q -x -F -e "$line" "$tmp/audit-loaded"; then
      auditctl -W "$watch_path" -p "$watch_letters" -k docker >/dev/null 2>&1 || :
    fi
  done <"$tmp/audit-ours"
}
fix_audit() {
  # BEGIN fix (1/10) host-audit-dockerd cis=1.1.3 automatic disruption=none restart=false
  # The Docker daemon binary is audited
  if wanted 'host-audit-dockerd' 'automatic'; then
    audit_rule 'host-audit-dockerd' '/usr/sbin/dockerd' 'wxa'
  fi
  # END fix host-audit-dockerd
  # BEGIN fix (2/10) host-audit-etc-docker cis=1.1.6 automatic disruption=none restart=false
  # The Docker configuration directory is audited
  if wanted 'host-audit-etc-docker' 'automatic'; then
    audit_rule 'host-audit-etc-docker' '/etc/docker' 'wa'
  fi
  # END fix host-audit-etc-docker
  # BEGIN fix (3/10) host-audit-docker-service cis=1.1.7 automatic disruption=none restart=false
  # The docker.service unit and its drop-ins are audited
  if wanted 'host-audit-docker-service' 'automatic'; then
    audit_rule 'host-audit-docker-service' '/usr/lib/systemd/system/docker.service' 'wa'
  fi
  # END fix host-audit-docker-service
  # BEGIN fix (4/10) host-audit-etc-default-docker cis=1.1.10 automatic disruption=none restart=false
  # The file /etc/default/docker is audited
  if wanted 'host-audit-etc-default-docker' 'automatic'; then
    audit_rule 'host-audit-etc-default-docker' '/etc/default/docker' 'wa'
  fi
  # END fix host-audit-etc-default-docker
  # BEGIN fix (5/10) host-audit-daemon-json cis=1.1.11 automatic disruption=none restart=false
  # The configuration file of the daemon is audited
  if wanted 'host-audit-daemon-json' 'automatic'; then
    audit_rule 'host-audit-daemon-json' '/etc/docker/daemon.json' 'wa'
  fi
  # END fix host-audit-daemon-json
  # BEGIN fix (6/10) host-audit-containerd-config cis=1.1.12 automatic disruption=none restart=false
  # The configuration of containerd is audited
  if wanted 'host-audit-containerd-config' 'automatic'; then
    audit_rule 'host-audit-containerd-config' '/etc/containerd/config.toml' 'wa'
  fi
  # END fix host-audit-containerd-config
  # BEGIN fix (7/10) host-audit-containerd cis=1.1.14 automatic disruption=none restart=false
  # The containerd binary is audited
  if wanted 'host-audit-containerd' 'automatic'; then
    audit_rule 'host-audit-containerd' '/usr/bin/containerd' 'wxa'
  fi
  # END fix host-audit-containerd
  # BEGIN fix (8/10) host-audit-containerd-shim cis=1.1.15 automatic disruption=none restart=false
  # The containerd-shim binary is audited
  if wanted 'host-audit-containerd-shim' 'automatic'; then
    audit_rule 'host-audit-containerd-shim' '/usr/bin/containerd-shim' 'wxa'
  fi
  # END fix host-audit-containerd-shim
  # BEGIN fix (9/10) host-audit-containerd-shim-v1 cis=1.1.16 automatic disruption=none restart=false
  # The containerd-shim-runc-v1 binary is audited
  if wanted 'host-audit-containerd-shim-v1' 'automatic'; then
    audit_rule 'host-audit-containerd-shim-v1' '/usr/bin/containerd-shim-runc-v1' 'wxa'
  fi
  # END fix host-audit-containerd-shim-v1
  # BEGIN fix (10/10) host-audit-containerd-shim-v2 cis=1.1.17 automatic disruption=none restart=false
  # The containerd-shim-runc-v2 binary is audited
  if wanted 'host-audit-containerd-shim-v2' 'automatic'; then
    audit_rule 'host-audit-containerd-shim-v2' '/usr/bin/containerd-shim-runc-v2' 'wxa'
  fi
  # END fix host-audit-containerd-shim-v2
  audit_finish
}

main() {
  own_file
  parse_options "$@"
  if [ "$list" = 1 ]; then
    show_list
    exit 0
  fi
  guard_host
  work_begin
  if [ "$rollback" = 1 ]; then
    roll_back
    finish
  fi
  note_left_out
  fix_audit
  finish
}

main "$@"
