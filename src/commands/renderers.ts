import { playbook } from '../fix/ansible/playbook.ts';
import { renderers as reportRenderers } from '../report/index.ts';
import type { Renderer } from '../report/types.ts';

/** fix/playbook.yml: the fixes of all hosts for Ansible, beside the fix scripts. */
const ansible: Renderer = (report, templates) => [
  { path: 'fix/playbook.yml', content: [playbook(report, templates)] },
];

/** Every format that can be asked for. */
export const renderers = { ...reportRenderers, ansible } as const satisfies Record<string, Renderer>;

export type Format = keyof typeof renderers;
