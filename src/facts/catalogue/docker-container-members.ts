import type { TableSpec } from '../types.ts';

export const dockerContainerMembers: TableSpec = {
  name: 'docker.containerMembers',
  description:
    'Running containers and all their processes, those that were started by docker exec among them.',
  key: 'container',
  subject: { kind: 'container', column: 'container' },
  sections: [
    'docker.containers',
    'container.members',
    'container.processes',
    'container.contents',
    'docker.info',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    container: { type: 'string', description: 'Name of the container.' },
    programs: { type: 'array', description: 'Names of the programs that run in it, each once, at most 200.' },
    sshDaemons: {
      type: 'array',
      description:
        'Those of them that are SSH servers, by their name, that of their file, or the words in it.',
    },
    unknownOnSshPort: {
      type: 'array',
      description: 'Programs that listen on port 22 and are not known to be SSH servers.',
    },
    privilegedExecs: {
      type: 'array',
      description:
        'Programs that were started in it from outside with more capabilities than the container has.',
    },
    rootExecs: {
      type: 'array',
      description:
        'Programs that were started in it from outside as root although the container has another user.',
    },
    unexplainedRoots: {
      type: 'array',
      description:
        'Programs that run as root although the container has another user, and may as well have been started by a set-user-id program in it.',
    },
  },
};
