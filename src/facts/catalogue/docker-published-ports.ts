import type { TableSpec } from '../types.ts';

export const dockerPublishedPorts: TableSpec = {
  name: 'docker.publishedPorts',
  description:
    'Addresses of the host on which containers listen: published ports, those that the next start of a container will open, the sockets of containers in the network of the host, and the ports of the services of a swarm.',
  key: 'container',
  subject: { kind: 'container', column: 'container' },
  sections: [
    'docker.containers',
    'container.processes',
    'docker.info',
    'docker.networks',
    'swarm.services',
    'processes',
    'daemon.config',
    'files',
    'systemd',
    'host',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    container: {
      type: 'string',
      description:
        'Name of the container; "swarm service NAME", or "swarm ingress" on a node that does not manage the swarm.',
    },
    hostIp: { type: 'string', description: 'Address on the host; 0.0.0.0 where none was given.' },
    hostPort: {
      type: 'integer',
      nullable: true,
      description: 'Port on the host; null where Docker picks one at start.',
    },
    containerPort: { type: 'integer', description: 'Port inside the container.' },
    protocol: { type: 'string', description: 'tcp, udp or sctp.' },
    published: {
      type: 'string',
      description: 'Host port and protocol, as in "443/tcp"; "any/tcp" where Docker picks the port.',
    },
    publishAll: { type: 'boolean', description: 'Whether the container was created with --publish-all.' },
    wildcard: {
      type: 'boolean',
      description: 'Whether every address of the host listens: 0.0.0.0, :: or none given.',
    },
  },
};
