# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# A host on which everything that can be decided passes.
prepare_host() {
  data_root=$folder/mnt
  cat >/etc/docker/daemon.json <<JSON
{
  "authorization-plugins": ["lab"],
  "icc": false,
  "live-restore": true,
  "log-level": "info",
  "no-new-privileges": true,
  "userland-proxy": false,
  "userns-remap": "${userns_remap-plimsoll-lab}",
  "default-ulimits": {
    "nofile": { "Name": "nofile", "Soft": 1024, "Hard": 4096 }
  }
}
JSON
  chmod 600 /etc/docker/daemon.json
  mkdir -p /etc/docker/certs.d/registry.example.com /etc/sysconfig
  echo '# the authority of our registry' >/etc/docker/certs.d/registry.example.com/ca.crt
  chmod 444 /etc/docker/certs.d/registry.example.com/ca.crt
  echo '# read by no service of Debian' >/etc/sysconfig/docker
  printf 'plimsoll-lab:x:1002:1002::/nonexistent:/usr/sbin/nologin\n' >>/etc/passwd
  printf 'plimsoll-lab:x:1002:\n' >>/etc/group
  echo 'plimsoll-lab:231072:65536' | tee -a /etc/subuid >>/etc/subgid
  cat >/etc/audit/rules.d/50-docker.rules <<'RULES'
-w /usr/sbin/dockerd -p rwxa -k docker
-w /etc/docker -p wa -k docker
-w /run/docker.sock -p rwxa -k docker
-w /run/docker/containerd -p wa -k docker
-w /usr/lib/systemd/system/docker.service -p wa -k docker
-w /etc/default/docker -p wa -k docker
-w /etc/sysconfig/docker -p wa -k docker
-w /etc/containerd -p wa -k docker
-w /usr/bin/containerd -p wxa -k docker
-w /usr/bin/containerd-shim -p wxa -k docker
-w /usr/bin/containerd-shim-runc-v1 -p wxa -k docker
-w /usr/bin/containerd-shim-runc-v2 -p wxa -k docker
-w /usr/sbin/runc -p wxa -k docker
RULES
  echo "-w $data_root -p wa -k docker" >>/etc/audit/rules.d/50-docker.rules
  echo 'DOCKER_CONTENT_TRUST=1' >>/etc/environment
  mkdir -p /run/docker/plugins
  perl "$here/authz-plugin.pl" /run/docker/plugins/lab.sock &
  other_pids=$!
  make_certificates
  start_dockerd -H unix:///run/docker.sock -H tcp://127.0.0.1:23760 --tlsverify \
    --tlscacert /etc/docker/tls/ca.pem --tlscert /etc/docker/tls/cert.pem --tlskey /etc/docker/tls/key.pem
  mkdir -p /etc/tmpfiles.d
  printf 'd /run/docker 0700 root root -\nd /run/docker/containerd 0711 root root -\n' >/etc/tmpfiles.d/docker.conf
  augenrules --load >/dev/null
  auditctl -e 1 >/dev/null
  import_image vault/app:3.2 'USER 1000:1000' 'HEALTHCHECK --interval=1s CMD ["/bin/cat", "/etc/passwd"]'
  docker network create vault >/dev/null
  docker run -d --name app --network vault --pids-limit 100 --read-only --cap-drop ALL -m 64m --cpus 0.5 --restart on-failure:5 -p 127.0.0.1:9443:443 vault/app:3.2 sleep 100000 >/dev/null
  for _ in $(seq 100); do
    [ "$(docker inspect -f '{{.State.Health.Status}}' app)" != starting ] && return 0
    sleep 0.1
  done
}
