import type { TableSpec } from '../types.ts';

export const dockerGroupMembers: TableSpec = {
  name: 'docker.groupMembers',
  description:
    'Accounts other than root that may open the Docker API socket, which is as good as being root.',
  key: 'user',
  subject: { kind: 'user', column: 'user' },
  sections: ['accounts', 'files', 'processes', 'systemd', 'daemon.config', 'docker.info', 'mounts'],
  columns: {
    user: { type: 'string', description: 'Account name.' },
    group: {
      type: 'string',
      nullable: true,
      description: 'The group of the socket through which access is had.',
    },
    via: { type: 'string', description: 'member, primary (as primary group), acl or owner.' },
  },
};
