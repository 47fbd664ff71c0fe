#!/bin/sh
# This machine, booted once more: systemd as process 1 in namespaces and a cgroup of its own, on a view of this root
# whose changes go with it. `systemd.sh FOLDER PACKAGE NODE` lives until its standard input is closed. FOLDER/init is
# the process to enter by nsenter, once all is up; plimsoll and the examples lie in /opt/plimsoll there.
set -eu

folder=$1
package=$2
node=$3
root=$folder/root
hierarchy=$folder/cgroup

own_cgroup() {
  mkdir -p "$hierarchy"
  mount -t cgroup2 cgroup2 "$hierarchy"
  cgroup=$hierarchy/plimsoll-$$
  mkdir "$cgroup"
}

shut_down() {
  trap - EXIT
  kill -KILL "$unshare" 2>/dev/null || :
  { wait "$unshare" || :; } 2>/dev/null
  for _ in $(seq 50); do
    find "$cgroup" -depth -type d -exec rmdir {} \; 2>/dev/null || :
    [ -d "$cgroup" ] || return 0
    sleep 0.1
  done
}

boot() {
  # shellcheck disable=SC2016 # for the shell that goes into the cgroup
  sh -c 'echo $$ >"$1/cgroup.procs"; shift; exec "$@"' sh "$cgroup" \
    unshare --cgroup --mount --propagation private --uts --ipc --net --pid --fork --kill-child \
    sh "$0" "$folder" "$package" "$node" inside &
  unshare=$!
  init=
  trap shut_down EXIT
  trap 'exit 1' INT TERM
  for _ in $(seq 300); do
    read -r init _ 2>/dev/null <"/proc/$unshare/task/$unshare/children" || :
    [ -z "$init" ] || ! nsenter --all --target "$init" systemctl is-active --quiet sysinit.target 2>/dev/null || return 0
    kill -0 "$unshare" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 5 "$folder/console.log" >&2
  return 1
}

make_root() {
  mkdir -p "$folder/layers" "$root" "$folder/var-lib-docker"
  mount -t tmpfs tmpfs "$folder/layers"
  mkdir "$folder/layers/upper" "$folder/layers/work"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/layers/upper,workdir=$folder/layers/work" "$root"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs tmpfs "$root/tmp"
  mkdir -p "$root/var/lib/docker" "$root/opt/plimsoll"
  mount --bind "$folder/var-lib-docker" "$root/var/lib/docker"
  mount --bind "$package" "$root/opt/plimsoll"
  touch "$root/opt/node"
  mount --bind "$node" "$root/opt/node"
}

# The settings of the kernel belong to this machine, but for those of the network, which is its own.
make_kernel_files() {
  mount -t proc proc "$root/proc"
  mount --bind "$root/proc/sys" "$root/proc/sys"
  mount --bind "$root/proc/sys/net" "$root/proc/sys/net"
  mount -o remount,bind,ro "$root/proc/sys"
  mount -t sysfs -o ro sysfs "$root/sys"
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  done
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
}

if [ "${4:-}" = inside ]; then
  make_root
  make_kernel_files
  : >"$root/etc/fstab"
  cd "$root"
  pivot_root . mnt
  exec >"/mnt$folder/console.log" 2>&1
  umount -l /mnt
  # As it is where systemd has mounted everything by itself; without it the services see no credentials.
  mount --make-rshared /
  exec env -i container=lab PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=sysinit.target --show-status=no
elif [ "${4:-}" = outside ]; then
  own_cgroup
  boot
  echo "$init" >"$folder/init.new"
  mv "$folder/init.new" "$folder/init"
  cat >/dev/null
else
  exec unshare --mount --propagation private sh "$0" "$folder" "$package" "$node" outside
fi
