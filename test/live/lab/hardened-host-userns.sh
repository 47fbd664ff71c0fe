# shellcheck shell=sh disable=SC2034,SC2154 # sourced by host.sh, which shares its variables
# The hardened host without a user namespace: what remains where the kernel gives containers none.
userns_remap=''
# shellcheck source=/dev/null
. "$here/hardened.sh"
