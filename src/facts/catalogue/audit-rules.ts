import type { TableSpec } from '../types.ts';

export const auditRules: TableSpec = {
  name: 'audit.rules',
  description: 'Rules of the Linux audit system, as loaded in the kernel and as written in the rule files.',
  key: 'rule',
  subject: { kind: 'audit', column: 'rule' },
  sections: ['audit.kernel', 'audit.files'],
  columns: {
    rule: { type: 'string', description: 'The rule as printed or written.' },
    source: { type: 'string', description: '"kernel", or the path of the rule file.' },
    action: { type: 'string', description: '"always" or "never".' },
    kind: { type: 'string', description: '"watch" for -w, "syscall" for -a.' },
    path: { type: 'string', nullable: true, description: 'What is watched: -w, -F path= or -F dir=.' },
    recursive: { type: 'boolean', description: 'Whether everything below the path is watched too.' },
    permissions: { type: 'string', nullable: true, description: 'Letters of r, w, x, a; null means all.' },
  },
};
