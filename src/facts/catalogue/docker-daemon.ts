import type { TableSpec } from '../types.ts';

export const dockerDaemon: TableSpec = {
  name: 'docker.daemon',
  description: 'One row: the daemon as a whole.',
  key: 'scope',
  subject: { kind: 'daemon', column: 'scope' },
  sections: [
    'host',
    'docker.info',
    'docker.networks',
    'docker.containers',
    'container.processes',
    'processes',
    'systemd',
    'files',
    'daemon.config',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    scope: { type: 'string', description: 'Always "dockerd".' },
    mode: {
      type: 'string',
      description:
        '"rootless" where an ordinary user runs it and no other dockerd of the host is root, else "root".',
    },
    storageDriver: {
      type: 'string',
      nullable: true,
      description: 'Storage driver, or the snapshotter of the containerd image store.',
    },
    storageOptions: {
      type: 'array',
      description: 'Options of the storage driver in force, as in "dm.basesize=20G".',
    },
    swarm: { type: 'boolean', description: 'Whether the host is part of a swarm.' },
  },
};
