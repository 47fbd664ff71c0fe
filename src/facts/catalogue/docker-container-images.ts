import type { TableSpec } from '../types.ts';

export const dockerContainerImages: TableSpec = {
  name: 'docker.containerImages',
  description: 'Which version of its image every container runs.',
  key: 'container',
  subject: { kind: 'container', column: 'container' },
  sections: [
    'docker.containers',
    'container.processes',
    'docker.images',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    container: { type: 'string', description: 'Name of the container.' },
    image: { type: 'string', description: 'The image reference it was created from.' },
    pin: {
      type: 'string',
      description:
        'digest, tag, latest (also where no tag is given) or id: what the reference names the version by.',
    },
    current: {
      type: 'boolean',
      nullable: true,
      description:
        'Whether the reference still means the image that the container runs; null where it is no longer on the host.',
    },
  },
};
