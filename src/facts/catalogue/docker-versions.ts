import type { TableSpec } from '../types.ts';

export const dockerVersions: TableSpec = {
  name: 'docker.versions',
  description: 'Versions of the engine and its parts, as the running daemon names them.',
  key: 'component',
  subject: { kind: 'daemon', column: 'component' },
  sections: ['docker.version', 'processes', 'host'],
  columns: {
    component: { type: 'string', description: 'Engine, containerd, runc, docker-init and so on.' },
    version: {
      type: 'string',
      description: 'Its version; distributions mend old versions without changing the number.',
    },
    stale: {
      type: 'boolean',
      description:
        'Whether the engine was replaced on disk since it was started, so that an older one still runs.',
    },
  },
};
