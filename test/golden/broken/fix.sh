#!/bin/sh
# shellcheck disable=SC2016,SC1003,SC2317 # names of the host stay as they are, and not all of the library is needed
[ -z "${ZSH_VERSION-}" ] || setopt interactivecomments # for whoever pastes this into a zsh
# Fix script by plimsoll 0.0.0 for the findings of one audited host.
#
# host:       legacy-01 (192.0.2.10:22)
# run:        golden
# report:     sha256:dc465bedcdb9ad76ec6628a109d38eeb099cedffa49843b717cce30eb57c8a53
# audited:    2026-12-01T14:34:46.956Z
# benchmark:  cis-docker-1.8.0
# fixes:      21 automatic, 6 guarded, left to you: 29
#
# See what it would do:   sh fix.sh                    changes nothing
# Do it:                  sh fix.sh --apply            guarded fixes also need --allow-disruptive
# Take it back:           sh fix.sh --rollback         from /var/backups/plimsoll
# Everything it knows:    sh fix.sh --list
#
# What it does (--list shows every path and value):
#   docker-file-service-unit-mode (3.2) automatic
#   docker-file-socket-unit-owner (3.3) automatic
#   docker-file-config-dir-mode (3.6) automatic
#   docker-file-api-socket-mode (3.16) guarded
#   docker-file-daemon-json-owner (3.17) automatic
#   docker-file-daemon-json-mode (3.18) automatic
#   host-audit-dockerd (1.1.3) automatic
#   host-audit-run-containerd (1.1.4) automatic
#   host-audit-data-root (1.1.5) guarded
#   host-audit-etc-docker (1.1.6) automatic
#   host-audit-docker-service (1.1.7) automatic
#   host-audit-containerd-sock (1.1.8) automatic
#   host-audit-docker-sock (1.1.9) automatic
#   host-audit-etc-default-docker (1.1.10) automatic
#   host-audit-daemon-json (1.1.11) automatic
#   host-audit-containerd-config (1.1.12) automatic
#   host-audit-containerd (1.1.14) automatic
#   host-audit-containerd-shim (1.1.15) automatic
#   host-audit-containerd-shim-v1 (1.1.16) automatic
#   host-audit-containerd-shim-v2 (1.1.17) automatic
#   host-audit-runc (1.1.18) automatic
#   docker-daemon-icc (2.2) guarded
#   docker-daemon-log-level (2.3) automatic
#   docker-daemon-userns (2.10) guarded
#   docker-daemon-no-new-privileges (2.15) guarded
#   docker-daemon-live-restore (2.16) automatic
#   docker-daemon-userland-proxy (2.17) guarded
# What may disturb what runs here, and so is done with --allow-disruptive only:
#   docker-file-api-socket-mode (3.16)
#     chmod 0660 on the socket holds until it is made anew. Where systemd opens it
#     (docker.socket), the script also sets SocketMode=0660 in the drop-in
#     /etc/systemd/system/docker.socket.d/zz-plimsoll.conf, which counts from the
#     next start on. Look for scripts that change the mode at boot. Give people
#     who lose access by this membership of the group only if they may be root.
#   host-audit-data-root (1.1.5)
#     Write "-w /var/lib/docker -p wa -k docker", with the path that the finding
#     names, to a file under /etc/audit/rules.d and load it with augenrules
#     --load. Keep in mind: a recursive watch over a busy data root costs time:
#     rules that exclude overlay2 and volumes (-a never,exit -F dir=DIR) may stand
#     before it, because the first rule that fits decides, other exceptions are
#     held against it.
#   docker-daemon-icc (2.2)
#     First give containers that must talk to each other a user-defined network.
#     Then set "icc" to false in daemon.json and restart the daemon with no
#     container running: with live-restore, network options are not applied while
#     containers run. From then on containers on the default bridge reach each
#     other by --link only, other networks are as before.
#   docker-daemon-userns (2.10)
#     Set "userns-remap" to "default" in daemon.json and restart: dockerd makes
#     the account dockremap and its ranges in /etc/subuid and /etc/subgid. From
#     then on it keeps its data in a directory of its own below the data root, so
#     that images, containers, volumes and networks that were there before are not
#     seen any more, and containers that live-restore kept running are orphaned.
#     So the script only does it while Docker holds no container and no volume and
#     the node is in no swarm, and images have to be pulled again, else plan it as
#     a migration. A rollback leaves the account and the new directory. It does
#     not go together with the containerd image store. Rootless mode is the
#     alternative for new hosts.
#   docker-daemon-no-new-privileges (2.15)
#     Set "no-new-privileges" to true in daemon.json and restart. It applies to
#     containers created from then on, so create the existing ones anew. Images
#     that rely on sudo, setuid tools or file capabilities stop working, give
#     those alone --security-opt no-new-privileges=false.
#   docker-daemon-userland-proxy (2.17)
#     Set "userland-proxy" to false in daemon.json and restart the daemon with no
#     container running: with live-restore it is not applied while containers run.
#     First find out whether anything depends on the proxy: clients that reach a
#     published port through ::1 or IPv6 while the container has IPv4 only, or
#     kernels without hairpin NAT.
# The Docker daemon must take in these settings. --restart does it, else they wait:
#   docker-daemon-icc (2.2)
#   docker-daemon-log-level (2.3)
#   docker-daemon-userns (2.10)
#   docker-daemon-no-new-privileges (2.15)
#   docker-daemon-userland-proxy (2.17)
#
# How long it lasts:
#   Modes and owners outlast a reboot, an upgrade sets those of files that a
#   package ships as the package has them. What lies below /run is made anew at
#   each start: the drop-in that the script makes for docker.socket sees to the
#   socket that systemd opens, a socket of dockerd or containerd itself gets
#   what their configuration says.
#   Audit rules stand in a file of their own in /etc/audit/rules.d, which no
#   package replaces. Directories below /run that they are about are made at
#   boot by /etc/tmpfiles.d/plimsoll-docker.conf, before rules are loaded.
#   Settings in daemon.json outlast reboot and upgrade: no package of Docker
#   ships the file. Flags of a unit that come later stop the daemon where they
#   say the same.
#   Where Puppet, Ansible, cloud-init or another keeper writes the same files,
#   it puts its own back: change it there.
#
# What it does not do, and why (--list shows how):
#   host-storage (1.1.1): it needs a person to decide and do it
#     - storage:/var/lib/docker
#   host-docker-group (1.1.2): it needs a person to decide and do it
#     - user:mallory
#     - user:everyone
#   docker-daemon-insecure-registries (2.5): it needs a person to decide and do it
#     - daemon:insecure-registries
#   docker-daemon-tls (2.8): it needs a person to decide and do it
#     - listener:tcp://127.0.0.1:23750
#   docker-daemon-ulimits (2.9): it needs a person to decide and do it
#     - daemon:default-ulimits
#   docker-daemon-authorization (2.13): it needs a person to decide and do it
#     - daemon:authorization-plugins
#   docker-container-user (4.1): it needs a person to decide and do it
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-content-trust (4.5): it needs a person to decide and do it
#     - host:docker-client
#   docker-image-healthcheck (4.6): it needs a person to decide and do it
#     - image:legacy/base:latest
#   docker-container-capabilities (5.4): it needs a person to decide and do it
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-container-privileged (5.5): it needs a person to decide and do it
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-container-system-mounts (5.6): it needs a person to decide and do it
#     - container:unconfined
#     - container:vanilla
#   docker-container-host-network (5.10): it needs a person to decide and do it
#     - container:vanilla
#   docker-container-memory-limit (5.11): the limit is yours to choose: set the parameter containerMemory
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-container-cpu-limit (5.12): the limit is yours to choose: set the parameter containerCpuShares
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-container-readonly-rootfs (5.13): it needs a person to decide and do it
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-container-port-address (5.14): it needs a person to decide and do it
#     - container:unconfined
#   docker-container-restart-policy (5.15): the limit is yours to choose: set the parameter containerRetries
#     - container:unconfined
#   docker-container-host-pid (5.16): it needs a person to decide and do it
#     - container:vanilla
#   docker-container-host-ipc (5.17): it needs a person to decide and do it
#     - container:vanilla
#   docker-container-devices (5.18): it needs a person to decide and do it
#     - container:privileged
#   docker-container-seccomp (5.22): it needs a person to decide and do it
#     - container:unconfined
#     - container:privileged
#   docker-container-no-new-privileges (5.26): it needs a person to decide and do it
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-container-health (5.27): it needs a person to decide and do it
#     - container:unconfined
#     - container:vanilla
#   docker-container-image-version (5.28): it needs a person to decide and do it
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-container-pids-limit (5.29): the limit is yours to choose: set the parameter containerPids
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-container-default-bridge (5.30): it needs a person to decide and do it
#     - container:unconfined
#     - container:privileged
#   docker-container-host-userns (5.31): it needs a person to decide and do it
#     - container:unconfined
#     - container:privileged
#     - container:vanilla
#   docker-container-engine-socket (5.32): it needs a person to decide and do it
#     - container:unconfined
#     - container:vanilla

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
  cat <<'PLIMSOLL_264b1f4880b7_EOF'
Fixes in this script: 27
  automatic  docker-file-service-unit-mode (3.2)  disruption none
    The docker.service unit and its drop-ins can be written by root only
    - /usr/lib/systemd/system/docker.service: mode within 0644
    - /etc/systemd/system/docker.service.d/override.conf: mode within 0644
  automatic  docker-file-socket-unit-owner (3.3)  disruption none
    The docker.socket unit and its drop-ins belong to root
    - /usr/lib/systemd/system/docker.socket: owner root:root
  automatic  docker-file-config-dir-mode (3.6)  disruption none
    The Docker configuration directory can be written by root only
    - /etc/docker: mode within 0755
  guarded  docker-file-api-socket-mode (3.16)  disruption low
    The Docker API socket is closed to everyone but its owner and group
    - /run/docker.sock: mode within 7660
    mind: chmod 0660 on the socket holds until it is made anew. Where systemd opens it
    mind: (docker.socket), the script also sets SocketMode=0660 in the drop-in
    mind: /etc/systemd/system/docker.socket.d/zz-plimsoll.conf, which counts from the
    mind: next start on. Look for scripts that change the mode at boot. Give people
    mind: who lose access by this membership of the group only if they may be root.
  automatic  docker-file-daemon-json-owner (3.17)  disruption none
    The configuration file of the daemon belongs to root
    - /etc/docker/daemon.json: owner root:root
  automatic  docker-file-daemon-json-mode (3.18)  disruption none
    The configuration file of the daemon can be written by root only
    - /etc/docker/daemon.json: mode within 0644
  automatic  host-audit-dockerd (1.1.3)  disruption none
    The Docker daemon binary is audited
    - /usr/sbin/dockerd: audit rule for wxa
  automatic  host-audit-run-containerd (1.1.4)  disruption none
    The runtime directory of containerd is audited
    - /run/docker/containerd: audit rule for wa
  guarded  host-audit-data-root (1.1.5)  disruption low
    The data root of Docker is audited
    - /var/lib/docker: audit rule for wa
    mind: Write "-w /var/lib/docker -p wa -k docker", with the path that the finding
    mind: names, to a file under /etc/audit/rules.d and load it with augenrules
    mind: --load. Keep in mind: a recursive watch over a busy data root costs time:
    mind: rules that exclude overlay2 and volumes (-a never,exit -F dir=DIR) may stand
    mind: before it, because the first rule that fits decides; other exceptions are
    mind: held against it.
  automatic  host-audit-etc-docker (1.1.6)  disruption none
    The Docker configuration directory is audited
    - /etc/docker: audit rule for wa
  automatic  host-audit-docker-service (1.1.7)  disruption none
    The docker.service unit and its drop-ins are audited
    - /usr/lib/systemd/system/docker.service: audit rule for wa
    - /etc/systemd/system/docker.service.d/override.conf: audit rule for wa
  automatic  host-audit-containerd-sock (1.1.8)  disruption none
    The socket of containerd is audited
    - /run/docker/containerd/containerd.sock: audit rule for rwxa
  automatic  host-audit-docker-sock (1.1.9)  disruption none
    The Docker API socket is audited
    - /run/docker.sock: audit rule for rwxa
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
  automatic  host-audit-runc (1.1.18)  disruption none
    The runc binary is audited
    - /usr/sbin/runc: audit rule for wxa
  guarded  docker-daemon-icc (2.2)  disruption high, needs the daemon to restart
    Traffic between containers on the default bridge is restricted
    - icc = false
    mind: First give containers that must talk to each other a user-defined network.
    mind: Then set "icc" to false in daemon.json and restart the daemon with no
    mind: container running: with live-restore, network options are not applied while
    mind: containers run. From then on containers on the default bridge reach each
    mind: other by --link only; other networks are as before.
  automatic  docker-daemon-log-level (2.3)  disruption low, needs the daemon to restart
    The daemon logs at level info and not in debug mode
    - debug = false
    - log-level = "info"
  guarded  docker-daemon-userns (2.10)  disruption high, needs the daemon to restart
    Root in a container is an unprivileged user of the host
    - userns-remap = "default"
    mind: Set "userns-remap" to "default" in daemon.json and restart: dockerd makes
    mind: the account dockremap and its ranges in /etc/subuid and /etc/subgid. From
    mind: then on it keeps its data in a directory of its own below the data root, so
    mind: that images, containers, volumes and networks that were there before are not
    mind: seen any more, and containers that live-restore kept running are orphaned.
    mind: So the script only does it while Docker holds no container and no volume and
    mind: the node is in no swarm, and images have to be pulled again; else plan it as
    mind: a migration. A rollback leaves the account and the new directory. It does
    mind: not go together with the containerd image store. Rootless mode is the
    mind: alternative for new hosts.
    by hand: grep dockremap /etc/subuid /etc/subgid || useradd --system --shell /usr/sbin/nologin dockremap
    by hand: # if there is no range yet: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 dockremap
    by hand: docker save -o images.tar $(docker image ls --format '{{.Repository}}:{{.Tag}}')
    by hand: # in daemon.json: "userns-remap": "default"
    by hand: systemctl restart docker && docker load -i images.tar
    by hand: chown -R 100000:100000 BIND_MOUNTED_DIRECTORY
  guarded  docker-daemon-no-new-privileges (2.15)  disruption high, needs the daemon to restart
    New containers cannot gain privileges by default
    - no-new-privileges = true
    mind: Set "no-new-privileges" to true in daemon.json and restart. It applies to
    mind: containers created from then on, so create the existing ones anew. Images
    mind: that rely on sudo, setuid tools or file capabilities stop working; give
    mind: those alone --security-opt no-new-privileges=false.
  automatic  docker-daemon-live-restore (2.16)  disruption none
    Containers keep running while the daemon is restarted
    - live-restore = true
  guarded  docker-daemon-userland-proxy (2.17)  disruption high, needs the daemon to restart
    The userland proxy is off
    - userland-proxy = false
    mind: Set "userland-proxy" to false in daemon.json and restart the daemon with no
    mind: container running: with live-restore it is not applied while containers run.
    mind: First find out whether anything depends on the proxy: clients that reach a
    mind: published port through ::1 or IPv6 while the container has IPv4 only, or
    mind: kernels without hairpin NAT.
Left to you: 29
  host-storage (1.1.1)
    Docker keeps its data on a filesystem of its own
    not by script: it needs a person to decide and do it
    how: Create a partition or logical volume, stop docker.socket, docker and
    how: containerd, copy the directory with rsync -aHAX, add the mount to
    how: /etc/fstab, mount it and start the services again. A bind mount of a
    how: directory on the same device, a btrfs subvolume or a ZFS dataset without a
    how: quota does not separate capacity. Do not mount it noexec or nosuid:
    how: containers need both. With the containerd image store the layers are under
    how: the containerd root, so that directory needs the filesystem.
    - storage:/var/lib/docker
  host-docker-group (1.1.2)
    Only trusted accounts can open the Docker API socket
    not by script: it needs a person to decide and do it
    how: Take the account out with gpasswd -d USER docker (for a primary group
    how: usermod -g, for an access list setfacl -x), or add it to the parameter
    how: trustedUsers if it is meant to be an administrator. Open sessions keep the
    how: group until they end. People who only need to run containers are better
    how: served by rootless Docker or by narrow sudo rules.
    - user:mallory
    - user:everyone
  docker-daemon-insecure-registries (2.5)
    No registry is trusted without verified TLS
    not by script: it needs a person to decide and do it
    how: Give the registry a certificate, put the authority that signed it at
    how: /etc/docker/certs.d/HOST:PORT/ca.crt, then take the entry out of
    how: "insecure-registries" (and http:// mirrors out of "registry-mirrors") and
    how: reload with systemctl reload docker. Pulls from a registry whose certificate
    how: does not verify fail from then on. Engines before 29.8.2 can be led by DNS
    how: to trust a registry that stands in no list (CVE-2026-92543): only a newer
    how: engine mends that.
    - daemon:insecure-registries
  docker-daemon-tls (2.8)
    The Docker API on the network demands client certificates
    not by script: it needs a person to decide and do it
    how: Best take the TCP listener away and reach the daemon over SSH (docker
    how: context create NAME --docker host=ssh://USER@HOST). Where TCP must stay, set
    how: "tlsverify" to true with "tlscacert", "tlscert" and "tlskey" that exist, and
    how: keep the port behind a firewall. Without "tlscacert" the certificate of any
    how: authority that the system trusts will do. A ListenStream of docker.socket
    how: with a port is changed in the unit.
    - listener:tcp://127.0.0.1:23750
  docker-daemon-ulimits (2.9)
    Default ulimits for containers are set
    not by script: it needs a person to decide and do it
    how: Choose limits that your workloads need, for example {"default-ulimits":
    how: {"nofile": {"Name": "nofile", "Soft": 1024, "Hard": 65536}}} in daemon.json,
    how: restart the daemon and create the containers anew. Some distributions pass
    how: --default-ulimit in the unit; the same option in both places keeps the
    how: daemon from starting. A container may still set its own with --ulimit
    how: (compose: ulimits). For processes a pids limit is the better tool: nproc
    how: counts per user over the whole host.
    - daemon:default-ulimits
  docker-daemon-authorization (2.13)
    An authorization plugin decides what clients of the API may do
    not by script: it needs a person to decide and do it
    how: Upgrade the engine to 29.3.1 or newer, or name in the parameter
    how: mendedEngines what your distribution has mended by its changelog. Choose a
    how: plugin such as opa-docker-authz, write and try its policy, then name it in
    how: "authorization-plugins" in daemon.json and restart. A plugin that does not
    how: answer blocks every call, so test it elsewhere first. Over the unix socket
    how: it is told no user name: only TLS clients have one. Where nobody but root
    how: reaches the API, waive this with that as the reason.
    - daemon:authorization-plugins
  docker-container-user (4.1)
    Containers do not run as root, or their root is an unprivileged user of the host
    not by script: it needs a person to decide and do it
    how: Add USER UID:GID to the Dockerfile, with numbers so that an orchestrator can
    how: verify it, or run the image with --user UID:GID (compose: user). Give the
    how: user the volumes it writes to (chown once, on the host or in an init
    how: container) and let the service listen above port 1023. A user such as 0:1000
    how: or 00 is still root.
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-content-trust (4.5)
    The Docker client verifies signatures of images when it pulls
    not by script: it needs a person to decide and do it
    how: Verify signatures where images are deployed, with cosign or notation against
    how: keys of your own, and waive this with that as the reason.
    how: DOCKER_CONTENT_TRUST=1 in /etc/environment satisfies the letter, but pulls
    how: of Docker's official images then fail: do not set it without trying.
    - host:docker-client
  docker-image-healthcheck (4.6)
    Images in use define a health check
    not by script: it needs a person to decide and do it
    how: Add HEALTHCHECK to the Dockerfile with a command that asks the service
    how: itself something, build the image anew and redeploy. Images in pure OCI
    how: format lose the instruction: build them in Docker format, for example with
    how: buildah build --format docker. Where an orchestrator does the probing, waive
    how: this with that as the reason.
    - image:legacy/base:latest
  docker-container-capabilities (5.4)
    Containers get no capability that was not approved, and NET_RAW is dropped
    not by script: it needs a person to decide and do it
    how: Create the container anew with --cap-drop ALL and --cap-add for the few it
    how: needs (compose: cap_drop, cap_add; swarm: the same keys of the service), at
    how: least with --cap-drop NET_RAW. Name what it really needs in the parameter
    how: allowedCapabilities. ping works without NET_RAW where
    how: net.ipv4.ping_group_range allows it, as Docker sets by default.
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-container-privileged (5.5)
    No container is privileged, or has the powers of one that is
    not by script: it needs a person to decide and do it
    how: Create the container anew without --privileged (compose: privileged), and
    how: without what gives the power that is named: --security-opt
    how: systempaths=unconfined (compose: security_opt), --cap-add ALL, SYS_ADMIN,
    how: SYS_MODULE or DAC_READ_SEARCH, SYS_PTRACE beside --pid host, a --device or
    how: --device-cgroup-rule for disks, a mount of a directory that the host obeys.
    how: Give it only what it needs: a single capability, a single device, --sysctl
    how: for a namespaced kernel setting. With --user, or under userns-remap, its
    how: processes are nobody to the host. What truly needs the host is better run on
    how: the host.
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-container-system-mounts (5.6)
    System directories of the host are not mounted into containers
    not by script: it needs a person to decide and do it
    how: Create the container anew without the mount, or with the one file that it
    how: needs in place of the directory, read-only (-v SRC:DST:ro, compose:
    how: read_only under volumes). Data belongs into a named volume or a directory of
    how: its own such as /srv. For a path below a system directory that is needed,
    how: use the parameters allowedReadOnlyMounts and allowedWritableMounts; for an
    how: agent that needs a whole directory, a waiver.
    - container:unconfined
    - container:vanilla
  docker-container-host-network (5.10)
    No container shares the network of the host
    not by script: it needs a person to decide and do it
    how: Create the container anew on a user-defined bridge and publish the ports it
    how: serves (compose: take network_mode host away, add ports and networks). A
    how: container that needs an address of its own on the LAN can use macvlan or
    how: ipvlan. A container joined to this one with network container:NAME is
    how: concerned too.
    - container:vanilla
  docker-container-memory-limit (5.11)
    Every container has a memory limit
    not by script: the limit is yours to choose: set the parameter containerMemory
    how: Set it live with docker update --memory 512m --memory-swap 512m NAME and
    how: keep it with --memory (compose: deploy.resources.limits.memory or
    how: mem_limit). Watch docker stats first: a limit below the need kills the
    how: service. A reservation is no limit, nor is a number above the memory of the
    how: host. Where docker info shows no memory limit support, turn on the memory
    how: controller of cgroups.
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-container-cpu-limit (5.12)
    Every container has a CPU weight or limit
    not by script: the limit is yours to choose: set the parameter containerCpuShares
    how: Set it live with docker update --cpus 1.5 NAME or --cpu-shares 512 and keep
    how: it (compose: deploy.resources.limits.cpus, cpus or cpu_shares). Shares only
    how: matter when the CPU is scarce; --cpus is a hard ceiling.
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-container-readonly-rootfs (5.13)
    The root filesystem of every container is read-only
    not by script: it needs a person to decide and do it
    how: See with docker diff NAME what the program writes, give those paths a
    how: --tmpfs or a volume, and create the container anew with --read-only
    how: (compose: read_only, tmpfs; swarm: the same key of the service).
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-container-port-address (5.14)
    Ports of containers are bound to a chosen address of the host
    not by script: it needs a person to decide and do it
    how: Create the container anew with the address in front: -p 127.0.0.1:8080:80
    how: behind a proxy on the host, or the address of the internal interface
    how: (compose: the same form under ports, or host_ip). Do not publish at all what
    how: only other containers use. "ip" in daemon.json changes the default for the
    how: default bridge, default-network-opts for new networks. The routing mesh of
    how: swarm always listens on all addresses: publish with mode=host or filter in
    how: DOCKER-USER.
    - container:unconfined
  docker-container-restart-policy (5.15)
    Containers are restarted at most five times after a failure
    not by script: the limit is yours to choose: set the parameter containerRetries
    how: Set it live with docker update --restart on-failure:5 NAME and keep it
    how: (compose: restart: on-failure:5, or deploy.restart_policy with
    how: max_attempts). After a reboot of the host a container with on-failure is not
    how: started again unless it had failed: where that is needed, start it from a
    how: systemd unit, or waive this for services that must come back by themselves.
    - container:unconfined
  docker-container-host-pid (5.16)
    No container shares the processes of the host
    not by script: it needs a person to decide and do it
    how: Create the container anew without --pid host (compose: pid). To look into
    how: one other container, join that one with --pid container:NAME. Monitoring
    how: agents that need all processes are a case for a waiver.
    - container:vanilla
  docker-container-host-ipc (5.17)
    No container shares the IPC namespace of the host
    not by script: it needs a person to decide and do it
    how: Create the container anew without --ipc host (compose: ipc). What is usually
    how: wanted is a larger /dev/shm: --shm-size 1g (compose: shm_size). Containers
    how: that share memory with each other use --ipc shareable and --ipc
    how: container:NAME.
    - container:vanilla
  docker-container-devices (5.18)
    No container is given a device of the host that was not approved
    not by script: it needs a person to decide and do it
    how: Create the container anew without --device, --device-cgroup-rule, --gpus and
    how: --privileged (compose: devices, device_cgroup_rules,
    how: deploy.resources.reservations.devices), or with the one device that it needs
    how: and without the letter m (--device /dev/ttyUSB0:/dev/ttyUSB0:rw). Name what
    how: is needed in the parameter allowedDevices.
    - container:privileged
  docker-container-seccomp (5.22)
    A seccomp filter is active on every container
    not by script: it needs a person to decide and do it
    how: Create the container anew without --security-opt seccomp=unconfined
    how: (compose: security_opt) and without --privileged, and see that the daemon's
    how: own seccomp-profile is not unconfined. A program that needs one more system
    how: call gets a copy of the default profile with that call added, by
    how: --security-opt seccomp=FILE.
    - container:unconfined
    - container:privileged
  docker-container-no-new-privileges (5.26)
    No process of a container can gain privileges
    not by script: it needs a person to decide and do it
    how: Create the container anew with --security-opt no-new-privileges=true
    how: (compose: security_opt), or set the default of the daemon, which applies to
    how: containers created after it. Programs that rely on sudo or setuid tools stop
    how: working; run those as the right user from the start.
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-container-health (5.27)
    Running containers report that they are healthy
    not by script: it needs a person to decide and do it
    how: See docker inspect NAME for what the last checks said. Where there is none,
    how: add --health-cmd (compose: healthcheck) or HEALTHCHECK in the image, with a
    how: command that asks the service something, and recreate the container. Docker
    how: only shows the state; swarm also restarts.
    - container:unconfined
    - container:vanilla
  docker-container-image-version (5.28)
    Containers run the version of their image that was meant
    not by script: it needs a person to decide and do it
    how: Name the version by digest (nginx@sha256:DIGEST), or by a tag that is never
    how: moved, and create the container anew after each pull (docker compose up -d
    how: does). Whether the registry has a newer one is not asked: that is a matter
    how: of the age of the image.
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-container-pids-limit (5.29)
    Every container has a limit on its number of processes
    not by script: the limit is yours to choose: set the parameter containerPids
    how: Set it live with docker update --pids-limit 200 NAME and keep it with
    how: --pids-limit (compose: pids_limit or deploy.resources.limits.pids). Look at
    how: docker stats first: threads count too, and a container at its limit can
    how: start no further one. What pidsEnforced shows beside 0 is what systemd, or a
    how: cgroup above, leaves it: often thousands, and by no setting of its own.
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-container-default-bridge (5.30)
    No container is attached to the default bridge network
    not by script: it needs a person to decide and do it
    how: Create a network (docker network create NAME), then docker network connect
    how: NAME CONTAINER and docker network disconnect bridge CONTAINER do it live;
    how: keep it with --network (compose makes one by itself).
    - container:unconfined
    - container:privileged
  docker-container-host-userns (5.31)
    No container shares the user namespace of the host
    not by script: it needs a person to decide and do it
    how: Create the container anew without --userns host (compose: userns_mode),
    how: which also means without --privileged, --pid host and --network host. Where
    how: the daemon does not remap at all, that comes first: see the check for
    how: userns-remap.
    - container:unconfined
    - container:privileged
    - container:vanilla
  docker-container-engine-socket (5.32)
    No container can reach the socket of a container engine
    not by script: it needs a person to decide and do it
    how: Create the container anew without the mount (compose: volumes,
    how: use_api_socket). What only needs to read container states gets a socket
    how: proxy that allows just those requests, on a network of its own. Builds go to
    how: a rootless BuildKit. For a management tool that is meant to be root on the
    how: host, write a waiver.
    - container:unconfined
    - container:vanilla
PLIMSOLL_264b1f4880b7_EOF
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
CHECKS=' docker-file-service-unit-mode docker-file-socket-unit-owner docker-file-config-dir-mode docker-file-api-socket-mode docker-file-daemon-json-owner docker-file-daemon-json-mode host-audit-dockerd host-audit-run-containerd host-audit-data-root host-audit-etc-docker host-audit-docker-service host-audit-containerd-sock host-audit-docker-sock host-audit-etc-default-docker host-audit-daemon-json host-audit-containerd-config host-audit-containerd host-audit-containerd-shim host-audit-containerd-shim-v1 host-audit-containerd-shim-v2 host-audit-runc docker-daemon-icc docker-daemon-log-level docker-daemon-userns docker-daemon-no-new-privileges docker-daemon-live-restore docker-daemon-userland-proxy '

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
    if [ "$(cat "$item/path")" = "$SOCKET_DROPIN" ]; then
      socket_put_back
      continue
    fi
    if [ "$(cat "$item/path")" = "$DAEMON_JSON" ]; then
      daemon_put_back
      continue
    fi
    put_back || :
  done
  audit_put_back
  # Also where a file that was refused had been restored already.
  item_of "$DAEMON_JSON" || daemon_forget
  rm -rf -- "$BACKUP/draft" "$BACKUP/draft-record"
  [ "$found" = 1 ] || say 'nothing to roll back'
}
# open_path ID PATH: reads its $mode and $owner, or reports why it is left alone
open_path() {
  if [ -L "$2" ]; then
    result failed "$1" "$2 is a symbolic link: look at where it leads, and change that by hand"
  elif ! [ -e "$2" ]; then
    result skipped "$1" "$2 is not there"
  elif ! trusted_parents "$2"; then
    result failed "$1" "$2 is left alone: $refusal"
  elif ! attributes=$(stat -c '%a %U:%G' -- "$2"); then
    result failed "$1" "$2 cannot be examined"
  else
    mode=${attributes%% *}
    owner=${attributes#* }
    return 0
  fi
  return 1
}

# mode_within ID PATH KEEP REMOVE: takes away the mode bits outside KEEP, adds none
mode_within() {
  open_path "$1" "$2" || return 0
  changed_now=0
  after=$(printf '%o' $((0$mode & 0$3)))
  if [ $((0$mode & ~0$3 & 07777)) -eq 0 ]; then
    result ok "$1" "$2: mode $mode"
  elif [ "$apply" = 0 ]; then
    planned mode "$2" "$after"
    result changed "$1" "$2: mode $mode -> $after"
  elif remember "$2" && chmod -- "$4" "$2" && settled "$2" && [ "$(stat -c %a -- "$2")" = "$after" ]; then
    result changed "$1" "$2: mode $mode -> $after"
    changed_now=1
  else
    chmod -- "$mode" "$2" 2>/dev/null || :
    result failed "$1" "$2: mode $mode could not be changed"
    return 0
  fi
  last_for_good "$1" "$2" mode "$3"
}

# owner_is ID PATH USER:GROUP
owner_is() {
  open_path "$1" "$2" || return 0
  changed_now=0
  if [ "$owner" = "$3" ]; then
    result ok "$1" "$2: owner $owner"
  elif [ "$apply" = 0 ]; then
    planned owner "$2" "$(id -u "${3%%:*}" 2>/dev/null || say nobody)"
    result changed "$1" "$2: owner $owner -> $3"
  elif remember "$2" && chown -- "$3" "$2" && settled "$2" && [ "$(stat -c %U:%G -- "$2")" = "$3" ]; then
    result changed "$1" "$2: owner $owner -> $3"
    changed_now=1
  else
    # The owner first: changing it can clear mode bits.
    { chown -- "$owner" "$2" && chmod -- "$mode" "$2"; } 2>/dev/null || :
    result failed "$1" "$2: owner $owner could not be changed to $3"
    return 0
  fi
  last_for_good "$1" "$2" owner "$3"
}

# planned mode|owner PATH VALUE: notes what a dry run would do to a directory, for what comes after it
planned() {
  [ -d "$2" ] || return 0
  for name in "$2" "$(cd -P -- "$2" && pwd -P)"; do
    printf '%s %s %s\n' "$1" "$3" "$name"
  done >>"$tmp/planned"
}

# settled PATH: notes what the change left, unless the content is watched already
settled() {
  if [ -e "$item/copy" ]; then return 0; fi
  attributes_of "$1" >"$item/left"
}
# The socket that docker.socket of systemd opens: what is changed of it now is lost when it is made anew, unless the unit
# says the same. Ours is the last drop-in by its name, so that it outweighs those of "systemctl edit".
SOCKET_DROPIN=/etc/systemd/system/docker.socket.d/zz-plimsoll.conf
SOCKET_HEADING='# Who may use the socket of Docker, written by a plimsoll fix script. Read by: systemctl daemon-reload'

# last_for_good ID PATH mode|owner VALUE: for a socket, also for the time when it is made anew
last_for_good() {
  [ -S "$2" ] || return 0
  if ! socket_is_opened "$2"; then
    if [ "$apply" = 1 ] && [ "$changed_now" = 1 ]; then
      say "note: $2 is made anew at the next start; its unit or daemon.json decides for good"
    fi
  elif [ "$3" = mode ]; then
    said=$(socket_says SocketMode)
    case $said in
      '' | *[!0-7]*) result failed "$1" 'docker.socket: systemctl show does not say its SocketMode' ;;
      *) socket_wants "$1" SocketMode "$said" "$(printf '%04o' $((0$said & 0$4)))" ;;
    esac
  else
    socket_wants "$1" SocketUser "$(socket_says SocketUser)" "${4%%:*}"
    socket_wants "$1" SocketGroup "$(socket_says SocketGroup)" "${4#*:}"
  fi
}

# socket_is_opened PATH: whether systemd listens on it for Docker
socket_is_opened() {
  if ! [ -d /run/systemd/system ] || ! socket_ask; then return 1; fi
  grep -q -x 'ActiveState=active' "$tmp/socket-unit" || return 1
  while IFS= read -r line; do
    case $line in
      'Listen=/'*' (Stream)')
        line=${line#Listen=}
        if [ "$(true_name "${line% (Stream)}")" = "$(true_name "$1")" ]; then return 0; fi
        ;;
    esac
  done <"$tmp/socket-unit"
  return 1
}

# socket_ask: how systemd makes it now
socket_ask() {
  set -- -p ActiveState -p Listen -p SocketMode -p SocketUser -p SocketGroup
  systemctl show "$@" docker.socket >"$tmp/socket-unit" 2>/dev/null
}

# true_name PATH: without symbolic links on the way, as /var/run is one
true_name() { printf '%s/%s' "$(cd -P -- "$(dirname -- "$1")" && pwd -P)" "${1##*/}"; }

# socket_says KEY: what the unit has; systemd says nothing of an owner who is root
socket_says() {
  value=$(sed -n "s/^$1=//p" "$tmp/socket-unit")
  case $1$value in
    SocketUser | SocketUser0 | SocketGroup | SocketGroup0) value=root ;;
  esac
  printf '%s' "$value"
}

# socket_wants ID KEY IS WANTED: notes what the unit is to say; socket_finish acts
socket_wants() {
  if [ "$3" = "$4" ]; then
    result ok "$1" "docker.socket: $2=$3"
  else
    printf '%s %s %s %s\n' "$1" "$2" "$3" "$4" >>"$tmp/socket-wanted"
  fi
}

# socket_compose: what is wanted now, and what the file says of the rest already
socket_compose() {
  say "$SOCKET_HEADING"
  say '[Socket]'
  for key in SocketMode SocketUser SocketGroup; do
    wanted=$(sed -n "s/^[^ ]* $key [^ ]* //p" "$tmp/socket-wanted" | tail -n 1)
    if [ -n "$wanted" ]; then
      say "$key=$wanted"
    elif [ -f "$SOCKET_DROPIN" ]; then
      grep "^$key=" "$SOCKET_DROPIN" || :
    fi
  done
}

socket_finish() {
  [ -s "$tmp/socket-wanted" ] || return 0
  socket_problem=''
  if [ -L "$SOCKET_DROPIN" ]; then
    socket_problem="$SOCKET_DROPIN is a symbolic link; left alone"
  elif [ -f "$SOCKET_DROPIN" ] && [ "$(head -n 1 "$SOCKET_DROPIN")" != "$SOCKET_HEADING" ]; then
    socket_problem="$SOCKET_DROPIN is not by a fix script; left alone"
  elif [ -d "${SOCKET_DROPIN%/*}" ] && ! trusted_parents "$SOCKET_DROPIN"; then
    socket_problem="$SOCKET_DROPIN is left alone: $refusal"
  else
    socket_compose >"$tmp/socket-new"
    if [ "$apply" = 0 ]; then
      show_difference "$SOCKET_DROPIN" "$tmp/socket-new"
    elif socket_write; then
      socket_reload || :
    fi
  fi
  while read -r id key before wanted; do
    if [ -n "$socket_problem" ]; then
      result failed "$id" "docker.socket: $key=$before: $socket_problem"
    elif [ "$apply" = 1 ] && [ "$(socket_says "$key")" != "$wanted" ]; then
      result failed "$id" "docker.socket: $key=$before: another drop-in outweighs ours (systemctl cat docker.socket)"
    else
      result changed "$id" "docker.socket: $key=$before -> $wanted, in $SOCKET_DROPIN"
    fi
  done <"$tmp/socket-wanted"
}

socket_write() {
  if cmp -s "$tmp/socket-new" "$SOCKET_DROPIN"; then return 0; fi
  if ! make_directory "${SOCKET_DROPIN%/*}"; then
    socket_problem="$SOCKET_DROPIN cannot be written: $refusal"
  elif ! remember_content "$SOCKET_DROPIN" || ! replace "$SOCKET_DROPIN" "$tmp/socket-new" 644; then
    socket_problem="$SOCKET_DROPIN could not be written"
  fi
  [ -z "$socket_problem" ]
}

# socket_reload: systemd reads the drop-in; the socket itself stays as it is
socket_reload() {
  if ! systemctl daemon-reload >/dev/null 2>&1 || ! socket_ask; then
    socket_problem='systemctl daemon-reload failed'
    return 1
  fi
}

# socket_put_back: the rollback of $item, the drop-in
socket_put_back() {
  put_back || return 0
  if [ -d /run/systemd/system ] && ! systemctl daemon-reload >/dev/null 2>&1; then
    result failed rollback 'systemctl daemon-reload failed: run it by hand'
  fi
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
# engine ARGUMENTS: the Docker client, asking the daemon of this host
engine() {
  if command -v timeout >/dev/null; then set -- timeout 60 docker "$@"; else set -- docker "$@"; fi
  DOCKER_CONTEXT=default "$@" >"$tmp/engine" 2>"$tmp/engine-error"
}

engine_said() { tail -n 1 "$tmp/engine-error"; }
DAEMON_JSON='/etc/docker/daemon.json'
DAEMON_AUDITED='4fc35107e1944a7315d6c51a034792904cd38e651f2b42d185abaa161b43d970'
DAEMON_LINES_SHA='659c4ff6ae010930a7f0cf6e285c8615bc7086ae8e821fbcec7414d771999938'
# Fixes after which dockerd has another data root, each as "MARK/OPTION ": docker info lists the security option then.
# The mark of what the audited file had already is "-".
DAEMON_MOVES='3/userns '

# What this run wrote: a line for each version of the file, with its digest and the marks of the steps in it.
DAEMON_STATE="$BACKUP/daemon-applied"
# "reload" or "restart" while the running daemon has not taken in what was written.
DAEMON_PENDING="$BACKUP/daemon-pending"
# Made when the running daemon took in what was written.
DAEMON_TAKEN="$BACKUP/daemon-taken"
# What this run wrote and the daemon was seen to run with.
DAEMON_GOOD="$BACKUP/daemon-good"

daemon_steps='' daemon_new=' ' daemon_chosen=' ' daemon_recorded=' ' daemon_known=0 daemon_effect=none
# Whether the running daemon has taken in all that is in the file.
daemon_settled=0
# Whether it was not stopped by this script.
daemon_ran_on=1

# daemon_lines: the members of the new file. Tags: "=" stays, "-N" goes and "+N" comes with fix N, "|" the line goes on.
daemon_lines() {
  cat <<'PLIMSOLL_659c4ff6ae01_EOF'
-2 	"debug": true
+2 	"debug": false
= 	"insecure-registries": ["registry.example.com:5000"]
= 	"registry-mirrors": ["http://mirror.example.com"]
= 	"labels": ["site=lab"]
+1 	"icc": false
+2 	"log-level": "info"
+3 	"userns-remap": "default"
+4 	"no-new-privileges": true
+5 	"live-restore": true
+6 	"userland-proxy": false
PLIMSOLL_659c4ff6ae01_EOF
}

# daemon_choose ID MARK EFFECT REACH: every wanted step is noted as "ID/MARK/EFFECT/REACH"
daemon_choose() {
  daemon_steps="$daemon_steps$1/$2/$3/$4 "
  [ "$3" = none ] || daemon_chosen="$daemon_chosen$2 "
}

# any_mark "1,2" " 2 3 ": whether one of the first is among the second
any_mark() {
  marks=$1,
  while [ -n "$marks" ]; do
    case $2 in
      *" ${marks%%,*} "*) return 0 ;;
    esac
    marks=${marks#*,}
  done
  return 1
}

# daemon_compose MARKS: the file for these steps
daemon_compose() {
  between=''
  kept=0
  printf '{'
  while IFS= read -r line; do
    tag=${line%% *}
    line=${line#* }
    case $tag in
      '|')
        [ "$kept" = 0 ] || printf '\n%s' "$line"
        continue
        ;;
      +*)
        kept=1
        any_mark "${tag#+}" "$1" || kept=0
        ;;
      -*)
        kept=0
        any_mark "${tag#-}" "$1" || kept=1
        ;;
      *) kept=1 ;;
    esac
    if [ "$kept" = 1 ]; then
      printf '%s\n%s' "$between" "$line"
      between=,
    fi
  done <"$tmp/daemon-lines"
  printf '\n}\n'
}

daemon_digest() {
  if [ -e "$DAEMON_JSON" ]; then sha <"$DAEMON_JSON"; else printf 'absent\n'; fi
}

# daemon_written DIGEST: whether this run wrote that content; then the steps in it are in $daemon_recorded
daemon_written() {
  [ -f "$DAEMON_STATE" ] || return 1
  while read -r digest marks; do
    if [ "$digest" = "$1" ]; then
      daemon_recorded=" $marks "
      return 0
    fi
  done <"$DAEMON_STATE"
  return 1
}

# daemon_check: builds the file for the chosen steps; ends the script when the present one is neither audited nor ours
daemon_check() {
  [ -n "$daemon_steps" ] || return 0
  daemon_lines >"$tmp/daemon-lines"
  [ "$(sha <"$tmp/daemon-lines")" = "$DAEMON_LINES_SHA" ] || die 3 'this script was damaged on its way here'
  current=$(daemon_digest)
  if [ "$current" = "$DAEMON_AUDITED" ] || daemon_written "$current"; then daemon_known=1; fi
  daemon_build
  if daemon_leave_out; then daemon_build; fi
  if [ -n "$daemon_steps" ] && [ "$daemon_known" = 0 ]; then
    die 3 "$DAEMON_JSON changed since the audit; run the audit again (nothing was done; --skip leaves its fixes out)"
  fi
}

# daemon_build: the file with the chosen steps; where it is there already, they are in it
daemon_build() {
  daemon_compose "$daemon_recorded$daemon_chosen" >"$tmp/daemon-new"
  if [ "$daemon_chosen" != ' ' ] && [ -f "$DAEMON_JSON" ] && cmp -s "$tmp/daemon-new" "$DAEMON_JSON"; then
    daemon_known=1
    daemon_recorded="$daemon_recorded$daemon_chosen"
  fi
}

# daemon_leave_out: reports and drops the steps that are not in the file and must not be now; false where there are none
daemon_leave_out() {
  steps=$daemon_steps
  daemon_steps='' daemon_chosen=' '
  dropped=1
  while next_step; do
    if ! step_in_file && ! daemon_sees_all " $step_mark "; then
      dropped=0
      result skipped "$step_id" "left out of $DAEMON_JSON: $refusal"
    else
      daemon_choose "$step_id" "$step_mark" "$step_effect" "$step_reach"
    fi
  done
  return "$dropped"
}

# daemon_sees_all MARKS: whether a dockerd that is started with these steps in its file still sees all that it holds now;
# else says why not in $refusal
daemon_sees_all() {
  moves=$DAEMON_MOVES
  while [ -n "$moves" ]; do
    move=${moves%% *}
    moves=${moves#* }
    if any_mark "${move%%/*}" "$1" && ! root_stays "${move#*/}" 1; then return 1; fi
  done
}

# daemon_sees_all_again: the same for the file as it was before this run
daemon_sees_all_again() {
  moves=$DAEMON_MOVES
  while [ -n "$moves" ]; do
    move=${moves%% *}
    moves=${moves#* }
    if [ "${move%%/*}" != - ] && ! root_stays "${move#*/}" 0; then return 1; fi
  done
}

# root_stays OPTION WITH: whether dockerd may be started with (1) or without (0) this security option: because it runs so
# now, or because it holds nothing that it would not see any more; else says why not in $refusal
root_stays() {
  if ! engine info || ! grep -q '^ *Swarm: ' "$tmp/engine"; then
    refusal="it is not known whether Docker holds anything: docker info says: $(engine_said)"
    return 1
  fi
  with=0
  if grep -q -x -F -e "  $1" "$tmp/engine"; then with=1; fi
  [ "$with" != "$2" ] || return 0
  if grep -q -x -F '  rootless' "$tmp/engine"; then
    refusal='dockerd runs without root, and remaps its containers by that'
  elif ! grep -q '^ *Swarm: inactive' "$tmp/engine"; then
    refusal='the node is in a swarm: let it leave first'
  elif ! containers=$(engine_count ps --all) || ! volumes=$(engine_count volume ls); then
    refusal="it is not known whether Docker holds anything: $(engine_said)"
  elif [ "$containers$volumes" != 00 ]; then
    refusal="Docker would not see any more what it holds (containers: $containers, volumes: $volumes);"
    refusal="$refusal --list says how to move it"
  else
    return 0
  fi
  return 1
}

# engine_count ARGUMENTS: how many there are of what docker lists
engine_count() { engine "$@" --quiet && printf '%s' $(($(wc -l <"$tmp/engine"))); }

# next_step: takes $step_id, $step_mark, $step_effect and $step_reach off $steps
next_step() {
  [ -n "$steps" ] || return 1
  step=${steps%% *}
  steps=${steps#* }
  step_id=${step%%/*}
  step=${step#*/}
  step_mark=${step%%/*}
  step=${step#*/}
  step_effect=${step%%/*}
  step_reach=${step#*/}
}

# step_in_file: whether the file has this step
step_in_file() { [ "$step_effect" = none ] || any_mark "$step_mark" "$daemon_recorded"; }

# step_waits: whether what runs shows that this step does not hold yet, or not for all of it
step_waits() {
  case $step_reach in
    bridge:*)
      option=${step_reach#bridge:}
      engine network inspect bridge && ! grep -q -F "\"${option%%=*}\": \"${option#*=}\"" "$tmp/engine"
      ;;
    ports) grep -q -x -s docker-proxy /proc/[0-9]*/comm ;;
    root:*) engine info && ! grep -q -x -F -e "  ${step_reach#root:}" "$tmp/engine" ;;
    *) return 1 ;;
  esac
}

# step_note WORD: what else there is to know about this step, as $note; $step_holds says whether it is in force
step_note() {
  note=''
  step_holds=$daemon_settled
  if [ "$daemon_settled" = 1 ] && step_waits; then
    restart_needed=1
    step_holds=0
    case $step_reach in
      root:*) note="; not in force: docker info does not list ${step_reach#root:}" ;;
      ports) note='; not for all: docker-proxy serves containers that run since before: restart these' ;;
      *)
        note='; not in force: the default bridge stays as it is while containers run:'
        note="$note stop them all, then run this again with --restart"
        ;;
    esac
  elif [ "$1" = changed ]; then
    case $daemon_settled$step_reach in
      ?created) note='; containers that exist keep what they were made with' ;;
      ?root:*) note='; images and networks that it had lie on in the old data root, unseen' ;;
      ?started) note='; containers that run keep what they were started with' ;;
      ?bridge | 0bridge:*) note='; the default bridge only takes it in when dockerd starts while no container runs' ;;
    esac
  fi
}

# daemon_sort: what is to be written, and what it takes
daemon_sort() {
  steps=$daemon_steps
  while next_step; do
    if step_in_file; then continue; fi
    daemon_new="$daemon_new$step_mark "
    if [ "$step_effect" = restart ] || [ "$daemon_effect" = none ]; then daemon_effect=$step_effect; fi
  done
}

# daemon_report STATUS TEXT [REST]: STATUS and TEXT for every step that was to be done; the others are ok, with REST
daemon_report() {
  steps=$daemon_steps
  while next_step; do
    if step_in_file; then
      step_note ok
      result ok "$step_id" "$DAEMON_JSON has it${3:-}$note"
    else
      step_note "$1"
      result "$1" "$step_id" "$DAEMON_JSON: $2$note"
    fi
    [ "$step_holds" = 1 ] || not_yet="$not_yet$step_id "
  done
}

daemon_apply() {
  daemon_sort
  if [ "$daemon_effect" = none ]; then
    daemon_settle
  elif [ -L "$DAEMON_JSON" ]; then
    daemon_report failed 'is a symbolic link; left alone'
  elif [ -d "$(dirname -- "$DAEMON_JSON")" ] && ! trusted_parents "$DAEMON_JSON"; then
    daemon_report failed "left alone: $refusal"
  elif ! daemon_valid; then
    daemon_report failed "dockerd refuses the new file: $(tail -n 1 "$tmp/daemon-output")"
  elif [ "$apply" = 0 ]; then
    daemon_report changed "would need a $daemon_effect of the daemon"
    show_difference "$DAEMON_JSON" "$tmp/daemon-new"
  elif ! daemon_write; then
    daemon_report failed 'could not be written'
  else
    daemon_settle
  fi
}

# daemon_valid: asks dockerd where it can answer (from 23.0 on)
daemon_valid() {
  command -v dockerd >/dev/null || return 0
  if dockerd --validate --config-file "$tmp/daemon-new" >"$tmp/daemon-output" 2>&1; then return 0; fi
  grep -q 'unknown flag: --validate' "$tmp/daemon-output"
}

daemon_write() {
  make_directory "$(dirname -- "$DAEMON_JSON")" || return 1
  # Somebody may have been faster since daemon_check.
  [ "$(daemon_digest)" = "$current" ] || return 1
  remember_content "$DAEMON_JSON" || return 1
  if [ "$daemon_recorded" != ' ' ] && [ "$(daemon_pending)" = none ]; then
    cp -- "$DAEMON_JSON" "$tmp/daemon-good" && cat "$tmp/daemon-good" >"$DAEMON_GOOD" || return 1
  fi
  # First what is going to be, so that the file is known as ours however the script ends.
  if [ "$(daemon_pending)" = restart ]; then daemon_effect=restart; fi
  printf '%s%s\n' "$(sha <"$tmp/daemon-new")" "$daemon_recorded$daemon_new" >>"$DAEMON_STATE" &&
    printf '%s\n' "$daemon_effect" >"$DAEMON_PENDING" &&
    replace "$DAEMON_JSON" "$tmp/daemon-new" 644
}

# changed_since FILE: whether the configuration was touched in any way since the file was written
changed_since() {
  [ -f "$1" ] && [ -e "$DAEMON_JSON" ] && [ "$(stat -c %Z -- "$DAEMON_JSON")" -gt "$(stat -c %Y -- "$1")" ]
}

# daemon_pending: what the running daemon still needs: none, reload or restart
daemon_pending() {
  if [ -f "$DAEMON_PENDING" ] && [ -z "$(find /run/docker.pid -newer "$DAEMON_PENDING" 2>/dev/null)" ]; then
    cat "$DAEMON_PENDING"
  elif changed_since /run/docker.pid && { ! [ -f "$DAEMON_TAKEN" ] || changed_since "$DAEMON_TAKEN"; }; then
    # Even if only its mode changed: nothing shows any more with which settings the daemon was started.
    printf 'restart\n'
  else
    printf 'none\n'
  fi
}

# daemon_settle: makes the daemon take in the file, with --restart, and reports the steps
daemon_settle() {
  pending=$(daemon_pending)
  if [ "$pending" = none ] && daemon_would_restart; then pending=restart; fi
  if [ "$pending" = none ]; then
    daemon_settled=1
    daemon_report changed 'written'
  elif [ "$apply" = 0 ] || [ "$restart" = 0 ]; then
    daemon_wait "$pending (--restart)"
  elif ! daemon_runs && ! daemon_answers; then
    rm -f -- "$DAEMON_PENDING"
    daemon_report changed 'written; the daemon does not run now and reads it when it starts'
  elif ! daemon_is_ours; then
    daemon_wait "$pending by hand: $refusal"
  elif [ "$pending" = restart ] && ! daemon_sees_all " - $daemon_recorded$daemon_new"; then
    daemon_wait "restart, but $refusal"
  else
    hold_signals
    daemon_obey || :
    heed_signals
    [ "$held" = 0 ] || exit "$held"
  fi
}

# hold_signals: who loses the connection now is not to lose the daemon too
hold_signals() {
  held=0
  trap 'held=129' HUP
  trap 'held=130' INT
  trap 'held=141' PIPE
  trap 'held=143' TERM
}

# daemon_obey: reload or restart, and back where that fails; goes on although nobody may be there to read what it says
daemon_obey() {
  if daemon_take_in "$pending" && daemon_comes_back; then
    rm -f -- "$DAEMON_PENDING"
    : >"$DAEMON_TAKEN"
    daemon_settled=1
    daemon_report changed "written, and the daemon took it in by a $pending"
    if [ "$pending" = reload ]; then daemon_untold; fi
  else
    daemon_recover
  fi
}

# daemon_would_restart: whether some step waits for a restart, and a restart would help
daemon_would_restart() {
  steps=$daemon_steps
  while next_step; do
    if step_in_file && step_waits && ! containers_stay; then return 0; fi
  done
  return 1
}

# containers_stay: whether containers run that would live through a restart
containers_stay() {
  live_restores && engine ps --quiet && [ -s "$tmp/engine" ]
}

# daemon_wait WHAT
daemon_wait() {
  restart_needed=1
  daemon_report changed "written; the daemon needs a $1" "; the daemon needs a $1"
  daemon_untold
}

# daemon_untold: why an audit that follows cannot judge all that it could before
daemon_untold() {
  changed_since /run/docker.pid || return 0
  say "note: $DAEMON_JSON was touched since dockerd started: until dockerd is restarted, an audit cannot tell"
  say '      which of its settings are in force, and ends with errors for those that dockerd does not show'
}

daemon_answers() { engine version; }

# daemon_runs: whether a dockerd wrote its process id where this script looks for it, then in $daemon_pid
daemon_runs() {
  daemon_pid=$(cat /run/docker.pid 2>/dev/null) && [ "$(cat "/proc/$daemon_pid/comm" 2>/dev/null)" = dockerd ]
}

# daemon_is_ours: whether this script can restart it and see that it is back; else says why not in $refusal
daemon_is_ours() {
  if ! daemon_answers; then
    refusal="it runs, but docker version says: $(engine_said)"
  elif ! daemon_runs; then
    refusal='its process id is not in /run/docker.pid'
  elif [ -d /run/systemd/system ]; then
    daemon_find_unit && return 0
    refusal='no service of systemd started it'
  elif [ -e /etc/init.d/docker ] && command -v service >/dev/null; then
    return 0
  else
    refusal='neither systemd nor /etc/init.d/docker starts it'
  fi
  return 1
}

# daemon_find_unit: the service of which it is the main process, as $daemon_unit: not everywhere docker.service
daemon_find_unit() {
  daemon_unit=''
  while IFS=: read -r _ _ cgroup; do
    case $cgroup in
      /user.slice/*) ;;
      *.service) daemon_unit=${cgroup##*/} ;;
    esac
  done <"/proc/$daemon_pid/cgroup"
  [ -n "$daemon_unit" ] && [ "$(systemctl show --property MainPID "$daemon_unit")" = "MainPID=$daemon_pid" ]
}

live_restores() { engine info && grep -q '^ *Live Restore Enabled: true' "$tmp/engine"; }

# daemon_comes_back: waits up to 60 seconds
daemon_comes_back() {
  until_when=$(($(date +%s) + 60))
  until daemon_answers; do
    [ "$(date +%s)" -lt "$until_when" ] || return 1
    sleep 1
  done
}

# daemon_take_in reload|restart
daemon_take_in() {
  if grep -q -s '"live-restore"[[:space:]]*:[[:space:]]*true' "$DAEMON_JSON"; then
    # Only when this is in force do containers survive the restart that follows.
    daemon_signal && live_restores_soon || return 1
  elif [ "$1" = reload ]; then
    daemon_signal && sleep 1 || return 1
  fi
  [ "$1" = reload ] || daemon_restart
}

live_restores_soon() {
  tries=0
  until live_restores; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] || return 1
    sleep 1
  done
}

daemon_restart() {
  daemon_ran_on=0
  if [ -d /run/systemd/system ]; then
    systemctl reset-failed "$daemon_unit" >/dev/null 2>&1 || :
    # A Ctrl-C reaches it too.
    (trap '' HUP INT PIPE TERM && systemctl restart "$daemon_unit")
  else
    service docker restart
  fi
}

daemon_signal() { kill -HUP "$daemon_pid"; }

# daemon_recover: the daemon did not take the file in, so the one that it took in last goes back
daemon_recover() {
  say 'the daemon did not take in its configuration file: restoring that'
  before_this=$failed
  daemon_restore
  rm -f -- "$DAEMON_PENDING"
  if [ "$daemon_ran_on" = 1 ]; then
    restart_needed=1
    daemon_report failed 'the daemon refuses it: see its log; the file was restored and the daemon runs on'
    daemon_untold
  elif daemon_restart && daemon_comes_back; then
    : >"$DAEMON_TAKEN"
    daemon_report failed 'the daemon did not come back with it; the file was restored and the daemon runs again'
  elif daemon_answers; then
    restart_needed=1
    daemon_report failed 'the daemon could not be restarted: see its log; the file was restored'
  else
    restart_needed=1
    daemon_report failed 'the daemon did not come back with it, nor with the restored file: see its log'
  fi
  [ "$failed" -gt "$before_this" ] || result failed daemon.json 'the daemon did not come back: see its log'
}

# daemon_restore: the content only; mode and owner stay as other fixes left them
daemon_restore() {
  if item_of "$DAEMON_JSON" && ! daemon_restore_item; then
    say "error: $DAEMON_JSON could not be restored; its backup is in $BACKUP"
  fi
  daemon_recorded=' '
  daemon_written "$(daemon_digest)" || :
}

# daemon_restore_item: the same for $item
daemon_restore_item() {
  path=$DAEMON_JSON
  if [ -f "$DAEMON_GOOD" ]; then
    replace "$path" "$DAEMON_GOOD" 644
  elif ! [ -f "$item/attributes" ]; then
    rm -f -- "$path" && rm -rf -- "$item"
  elif [ -e "$item/copy" ]; then
    replace "$path" "$item/copy" 644 && rm -f -- "$item/copy" && attributes_of "$path" >"$item/left" || return 1
    if is_as_before; then rm -rf -- "$item"; fi
  fi
}

# daemon_put_back: the rollback of $item, and what the daemon then needs
daemon_put_back() {
  touched=0
  if [ -e "$DAEMON_JSON" ]; then touched=1; fi
  put_back || return 0
  if [ -e "$DAEMON_JSON" ] && ! changed_since /run/docker.pid; then touched=0; fi
  daemon_forget
  if [ "$touched" = 0 ] || { ! daemon_runs && ! daemon_answers; }; then return 0; fi
  if [ "$restart" = 0 ]; then
    restart_needed=1
    daemon_untold
  elif ! daemon_is_ours; then
    restart_needed=1
    say "note: the daemon needs a restart by hand: $refusal"
  elif ! daemon_sees_all_again; then
    restart_needed=1
    say "note: the daemon needs a restart, but $refusal"
  else
    hold_signals
    daemon_return || :
    heed_signals
    [ "$held" = 0 ] || exit "$held"
  fi
}

daemon_forget() { rm -f -- "$DAEMON_STATE" "$DAEMON_PENDING" "$DAEMON_TAKEN" "$DAEMON_GOOD"; }

# daemon_return: back to the file as it was
daemon_return() {
  if ! daemon_take_in restart || ! daemon_comes_back; then
    result failed rollback 'the daemon did not come back: see its log'
  fi
}
fix_files() {
  # BEGIN fix (1/27) docker-file-service-unit-mode cis=3.2 automatic disruption=none restart=false
  # The docker.service unit and its drop-ins can be written by root only
  if wanted 'docker-file-service-unit-mode' 'automatic'; then
    mode_within 'docker-file-service-unit-mode' '/usr/lib/systemd/system/docker.service' '0644' 'u-xs,g-wxs,o-wx,a-t'
    mode_within 'docker-file-service-unit-mode' '/etc/systemd/system/docker.service.d/override.conf' '0644' 'u-xs,g-wxs,o-wx,a-t'
  fi
  # END fix docker-file-service-unit-mode
  # BEGIN fix (2/27) docker-file-socket-unit-owner cis=3.3 automatic disruption=none restart=false
  # The docker.socket unit and its drop-ins belong to root
  if wanted 'docker-file-socket-unit-owner' 'automatic'; then
    owner_is 'docker-file-socket-unit-owner' '/usr/lib/systemd/system/docker.socket' 'root:root'
  fi
  # END fix docker-file-socket-unit-owner
  # BEGIN fix (3/27) docker-file-config-dir-mode cis=3.6 automatic disruption=none restart=false
  # The Docker configuration directory can be written by root only
  if wanted 'docker-file-config-dir-mode' 'automatic'; then
    mode_within 'docker-file-config-dir-mode' '/etc/docker' '0755' 'u-s,g-ws,o-w,a-t'
  fi
  # END fix docker-file-config-dir-mode
  # BEGIN fix (4/27) docker-file-api-socket-mode cis=3.16 guarded disruption=low restart=false
  # The Docker API socket is closed to everyone but its owner and group
  if wanted 'docker-file-api-socket-mode' 'guarded'; then
    mode_within 'docker-file-api-socket-mode' '/run/docker.sock' '7660' 'u-x,g-x,o-rwx'
  fi
  # END fix docker-file-api-socket-mode
  # BEGIN fix (5/27) docker-file-daemon-json-owner cis=3.17 automatic disruption=none restart=false
  # The configuration file of the daemon belongs to root
  if wanted 'docker-file-daemon-json-owner' 'automatic'; then
    owner_is 'docker-file-daemon-json-owner' '/etc/docker/daemon.json' 'root:root'
  fi
  # END fix docker-file-daemon-json-owner
  # BEGIN fix (6/27) docker-file-daemon-json-mode cis=3.18 automatic disruption=none restart=false
  # The configuration file of the daemon can be written by root only
  if wanted 'docker-file-daemon-json-mode' 'automatic'; then
    mode_within 'docker-file-daemon-json-mode' '/etc/docker/daemon.json' '0644' 'u-xs,g-wxs,o-wx,a-t'
  fi
  # END fix docker-file-daemon-json-mode
  socket_finish
}

fix_audit() {
  # BEGIN fix (7/27) host-audit-dockerd cis=1.1.3 automatic disruption=none restart=false
  # The Docker daemon binary is audited
  if wanted 'host-audit-dockerd' 'automatic'; then
    audit_rule 'host-audit-dockerd' '/usr/sbin/dockerd' 'wxa'
  fi
  # END fix host-audit-dockerd
  # BEGIN fix (8/27) host-audit-run-containerd cis=1.1.4 automatic disruption=none restart=false
  # The runtime directory of containerd is audited
  if wanted 'host-audit-run-containerd' 'automatic'; then
    audit_rule 'host-audit-run-containerd' '/run/docker/containerd' 'wa'
  fi
  # END fix host-audit-run-containerd
  # BEGIN fix (9/27) host-audit-data-root cis=1.1.5 guarded disruption=low restart=false
  # The data root of Docker is audited
  if wanted 'host-audit-data-root' 'guarded'; then
    audit_rule 'host-audit-data-root' '/var/lib/docker' 'wa'
  fi
  # END fix host-audit-data-root
  # BEGIN fix (10/27) host-audit-etc-docker cis=1.1.6 automatic disruption=none restart=false
  # The Docker configuration directory is audited
  if wanted 'host-audit-etc-docker' 'automatic'; then
    audit_rule 'host-audit-etc-docker' '/etc/docker' 'wa'
  fi
  # END fix host-audit-etc-docker
  # BEGIN fix (11/27) host-audit-docker-service cis=1.1.7 automatic disruption=none restart=false
  # The docker.service unit and its drop-ins are audited
  if wanted 'host-audit-docker-service' 'automatic'; then
    audit_rule 'host-audit-docker-service' '/usr/lib/systemd/system/docker.service' 'wa'
    audit_rule 'host-audit-docker-service' '/etc/systemd/system/docker.service.d/override.conf' 'wa'
  fi
  # END fix host-audit-docker-service
  # BEGIN fix (12/27) host-audit-containerd-sock cis=1.1.8 automatic disruption=none restart=false
  # The socket of containerd is audited
  if wanted 'host-audit-containerd-sock' 'automatic'; then
    audit_rule 'host-audit-containerd-sock' '/run/docker/containerd/containerd.sock' 'rwxa'
  fi
  # END fix host-audit-containerd-sock
  # BEGIN fix (13/27) host-audit-docker-sock cis=1.1.9 automatic disruption=none restart=false
  # The Docker API socket is audited
  if wanted 'host-audit-docker-sock' 'automatic'; then
    audit_rule 'host-audit-docker-sock' '/run/docker.sock' 'rwxa'
  fi
  # END fix host-audit-docker-sock
  # BEGIN fix (14/27) host-audit-etc-default-docker cis=1.1.10 automatic disruption=none restart=false
  # The file /etc/default/docker is audited
  if wanted 'host-audit-etc-default-docker' 'automatic'; then
    audit_rule 'host-audit-etc-default-docker' '/etc/default/docker' 'wa'
  fi
  # END fix host-audit-etc-default-docker
  # BEGIN fix (15/27) host-audit-daemon-json cis=1.1.11 automatic disruption=none restart=false
  # The configuration file of the daemon is audited
  if wanted 'host-audit-daemon-json' 'automatic'; then
    audit_rule 'host-audit-daemon-json' '/etc/docker/daemon.json' 'wa'
  fi
  # END fix host-audit-daemon-json
  # BEGIN fix (16/27) host-audit-containerd-config cis=1.1.12 automatic disruption=none restart=false
  # The configuration of containerd is audited
  if wanted 'host-audit-containerd-config' 'automatic'; then
    audit_rule 'host-audit-containerd-config' '/etc/containerd/config.toml' 'wa'
  fi
  # END fix host-audit-containerd-config
  # BEGIN fix (17/27) host-audit-containerd cis=1.1.14 automatic disruption=none restart=false
  # The containerd binary is audited
  if wanted 'host-audit-containerd' 'automatic'; then
    audit_rule 'host-audit-containerd' '/usr/bin/containerd' 'wxa'
  fi
  # END fix host-audit-containerd
  # BEGIN fix (18/27) host-audit-containerd-shim cis=1.1.15 automatic disruption=none restart=false
  # The containerd-shim binary is audited
  if wanted 'host-audit-containerd-shim' 'automatic'; then
    audit_rule 'host-audit-containerd-shim' '/usr/bin/containerd-shim' 'wxa'
  fi
  # END fix host-audit-containerd-shim
  # BEGIN fix (19/27) host-audit-containerd-shim-v1 cis=1.1.16 automatic disruption=none restart=false
  # The containerd-shim-runc-v1 binary is audited
  if wanted 'host-audit-containerd-shim-v1' 'automatic'; then
    audit_rule 'host-audit-containerd-shim-v1' '/usr/bin/containerd-shim-runc-v1' 'wxa'
  fi
  # END fix host-audit-containerd-shim-v1
  # BEGIN fix (20/27) host-audit-containerd-shim-v2 cis=1.1.17 automatic disruption=none restart=false
  # The containerd-shim-runc-v2 binary is audited
  if wanted 'host-audit-containerd-shim-v2' 'automatic'; then
    audit_rule 'host-audit-containerd-shim-v2' '/usr/bin/containerd-shim-runc-v2' 'wxa'
  fi
  # END fix host-audit-containerd-shim-v2
  # BEGIN fix (21/27) host-audit-runc cis=1.1.18 automatic disruption=none restart=false
  # The runc binary is audited
  if wanted 'host-audit-runc' 'automatic'; then
    audit_rule 'host-audit-runc' '/usr/sbin/runc' 'wxa'
  fi
  # END fix host-audit-runc
  audit_finish
}

choose_daemon() {
  # BEGIN fix (22/27) docker-daemon-icc cis=2.2 guarded disruption=high restart=true
  # Traffic between containers on the default bridge is restricted
  if wanted 'docker-daemon-icc' 'guarded'; then
    daemon_choose 'docker-daemon-icc' '1' 'restart' 'bridge:com.docker.network.bridge.enable_icc=false'
  fi
  # END fix docker-daemon-icc
  # BEGIN fix (23/27) docker-daemon-log-level cis=2.3 automatic disruption=low restart=true
  # The daemon logs at level info and not in debug mode
  if wanted 'docker-daemon-log-level' 'automatic'; then
    daemon_choose 'docker-daemon-log-level' '2' 'restart' 'daemon'
  fi
  # END fix docker-daemon-log-level
  # BEGIN fix (24/27) docker-daemon-userns cis=2.10 guarded disruption=high restart=true
  # Root in a container is an unprivileged user of the host
  if wanted 'docker-daemon-userns' 'guarded'; then
    daemon_choose 'docker-daemon-userns' '3' 'restart' 'root:userns'
  fi
  # END fix docker-daemon-userns
  # BEGIN fix (25/27) docker-daemon-no-new-privileges cis=2.15 guarded disruption=high restart=true
  # New containers cannot gain privileges by default
  if wanted 'docker-daemon-no-new-privileges' 'guarded'; then
    daemon_choose 'docker-daemon-no-new-privileges' '4' 'restart' 'created'
  fi
  # END fix docker-daemon-no-new-privileges
  # BEGIN fix (26/27) docker-daemon-live-restore cis=2.16 automatic disruption=none restart=false
  # Containers keep running while the daemon is restarted
  if wanted 'docker-daemon-live-restore' 'automatic'; then
    daemon_choose 'docker-daemon-live-restore' '5' 'reload' 'daemon'
  fi
  # END fix docker-daemon-live-restore
  # BEGIN fix (27/27) docker-daemon-userland-proxy cis=2.17 guarded disruption=high restart=true
  # The userland proxy is off
  if wanted 'docker-daemon-userland-proxy' 'guarded'; then
    daemon_choose 'docker-daemon-userland-proxy' '6' 'restart' 'ports'
  fi
  # END fix docker-daemon-userland-proxy
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
  # What cannot be done at all is found out before anything is done.
  choose_daemon
  daemon_check
  fix_files
  fix_audit
  daemon_apply
  finish
}

: <<'PLIMSOLL_93efd3552ea6_EOF'
# What is left to you, to adapt and use. What stands in CAPITALS is yours to fill in, nothing here is run.
#
# --- container:privileged
# 4.1, 5.4, 5.5, 5.11, 5.12, 5.13, 5.18, 5.22, 5.26, 5.28, 5.29, 5.30, 5.31
# image legacy/base:latest
# docker run:
# docker inspect privileged shows how it was made: make it anew
# without, where it is set:
#   --cap-add ALL
#   --privileged
#   --security-opt systempaths=unconfined
#   --device
#   --device-cgroup-rule
#   --gpus
#   --security-opt seccomp=unconfined
#   --userns host
# with:
--user UID:GID --cap-drop NET_RAW --memory MEMORY --memory-swap SWAP --cpu-shares CPU_SHARES --read-only --tmpfs /tmp --security-opt no-new-privileges --pids-limit PIDS --network NETWORK
# Dockerfile:
# of legacy/base:latest
RUN adduser --system --uid 10001 app
USER 10001:10001
#
# --- container:unconfined
# 4.1, 5.4, 5.5, 5.6, 5.11, 5.12, 5.13, 5.14, 5.15, 5.22, 5.26, 5.27, 5.28, 5.29, 5.30, 5.31, 5.32
# image legacy/base:latest
# docker run:
# docker inspect unconfined shows how it was made: make it anew
# without, where it is set:
#   --cap-add CAP_SYS_ADMIN
#   --privileged
#   --security-opt systempaths=unconfined
#   -v /etc:/host-etc
#   -v /run:/host-run
#   -p 2222:22/tcp
#   --restart always
#   --security-opt seccomp=unconfined
#   --userns host
# with:
--user UID:GID --cap-drop NET_RAW --memory MEMORY --memory-swap SWAP --cpu-shares CPU_SHARES --read-only --tmpfs /tmp -p 127.0.0.1:2222:22/tcp --restart on-failure:5 --security-opt no-new-privileges --health-cmd COMMAND --health-interval 30s --health-timeout 5s --pids-limit PIDS --network NETWORK
# Dockerfile:
# of legacy/base:latest
RUN adduser --system --uid 10001 app
USER 10001:10001
#
# --- container:vanilla
# 4.1, 5.4, 5.5, 5.6, 5.10, 5.11, 5.12, 5.13, 5.16, 5.17, 5.26, 5.27, 5.28, 5.29, 5.31, 5.32
# image legacy/base:latest
# docker run:
# docker inspect vanilla shows how it was made: make it anew
# without, where it is set:
#   --privileged
#   --security-opt systempaths=unconfined
#   -v /:/host
#   -v /run/docker.sock:/var/run/docker.sock
#   --network host
#   --pid host
#   --ipc host
#   --userns host
# with:
--user UID:GID --cap-drop NET_RAW --network NETWORK --memory MEMORY --memory-swap SWAP --cpu-shares CPU_SHARES --read-only --tmpfs /tmp --shm-size SIZE --security-opt no-new-privileges --health-cmd COMMAND --health-interval 30s --health-timeout 5s --pids-limit PIDS
# Dockerfile:
# of legacy/base:latest
RUN adduser --system --uid 10001 app
USER 10001:10001
#
# --- image:legacy/base:latest
# 4.6
# Dockerfile:
# of legacy/base:latest
HEALTHCHECK --interval=30s --timeout=5s --retries=3 CMD COMMAND
#
# --- host-storage (1.1.1)
# Docker keeps its data on a filesystem of its own
# steps:
lvcreate -n docker -L SIZE VOLUME_GROUP && mkfs.ext4 /dev/VOLUME_GROUP/docker
systemctl stop docker.socket docker containerd
mount /dev/VOLUME_GROUP/docker /mnt && rsync -aHAX DATA_ROOT/ /mnt/ && umount /mnt
echo '/dev/VOLUME_GROUP/docker DATA_ROOT ext4 defaults 0 2' >>/etc/fstab
mount DATA_ROOT && systemctl start containerd docker.socket docker
#
# --- host-docker-group (1.1.2)
# Only trusted accounts can open the Docker API socket
# steps:
gpasswd -d USER docker
loginctl terminate-user USER
#
# --- docker-daemon-insecure-registries (2.5)
# No registry is trusted without verified TLS
# steps:
install -D -m 0444 CA.crt /etc/docker/certs.d/HOST:PORT/ca.crt
# take HOST:PORT out of "insecure-registries" in daemon.json, then:
systemctl reload docker
docker pull HOST:PORT/IMAGE
#
# --- docker-daemon-tls (2.8)
# The Docker API on the network demands client certificates
# steps:
# Best: no TCP at all. Take tcp:// out of "hosts" or -H and reach the daemon over SSH:
docker context create NAME --docker host=ssh://USER@HOST
# Where TCP must stay: an authority, a server certificate and one for each client.
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -out ca-key.pem
openssl req -new -x509 -days 730 -sha256 -key ca-key.pem -subj '/CN=Docker CA' -out ca.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out server-key.pem
openssl req -new -sha256 -key server-key.pem -subj '/CN=HOST' -out server.csr
printf 'subjectAltName=DNS:HOST,IP:ADDRESS\nextendedKeyUsage=serverAuth\n' >server.ext
openssl x509 -req -days 365 -sha256 -in server.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -extfile server.ext -out server-cert.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem
openssl req -new -sha256 -key key.pem -subj '/CN=CLIENT' -out client.csr
printf 'extendedKeyUsage=clientAuth\n' >client.ext
openssl x509 -req -days 365 -sha256 -in client.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -extfile client.ext -out cert.pem
install -D -m 0444 -t /etc/docker/tls ca.pem server-cert.pem && install -m 0400 -t /etc/docker/tls server-key.pem
# in daemon.json, and in no flag, ca-key.pem stays off the host:
"tlsverify": true, "tlscacert": "/etc/docker/tls/ca.pem",
"tlscert": "/etc/docker/tls/server-cert.pem", "tlskey": "/etc/docker/tls/server-key.pem"
systemctl restart docker
docker --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey key.pem -H tcp://HOST:2376 version
#
# --- docker-daemon-ulimits (2.9)
# Default ulimits for containers are set
# steps:
# in daemon.json, with limits that your workloads need:
"default-ulimits": { "nofile": { "Name": "nofile", "Soft": SOFT, "Hard": HARD } }
systemctl restart docker
#
# --- docker-daemon-authorization (2.13)
# An authorization plugin decides what clients of the API may do
# steps:
docker plugin install PLUGIN
# in daemon.json: "authorization-plugins": \x5b"PLUGIN"\x5d
systemctl restart docker && docker version
#
# --- docker-content-trust (4.5)
# The Docker client verifies signatures of images when it pulls
# steps:
cosign sign --key cosign.key REGISTRY/IMAGE@sha256:DIGEST
cosign verify --key cosign.pub REGISTRY/IMAGE@sha256:DIGEST && docker pull REGISTRY/IMAGE@sha256:DIGEST
#
# --- docker-container-image-version (5.28)
# Containers run the version of their image that was meant
# steps:
docker pull IMAGE
docker image inspect -f '{{index .RepoDigests 0}}' IMAGE
# make the container anew from the digest that this shows: NAME@sha256:DIGEST
#
# --- docker-daemon-userns (2.10)
# Root in a container is an unprivileged user of the host
# steps:
grep dockremap /etc/subuid /etc/subgid || useradd --system --shell /usr/sbin/nologin dockremap
# if there is no range yet: usermod --add-subuids 100000-165535 --add-subgids 100000-165535 dockremap
docker save -o images.tar $(docker image ls --format '{{.Repository}}:{{.Tag}}')
# in daemon.json: "userns-remap": "default"
systemctl restart docker && docker load -i images.tar
chown -R 100000:100000 BIND_MOUNTED_DIRECTORY
PLIMSOLL_93efd3552ea6_EOF

main "$@"
