import type { TableSpec } from '../types.ts';

export const dockerImageHistory: TableSpec = {
  name: 'docker.imageHistory',
  description: 'Images that containers were created from, and what their build steps tell.',
  key: 'reference',
  subject: { kind: 'image', column: 'reference' },
  sections: [
    'docker.images',
    'docker.containers',
    'container.processes',
    'docker.history',
    'docker.info',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    reference: { type: 'string', description: 'Its first tag, or its short id where it has none.' },
    id: { type: 'string', description: 'Image id, sha256: and 64 hexadecimal digits.' },
    registries: {
      type: 'array',
      description:
        'Registries that it was pulled from; "local" where it never was, "unknown" where the image store does not tell.',
    },
    namespaces: { type: 'array', description: 'The same with the namespace, as in docker.io/library.' },
    steps: {
      type: 'integer',
      description: 'Number of build steps that say what they did; 0 where the image has no history.',
    },
    loneUpdates: { type: 'array', description: 'Steps that update a package index and install nothing.' },
    addSteps: { type: 'array', description: 'ADD steps other than those that lay down the root filesystem.' },
    secretNames: {
      type: 'array',
      description:
        'Names of variables, build arguments and options with a value that are called like a secret.',
    },
    unverified: {
      type: 'array',
      description: 'Ways in which steps fetch something without checking where it comes from.',
    },
  },
};
