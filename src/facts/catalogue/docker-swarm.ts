import type { TableSpec } from '../types.ts';

export const dockerSwarm: TableSpec = {
  name: 'docker.swarm',
  description: 'One row: the part that this host plays in a swarm.',
  key: 'scope',
  subject: { kind: 'swarm', column: 'scope' },
  sections: ['docker.info'],
  columns: {
    scope: { type: 'string', description: 'Always "node".' },
    state: { type: 'string', description: 'inactive, pending, active, error or locked.' },
    manager: { type: 'boolean', description: 'Whether this node is a manager in control of the cluster.' },
    managers: {
      type: 'integer',
      nullable: true,
      description: 'Number of managers; null on a node that is none.',
    },
    managersOdd: { type: 'boolean', nullable: true, description: 'Whether that number is odd.' },
    nodes: {
      type: 'integer',
      nullable: true,
      description: 'Number of nodes; null on a node that is no manager.',
    },
  },
};
