section_audit_status() {
  limited auditctl -s
}
