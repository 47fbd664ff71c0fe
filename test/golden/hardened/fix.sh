#!/bin/sh
# Fix script by plimsoll 0.0.0 for the findings of one audited host.
#
# host:       vault-01 (192.0.2.10:22)
# run:        golden
# report:     sha256:727c26dbacb91aa69d47f38ad2d42f9f0f1548bc1cf479a1046eaf6d2688db4f
# audited:    2026-12-01T11:34:59.072Z
# benchmark:  cis-docker-1.8.0
# fixes:      0 automatic, 0 guarded; left to you: 0
#
# See what it would do:   sh fix.sh                    (changes nothing)
# Do it:                  sh fix.sh --apply            (guarded fixes also need --allow-disruptive)
# Take it back:           sh fix.sh --rollback         (from /var/backups/plimsoll)
# Everything it knows:    sh fix.sh --list
#
# Nothing here needs a restart of the Docker daemon.

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
  cat <<'PLIMSOLL_9d35bedce5a7_EOF'
Fixes in this script: 0
Left to you: 0
PLIMSOLL_9d35bedce5a7_EOF
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
main() {
  own_file
  parse_options "$@"
  if [ "$list" = 1 ]; then
    show_list
    exit 0
  fi
  say 'nothing to do: no failed check of this host has a fix that a script can make'
  finish
}

main "$@"
