import type { TableSpec } from '../types.ts';

export const dockerContainerUsage: TableSpec = {
  name: 'docker.containerUsage',
  description: 'One row: how many containers do not run.',
  key: 'scope',
  subject: { kind: 'daemon', column: 'scope' },
  sections: ['docker.containers', 'container.processes', 'docker.listed', 'docker.remaining'],
  columns: {
    scope: { type: 'string', description: 'Always "containers".' },
    total: { type: 'integer', description: 'Number of containers.' },
    stopped: { type: 'integer', description: 'Number of those without a process: created, exited or dead.' },
    stoppedContainers: { type: 'array', description: 'Their names, at most 50.' },
  },
};
