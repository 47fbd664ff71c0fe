# Programs of containerd that run on this host, and what containerd was told.
section_containerd_processes() {
  [ -z "$containerd_found" ] || printf '%s\n' "$containerd_found"
}
