import type { TableSpec } from '../types.ts';

export const hostHardening: TableSpec = {
  name: 'host.hardening',
  description: 'One row: signs of how far the host itself was hardened.',
  key: 'scope',
  subject: { kind: 'host', column: 'scope' },
  sections: ['host', 'hardening'],
  columns: {
    scope: { type: 'string', description: 'Always "host".' },
    os: {
      type: 'string',
      description: 'Name and version of the operating system, as /etc/os-release has it.',
    },
    kernel: { type: 'string', nullable: true, description: 'Release of the running kernel.' },
    weakSettings: {
      type: 'array',
      description: 'Kernel settings that are weaker than usually asked for, as in "kernel.kptr_restrict=0".',
    },
    lsm: { type: 'string', nullable: true, description: 'Security modules of the kernel.' },
    lockdown: { type: 'string', nullable: true, description: 'Lockdown mode of the kernel.' },
    rebootRequired: { type: 'boolean', description: 'Whether installed updates wait for a reboot.' },
    automaticUpdates: { type: 'array', description: 'Timers that install updates by themselves.' },
    sshLogin: {
      type: 'array',
      description:
        'What sshd lets in: its settings for root and for passwords; empty where it could not be asked.',
    },
  },
};
