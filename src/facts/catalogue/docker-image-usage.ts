import type { TableSpec } from '../types.ts';

export const dockerImageUsage: TableSpec = {
  name: 'docker.imageUsage',
  description: 'One row: how many images no container uses.',
  key: 'scope',
  subject: { kind: 'daemon', column: 'scope' },
  sections: [
    'docker.images',
    'docker.containers',
    'container.processes',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    scope: { type: 'string', description: 'Always "images".' },
    total: { type: 'integer', description: 'Number of images.' },
    unused: {
      type: 'integer',
      description: 'Number of images that no container, running or not, was created from.',
    },
    dangling: { type: 'integer', description: 'Number of images without a tag that no container uses.' },
    unusedImages: { type: 'array', description: 'References of the unused images, at most 50.' },
    unusedBytes: {
      type: 'integer',
      description: 'Sum of their sizes; layers shared between images count more than once.',
    },
  },
};
