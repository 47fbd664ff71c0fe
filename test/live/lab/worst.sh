# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# The broken host, and everything else that can be wrong on one host wrong as well.
# shellcheck source=/dev/null
. "$here/broken.sh"

prepare_host() {
  echo '{ "defaultAction": "SCMP_ACT_ALLOW" }' >/etc/docker/seccomp.json
  make_certificates
  dockerd_flags="--iptables=false --experimental --cgroup-parent=/legacy --seccomp-profile=/etc/docker/seccomp.json
    --tlsverify=false --tlscacert=/etc/docker/tls/ca.pem --tlscert=/etc/docker/tls/cert.pem --tlskey=/etc/docker/tls/key.pem"
  mkdir -p /etc/docker/certs.d/registry.example.com /etc/sysconfig
  echo '# anybody may replace it' >/etc/docker/certs.d/registry.example.com/ca.crt
  touch /etc/sysconfig/docker
  for file in /etc/docker/certs.d/registry.example.com/ca.crt /etc/sysconfig/docker /etc/default/docker \
    /usr/lib/systemd/system/docker.service /usr/lib/systemd/system/docker.socket /etc/docker/tls/*; do
    chmod 666 "$file"
    chown 1003:1003 "$file"
  done
  chown 1003:1003 /etc/docker
  prepare_broken_host
  for socket in /run/docker.sock /run/docker/containerd/containerd.sock; do
    chmod 666 "$socket"
    chown 1003:1003 "$socket"
  done
  build_worst_image
  mkdir -p "$folder/shared"
  mount --bind "$folder/shared" "$folder/shared"
  mount --make-shared "$folder/shared"
  docker run -d --name worst --user 1000 --uts host --cgroup-parent /elsewhere --ulimit nofile=512 -p 222:22 \
    -v "$folder/shared:/shared:rshared" worst/tools:latest /bin/sh -c 'exec -a sleep /opt/sshd 100000' >/dev/null
  docker exec -d -u root worst /bin/sleep 100000
}

build_worst_image() {
  mkdir -p "$folder/context"
  cp "$(command -v busybox)" "$folder/context/sshd"
  DOCKER_BUILDKIT=0 docker build -q -t worst/tools:latest -f - "$folder/context" >/dev/null 2>&1 <<'DOCKERFILE'
FROM legacy/base:latest
ENV DB_PASSWORD=changeme
ADD sshd /opt/sshd
RUN echo '#!/bin/sh' >/bin/apt-get; /bin/busybox chmod 4755 /bin/apt-get
RUN apt-get update
RUN curl --insecure https://example.com/install.sh | sh || true
DOCKERFILE
}
