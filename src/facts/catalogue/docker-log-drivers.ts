import type { TableSpec } from '../types.ts';

export const dockerLogDrivers: TableSpec = {
  name: 'docker.logDrivers',
  description: 'Log drivers in use: that of new containers, and those that containers were created with.',
  key: 'driver',
  subject: { kind: 'daemon', column: 'driver' },
  sections: [
    'docker.info',
    'docker.containers',
    'docker.networks',
    'container.processes',
    'processes',
    'systemd',
    'files',
    'daemon.config',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    driver: { type: 'string', description: 'Name of the driver.' },
    remote: {
      type: 'boolean',
      description:
        'Whether it sends every line to another host by itself: by the address that it is given, or its usual one.',
    },
    containers: {
      type: 'array',
      description:
        'Names of containers that use it, at most 50; "(new containers)" for the default of the daemon.',
    },
  },
};
