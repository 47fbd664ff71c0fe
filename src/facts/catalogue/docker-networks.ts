import type { TableSpec } from '../types.ts';

export const dockerNetworks: TableSpec = {
  name: 'docker.networks',
  description: 'Networks of Docker.',
  key: 'name',
  subject: { kind: 'network', column: 'name' },
  sections: ['docker.networks', 'docker.info', 'docker.version', 'docker.listed', 'docker.remaining'],
  columns: {
    name: { type: 'string', description: 'Name of the network.' },
    driver: { type: 'string', description: 'bridge, overlay, macvlan and so on.' },
    encrypted: {
      type: 'boolean',
      description: 'Whether an overlay network encrypts what containers send each other.',
    },
    bypass: {
      type: 'string',
      nullable: true,
      description:
        'Of an overlay network: known where the version of the engine makes its encryption void, unsure where a distribution may have mended that, else none.',
    },
    engine: {
      type: 'string',
      nullable: true,
      description: 'Of an overlay network: version of the engine, with the revision of its package.',
    },
    clusterNodes: {
      type: 'integer',
      nullable: true,
      description: 'Number of nodes of the swarm; null on a node that is no manager.',
    },
  },
};
