# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# A host as the packages leave it, with a few ordinary containers.
prepare_host() {
  printf 'deploy:x:1001:1001::/home/deploy:/bin/sh\n' >>/etc/passwd
  sed -i 's/^\(docker:x:[0-9]*:\).*/\1deploy/' /etc/group
  start_dockerd
  import_image shop/web:1.4
  import_image shop/cache:2
  docker run -d --name web -p 8080:80 shop/web:1.4 sleep 100000 >/dev/null
  docker run -d --name cache --user 1000:1000 -m 64m --restart unless-stopped shop/cache:2 sleep 100000 >/dev/null
  docker create --name migrate -v /srv/shop:/data shop/web:1.4 true >/dev/null
}
