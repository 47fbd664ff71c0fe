import type { TableSpec } from '../types.ts';

export const auditTargets: TableSpec = {
  name: 'audit.targets',
  description: 'The Docker files and directories worth auditing, and whether audit rules really cover them.',
  key: 'name',
  subject: { kind: 'audit', column: 'path' },
  sections: [
    'audit.kernel',
    'audit.status',
    'audit.files',
    'processes',
    'containerd.processes',
    'systemd',
    'files',
    'daemon.config',
    'docker.info',
  ],
  columns: {
    name: {
      type: 'string',
      description:
        'dockerd, etc-docker, docker-sock, run-containerd, data-root, docker-service, containerd-sock, etc-default-docker, daemon-json, containerd-config, sysconfig-docker, containerd, containerd-shim, containerd-shim-runc-v1, containerd-shim-runc-v2 or runc. Several rows may share a name.',
    },
    path: { type: 'string', description: 'The real path on this host.' },
    exists: { type: 'boolean', description: 'Whether the path exists.' },
    rootless: { type: 'boolean', description: 'Whether the daemon says that it is rootless.' },
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
      description:
        'Whether a rule file covers the path and none switches auditing off, so that it survives a reboot.',
    },
    rule: { type: 'string', nullable: true, description: 'The rule that covers it.' },
  },
};
