#!/bin/sh
# A host to audit, made of this machine: real dockerd and sshd in a mount namespace of their own, where /etc, the
# systemd units, /run and /var/lib are private copies. Started by `host.sh FOLDER STATE PORT`; lives until its
# standard input is closed, then stops what it started. FOLDER/ready appears when it can be audited.
# The kernel's audit rules have no namespace: they are saved before and restored after.
set -eu

if [ "${4:-}" != inside ]; then
  exec unshare --mount --propagation private sh "$0" "$1" "$2" "$3" inside
fi

folder=$1
state=$2
port=$3
here=$(cd "$(dirname "$0")" && pwd)
DOCKER_HOST=unix:///run/docker.sock
DOCKER_CONFIG=/nonexistent
# The package's own client and daemon, whatever else is installed.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export DOCKER_HOST DOCKER_CONFIG PATH

private_copy() {
  name=$(echo "$1" | tr / _)
  mkdir -p "$folder/layers$name/upper" "$folder/layers$name/work"
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$folder/layers$name/upper,workdir=$folder/layers$name/work" "$1"
}

start_dockerd() {
  dockerd --data-root "${data_root:-/var/lib/docker}" --exec-root /run/docker --pidfile /run/docker.pid "$@" >>"$folder/dockerd.log" 2>&1 &
  dockerd_pid=$!
  for _ in $(seq 100); do
    docker version >/dev/null 2>&1 && return 0
    kill -0 "$dockerd_pid" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 5 "$folder/dockerd.log" >&2
  return 1
}

stop_dockerd() {
  pid=$(cat /run/docker.pid 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null || return 0
  while readlink "/proc/$pid/exe" >/dev/null; do sleep 0.1; done
}

# What "service docker ..." calls: starts dockerd again with the arguments that it had.
install_service() {
  cat >/etc/init.d/docker <<SERVICE
#!/bin/sh
export DOCKER_HOST=$DOCKER_HOST DOCKER_CONFIG=$DOCKER_CONFIG PATH=$PATH
pid=\$(cat /run/docker.pid 2>/dev/null)
runs() { readlink "/proc/\$pid/exe" >/dev/null; }
stop() {
  runs || return 0
  cat "/proc/\$pid/cmdline" >"$folder/dockerd.arguments"
  kill "\$pid"
  while runs; do sleep 0.1; done
}
start() {
  if runs; then return 0; fi
  xargs -0 setsid <"$folder/dockerd.arguments" >>"$folder/dockerd.log" 2>&1 &
  for _ in \$(seq 100); do
    docker version >/dev/null 2>&1 && return 0
    kill -0 "\$!" 2>/dev/null || break
    sleep 0.1
  done
  return 1
}
case \$1 in
  status) runs || exit 3 ;;
  start | stop) "\$1" ;;
  restart) stop && start ;;
  reload) kill -HUP "\$pid" ;;
  *) exit 2 ;;
esac
SERVICE
  chmod 755 /etc/init.d/docker
}

# An image from busybox alone; further arguments are Dockerfile instructions.
import_image() {
  image=$1
  shift
  [ -d "$folder/rootfs" ] || {
    mkdir -p "$folder/rootfs/bin" "$folder/rootfs/etc" "$folder/rootfs/tmp"
    cp "$(command -v busybox)" "$folder/rootfs/bin/busybox"
    for applet in sh sleep cat true; do ln -s busybox "$folder/rootfs/bin/$applet"; done
    printf 'root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n' >"$folder/rootfs/etc/passwd"
    tar -C "$folder/rootfs" -cf "$folder/rootfs.tar" .
  }
  changes=$#
  while [ "$changes" -gt 0 ]; do
    set -- "$@" --change "$1"
    shift
    changes=$((changes - 1))
  done
  docker import "$@" "$folder/rootfs.tar" "$image" >/dev/null
}

# One certificate that signs itself is the authority as well.
make_certificates() {
  mkdir -p /etc/docker/tls
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
    -keyout /etc/docker/tls/key.pem -out /etc/docker/tls/cert.pem 2>/dev/null
  cp /etc/docker/tls/cert.pem /etc/docker/tls/ca.pem
  chmod 444 /etc/docker/tls/ca.pem /etc/docker/tls/cert.pem
  chmod 400 /etc/docker/tls/key.pem
}

cleanup() {
  trap - EXIT
  docker swarm leave --force >/dev/null 2>&1 || :
  docker ps -aq 2>/dev/null | xargs -r docker rm -f >/dev/null 2>&1 || :
  docker network ls -q -f type=custom 2>/dev/null | xargs -r docker network rm >/dev/null 2>&1 || :
  stop_dockerd
  # shellcheck disable=SC2086 # one argument a process
  [ -z "${other_pids:-}" ] || kill $other_pids 2>/dev/null || :
  [ ! -f "$folder/sshd.pid" ] || kill "$(cat "$folder/sshd.pid")" 2>/dev/null || :
  restore_audit
}

restore_audit() {
  auditctl -D >/dev/null 2>&1 || :
  grep '^-[aw]' "$folder/audit-rules.saved" >"$folder/audit-rules.again" || :
  auditctl -R "$folder/audit-rules.again" >/dev/null 2>&1 || :
  auditctl -e "$(sed -n 's/^enabled //p' "$folder/audit-status.saved")" >/dev/null 2>&1 || :
}

# As an init starts daemons: nothing is to tell where the tests lie.
cd /
mkdir -p "$folder/mnt"
mount -t tmpfs tmpfs "$folder/mnt"
# No overlay: what other tests do to the accounts of this machine meanwhile would be seen through it.
mkdir -p "$folder/etc"
mount -t tmpfs -o mode=755 tmpfs "$folder/etc"
cp -a /etc/. "$folder/etc/"
mount --bind "$folder/etc" /etc
private_copy /usr/lib/systemd/system
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs "$(mkdir -p /var/backups && echo /var/backups)"
mkdir -p /run/sshd
mount --bind "$(mkdir -p "$folder/var-lib-docker" && echo "$folder/var-lib-docker")" "$(mkdir -p /var/lib/docker && echo /var/lib/docker)"
rm -f /etc/docker/daemon.json /etc/audit/rules.d/*.rules
printf -- '-D\n-b 8192\n' >/etc/audit/rules.d/audit.rules
echo '0123456789abcdef0123456789abcdef' >/etc/machine-id
install_service
auditctl -s >"$folder/audit-status.saved"
auditctl -l >"$folder/audit-rules.saved"
auditctl -D >/dev/null
auditctl -e 0 >/dev/null
trap cleanup EXIT
trap 'exit 1' INT TERM

# shellcheck source=/dev/null
. "$here/$state.sh"
prepare_host

[ -f "$folder/host_key" ] || ssh-keygen -q -t ed25519 -N '' -f "$folder/host_key"
[ -f "$folder/client_key" ] || ssh-keygen -q -t ed25519 -N '' -f "$folder/client_key"
echo "[127.0.0.1]:$port $(cut -d ' ' -f 1,2 "$folder/host_key.pub")" >"$folder/known_hosts"
/usr/sbin/sshd -f /dev/null -o "Port=$port" -o ListenAddress=127.0.0.1 -o "HostKey=$folder/host_key" \
  -o "AuthorizedKeysFile=$folder/client_key.pub" -o StrictModes=no -o "PidFile=$folder/sshd.pid" -o UsePAM=no
touch "$folder/ready"

# Commands of a test, one a line, each answered by its exit status in FOLDER/answer.
while IFS= read -r command; do
  answer=0
  eval "$command" >>"$folder/commands.log" 2>&1 || answer=$?
  echo "$answer" >"$folder/answer.new"
  mv "$folder/answer.new" "$folder/answer"
done
