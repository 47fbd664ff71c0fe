# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# A host on which much is wrong, as it grows over the years.
prepare_host() {
  prepare_broken_host
}

prepare_broken_host() {
  cat >/etc/docker/daemon.json <<'JSON'
{
	"debug": true,
	"insecure-registries": ["registry.example.com:5000"],
	"registry-mirrors": ["http://mirror.example.com"],
	"labels": ["site=lab"]
}
JSON
  chmod 666 /etc/docker/daemon.json
  chown 1003:1003 /etc/docker/daemon.json
  chmod 777 /etc/docker
  chmod 666 /usr/lib/systemd/system/docker.service
  chown 1003:1003 /usr/lib/systemd/system/docker.socket
  mkdir -p /etc/systemd/system/docker.service.d
  printf '[Service]\nEnvironment=FOO=bar\n' >/etc/systemd/system/docker.service.d/override.conf
  chmod 646 /etc/systemd/system/docker.service.d/override.conf
  printf 'mallory:x:1003:1003::/home/mallory:/bin/sh\n' >>/etc/passwd
  sed -i 's/^\(docker:x:[0-9]*:\).*/\1mallory/' /etc/group
  # Loaded, but only for one file of the directory.
  auditctl -w /etc/docker/daemon.json -p wa -k docker >/dev/null
  # shellcheck disable=SC2086 # one argument a flag
  start_dockerd -H unix:///run/docker.sock -H tcp://127.0.0.1:23750 ${dockerd_flags:-}
  chmod 666 /run/docker.sock
  import_image legacy/base:latest
  import_image legacy/unused:1
  docker run -d --name vanilla --net host --pid host --ipc host -v /:/host:ro -v /run/docker.sock:/var/run/docker.sock legacy/base:latest sleep 100000 >/dev/null
  docker run -d --name unconfined --security-opt seccomp=unconfined --cap-add SYS_ADMIN -v /etc:/host-etc -v /run:/host-run -p 2222:22 --restart always legacy/base:latest sleep 100000 >/dev/null
  docker create --name privileged --privileged legacy/base:latest true >/dev/null
}
