import type { TableSpec } from '../types.ts';

export const dockerListeners: TableSpec = {
  name: 'docker.listeners',
  description:
    'Addresses on which the Docker API is served, from the sockets the process holds and from its settings.',
  key: 'address',
  subject: { kind: 'listener', column: 'address' },
  sections: [
    'processes',
    'systemd',
    'systemd.command',
    'daemon.config',
    'files',
    'docker.info',
    'docker.containers',
    'container.processes',
    'swarm.state',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    address: { type: 'string', description: 'As in tcp://0.0.0.0:2376 or unix:///run/docker.sock.' },
    protocol: { type: 'string', description: 'tcp, unix or fd.' },
    origin: {
      type: 'string',
      description:
        'process, flag, file or socket-unit: where the listener was seen; next-start for one that is not open yet.',
    },
    loopback: { type: 'boolean', description: 'Whether only this host can connect.' },
    tls: { type: 'boolean', description: 'Whether TLS is on.' },
    tlsVerify: { type: 'boolean', description: 'Whether clients must present a certificate.' },
    missingMaterial: {
      type: 'array',
      description: 'Those of tlscacert, tlscert and tlskey that are not set or whose file does not exist.',
    },
  },
};
