section_audit_kernel() {
  limited auditctl -l
}
