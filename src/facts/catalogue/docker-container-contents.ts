import type { TableSpec } from '../types.ts';

export const dockerContainerContents: TableSpec = {
  name: 'docker.containerContents',
  description: 'What is in the root filesystems of running containers, volumes left out.',
  key: 'container',
  subject: { kind: 'container', column: 'container' },
  sections: [
    'docker.containers',
    'container.processes',
    'container.contents',
    'docker.info',
    'host',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    container: { type: 'string', description: 'Name of the container.' },
    image: { type: 'string', description: 'The image reference it was created from.' },
    packages: {
      type: 'integer',
      nullable: true,
      description:
        'Number of packages that its package database lists; null where it has none that can be read.',
    },
    tools: {
      type: 'array',
      description: 'Compilers, package managers, network tools and the like that are installed.',
    },
    setuidFiles: { type: 'array', description: 'Files with the setuid or setgid bit.' },
  },
};
