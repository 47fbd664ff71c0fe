import type { TableSpec } from '../types.ts';

export const dockerContentTrust: TableSpec = {
  name: 'docker.contentTrust',
  description: 'One row: whether the Docker client of this host verifies signatures when it pulls.',
  key: 'scope',
  subject: { kind: 'host', column: 'scope' },
  sections: ['docker.version', 'content.trust'],
  columns: {
    scope: { type: 'string', description: 'Always "docker-client".' },
    client: { type: 'string', description: 'Version of the Docker client.' },
    supported: {
      type: 'boolean',
      description: 'Whether this client knows content trust; from 29.0 on none does.',
    },
    enabled: { type: 'boolean', description: 'Whether DOCKER_CONTENT_TRUST is on for all accounts.' },
    setIn: { type: 'array', description: 'Files that turn it on for all accounts.' },
  },
};
