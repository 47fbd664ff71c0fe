import type { TableSpec } from '../types.ts';

export const dockerContainerMounts: TableSpec = {
  name: 'docker.containerMounts',
  description:
    'Host paths that containers can reach through bind mounts and volumes, symlinks and other mounts of the same place resolved.',
  key: 'container',
  subject: { kind: 'container', column: 'container' },
  sections: [
    'docker.containers',
    'container.processes',
    'docker.volumes',
    'mounts',
    'host',
    'files',
    'processes',
    'systemd',
    'daemon.config',
    'docker.info',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    container: { type: 'string', description: 'Name of the container.' },
    source: {
      type: 'string',
      nullable: true,
      description: 'The host path as mounted; null in the one row of a container that mounts none.',
    },
    realSource: {
      type: 'string',
      nullable: true,
      description: 'The host path with symlinks resolved; null when it does not exist.',
    },
    destination: { type: 'string', nullable: true, description: 'The path inside the container.' },
    writable: { type: 'boolean', description: 'Whether the container may write.' },
    sensitiveDirectory: {
      type: 'string',
      nullable: true,
      description:
        'The system directory that is mounted, whole or in part: /, /boot, /dev, /etc, /lib, /lib64, /proc, /sys, /usr, /root, /home, /var and so on.',
    },
    exact: {
      type: 'boolean',
      description: 'Whether that directory itself is mounted, or a directory above it, not a path below it.',
    },
    benign: {
      type: 'boolean',
      description:
        'Whether it is one of the few read-only files below them that are harmless, such as /etc/localtime.',
    },
    engineSocket: {
      type: 'string',
      nullable: true,
      description: 'The container engine socket that is reachable through this mount.',
    },
  },
};
