# Programs of containerd that run on this host, and the configuration files that they were given.
section_containerd_processes() {
  containerd_programs
}
