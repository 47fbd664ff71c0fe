# Everything below the directory of registry certificates.
section_registry_certs() {
  registry_cert_paths
}
