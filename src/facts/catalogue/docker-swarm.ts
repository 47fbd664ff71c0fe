import type { TableSpec } from '../types.ts';

export const dockerSwarm: TableSpec = {
  name: 'docker.swarm',
  description: 'One row: the part that this host plays in a swarm.',
  key: 'scope',
  subject: { kind: 'swarm', column: 'scope' },
  sections: ['docker.info', 'swarm.state'],
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
    autolock: {
      type: 'boolean',
      nullable: true,
      description: 'Whether the keys of managers are locked at rest; null on a node that is no manager.',
    },
    clusterId: {
      type: 'string',
      nullable: true,
      description: 'Id of the cluster; null on a node that is no manager.',
    },
    certificateDays: {
      type: 'integer',
      nullable: true,
      description: 'Days for which certificates of nodes are made; null on a node that is no manager.',
    },
    certificateValid: {
      type: 'boolean',
      nullable: true,
      description: 'Whether the certificate of this node is valid now; null where swarm is off.',
    },
    caDays: {
      type: 'integer',
      nullable: true,
      description: 'Age of the certificate authority in days; null on a node that is no manager.',
    },
    caRotating: {
      type: 'boolean',
      nullable: true,
      description: 'Whether the authority is being replaced; null on a node that is no manager.',
    },
    dataPathSeparate: {
      type: 'boolean',
      nullable: true,
      description:
        'Whether containers talk to other nodes through another address than the managers do; null where swarm is off.',
    },
    nodes: {
      type: 'integer',
      nullable: true,
      description: 'Number of nodes; null on a node that is no manager.',
    },
  },
};
