import type { TableSpec } from '../types.ts';

export const dockerFiles: TableSpec = {
  name: 'docker.files',
  description:
    'The files, directories and sockets that decide who controls the Docker daemon, symlinks followed.',
  key: 'role',
  subject: { kind: 'file', column: 'path' },
  sections: [
    'files',
    'mounts',
    'systemd',
    'processes',
    'containerd.processes',
    'registry.certs',
    'daemon.config',
    'docker.info',
  ],
  columns: {
    role: {
      type: 'string',
      description:
        'docker.service, docker.socket (unit files and their drop-ins), user-service (those of a rootless daemon), config-dir, daemon.json, api-socket, dockerd, registry-certs (all below /etc/docker/certs.d), tls-ca, tls-cert and tls-key (where TLS is on), etc-default-docker, sysconfig-docker, containerd-socket. Several rows may share a role.',
    },
    path: { type: 'string', description: 'The path as the host names it.' },
    target: { type: 'string', nullable: true, description: 'The path with all symlinks resolved.' },
    exists: { type: 'boolean', description: 'Whether there is such a file.' },
    kind: { type: 'string', nullable: true, description: 'file, directory, socket, device or other.' },
    mode: {
      type: 'mode',
      nullable: true,
      description: 'Permission bits in octal with special bits, as in "0644".',
    },
    uid: { type: 'integer', nullable: true, description: 'Numeric owner.' },
    gid: { type: 'integer', nullable: true, description: 'Numeric group.' },
    owner: {
      type: 'string',
      nullable: true,
      description: 'Name of the owner, or its number where it has none.',
    },
    group: {
      type: 'string',
      nullable: true,
      description: 'Name of the group, or its number where it has none.',
    },
    aclWriters: {
      type: 'array',
      description:
        'Users and groups besides owner and group whom its access control list lets write, as in "user:bob".',
    },
    expectedGroup: {
      type: 'boolean',
      nullable: true,
      description:
        'api-socket only: whether the group is root, docker, or the one that the daemon or docker.socket is set to use.',
    },
    rootless: {
      type: 'boolean',
      description: 'Whether the daemon says that it is rootless; its files then belong to its user.',
    },
    symlink: { type: 'boolean', description: 'Whether the path itself is a symbolic link.' },
    weakParent: {
      type: 'string',
      nullable: true,
      description: 'A directory above the file in which someone other than root may replace it.',
    },
  },
};
