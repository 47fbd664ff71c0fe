#!/bin/sh
# The same host as host.sh makes, with the engine of Debian 13 (Docker 26.1): a debootstrap root with mount and PID
# namespaces of its own. `trixie.sh --prepare` makes the root once; `trixie.sh FOLDER STATE PORT` is as host.sh.
set -eu

root=/var/cache/plimsoll-test/trixie
packages='docker.io docker-cli openssh-server iptables auditd busybox-static sudo sudo-rs procps openssl iproute2'
here=$(cd "$(dirname "$0")" && pwd)

# The mirror, proxy and keys of this machine's own apt.
prepare() {
  [ "$(cat "$root/prepared" 2>/dev/null)" != "$packages" ] || return 0
  rm -rf "$root"
  mkdir -p "$root"
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -o 'https\{0,1\}://[^ ]*/debian/\{0,1\}\( \|$\)' | head -n 1)
  debootstrap --variant=minbase trixie "$root" "${mirror:-http://deb.debian.org/debian}"
  cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" 2>/dev/null || :
  cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || :
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  chroot "$root" apt-get update -q
  # shellcheck disable=SC2086 # one argument a package
  DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -q -y --no-install-recommends $packages
  chroot "$root" apt-get clean
  echo "$packages" >"$root/prepared"
}

if [ "$1" = --prepare ]; then
  prepare
  exit 0
fi

if [ "${4:-}" != inside ]; then
  exec unshare --mount --propagation private sh "$0" "$1" "$2" "$3" inside
fi

folder=$1
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/lab" "$root$folder"
mount --bind "$here" "$root/lab"
mount --bind "$folder" "$root$folder"
exec chroot "$root" /bin/sh /lab/host.sh "$folder" "$2" "$3"
