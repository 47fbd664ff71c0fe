import type { TableSpec } from '../types.ts';

export const dockerDaemonSettings: TableSpec = {
  name: 'docker.daemonSettings',
  description:
    'Effective options of the running dockerd: what it says itself, else its flags, its file, its default.',
  key: 'name',
  subject: { kind: 'daemon', column: 'name' },
  sections: [
    'docker.info',
    'docker.version',
    'docker.networks',
    'docker.containers',
    'container.processes',
    'processes',
    'systemd',
    'systemd.command',
    'files',
    'daemon.config',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    name: { type: 'string', description: 'The daemon.json key.' },
    value: { type: 'any', nullable: true, description: 'The value in force.' },
    source: { type: 'string', description: 'running, flag, file or default.' },
    configured: {
      type: 'any',
      nullable: true,
      description: 'The value that flags and file give at the next start.',
    },
    pending: { type: 'boolean', description: 'Whether a restart or reload would change the value.' },
    bypass: {
      type: 'string',
      nullable: true,
      description:
        'authorization-plugins only: known where a flaw of the version lets clients around the plugin, unsure where a distribution may have mended it, else none.',
    },
    engine: {
      type: 'string',
      nullable: true,
      description: 'authorization-plugins only: version of the engine, with the revision of its package.',
    },
    rootless: { type: 'boolean', description: 'Whether the daemon runs without root.' },
    swarm: { type: 'boolean', description: 'Whether the host is part of a swarm.' },
  },
};
