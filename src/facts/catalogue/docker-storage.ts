import type { TableSpec } from '../types.ts';

export const dockerStorage: TableSpec = {
  name: 'docker.storage',
  description: 'Where images, layers and containers are kept, and on which filesystem.',
  key: 'role',
  subject: { kind: 'storage', column: 'path' },
  sections: [
    'docker.info',
    'mounts',
    'zfs.quotas',
    'files',
    'daemon.config',
    'processes',
    'containerd.processes',
    'host',
  ],
  columns: {
    role: {
      type: 'string',
      description: 'data-root, or containerd-root where the containerd image store is used.',
    },
    path: { type: 'string', description: 'The directory, symlinks resolved.' },
    mountPoint: { type: 'string', description: 'Mount point of the filesystem that holds it.' },
    device: { type: 'string', description: 'major:minor of that filesystem.' },
    fsType: { type: 'string', description: 'Type of that filesystem.' },
    rootDevice: { type: 'string', description: 'major:minor of the filesystem that holds /.' },
    separate: {
      type: 'boolean',
      description: 'Whether it has a filesystem of its own, with its own capacity.',
    },
    rootless: {
      type: 'boolean',
      description: 'Whether the daemon is rootless and keeps its data in a home directory.',
    },
  },
};
