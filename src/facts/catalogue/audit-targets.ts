import type { TableSpec } from '../types.ts';

export const auditTargets: TableSpec = {
  name: 'audit.targets',
  description: 'The Docker files and directories worth auditing, and whether audit rules really cover them.',
  key: 'name',
  subject: { kind: 'audit', column: 'path' },
  sections: ['audit.kernel', 'audit.status', 'audit.files', 'processes', 'systemd', 'files', 'daemon.config'],
  columns: {
    name: { type: 'string', description: 'dockerd, etc-docker, docker-sock and so on.' },
    path: { type: 'string', description: 'The real path on this host.' },
    exists: { type: 'boolean', description: 'Whether the path exists.' },
    enabled: {
      type: 'boolean',
      description: 'Whether the kernel records audit events at all (auditctl -s).',
    },
    loaded: {
      type: 'boolean',
      description: 'Whether a loaded kernel rule covers the path for writes and attribute changes.',
    },
    persistent: {
      type: 'boolean',
      description: 'Whether a rule file covers the path, so that the rule survives a reboot.',
    },
    rule: { type: 'string', nullable: true, description: 'The rule that covers it.' },
  },
};
