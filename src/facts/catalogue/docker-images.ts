import type { TableSpec } from '../types.ts';

export const dockerImages: TableSpec = {
  name: 'docker.images',
  description: 'Images on the host, each once whatever its number of tags.',
  key: 'reference',
  subject: { kind: 'image', column: 'reference' },
  sections: [
    'docker.images',
    'docker.containers',
    'container.processes',
    'docker.info',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    reference: { type: 'string', description: 'Its first tag, or its short id where it has none.' },
    id: { type: 'string', description: 'Image id, sha256: and 64 hexadecimal digits.' },
    tags: { type: 'array', description: 'All its tags.' },
    inUse: { type: 'boolean', description: 'Whether any container, running or not, was created from it.' },
    user: { type: 'string', nullable: true, description: 'The user it names, null where none is set.' },
    healthcheck: {
      type: 'array',
      nullable: true,
      description: 'Test of its HEALTHCHECK; null where it has none.',
    },
    registries: {
      type: 'array',
      description:
        'Registries that it was pulled from; "local" where it never was, "unknown" where the image store does not tell.',
    },
    namespaces: { type: 'array', description: 'The same with the namespace, as in docker.io/library.' },
    ageDays: {
      type: 'integer',
      nullable: true,
      description: 'Days from its build to the audit; null where it does not tell when it was built.',
    },
    created: { type: 'string', nullable: true, description: 'When it was built, RFC 3339.' },
    size: { type: 'integer', description: 'Size in bytes.' },
  },
};
