import type { TableSpec } from '../types.ts';

export const dockerSwarmListeners: TableSpec = {
  name: 'docker.swarmListeners',
  description:
    'Addresses on which a node of a swarm waits for the others, from the sockets that dockerd holds.',
  key: 'address',
  subject: { kind: 'swarm', column: 'address' },
  sections: ['docker.info', 'swarm.state', 'processes', 'host'],
  columns: {
    address: { type: 'string', description: 'As in tcp://10.0.0.5:2377.' },
    port: {
      type: 'integer',
      description: '2377 or the port chosen in its place for managers, 7946 for all nodes.',
    },
    wildcard: { type: 'boolean', description: 'Whether every address of the host listens: 0.0.0.0 or ::.' },
  },
};
