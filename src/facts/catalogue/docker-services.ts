import type { TableSpec } from '../types.ts';

export const dockerServices: TableSpec = {
  name: 'docker.services',
  description: 'Services of the swarm, on a node that is a manager.',
  key: 'name',
  subject: { kind: 'service', column: 'name' },
  sections: ['docker.info', 'swarm.services'],
  columns: {
    name: { type: 'string', description: 'Name of the service.' },
    secretNames: {
      type: 'array',
      description:
        'Names of environment variables with a value that are called like a secret, those that point to a file left out.',
    },
    secrets: { type: 'array', description: 'Names of the secrets of the swarm that it uses.' },
  },
};
