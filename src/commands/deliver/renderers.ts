import { playbook } from '../../fix/ansible/playbook.ts';
import { renderers as reportRenderers } from '../../report/index.ts';
import { hostSlugs } from '../../report/slug.ts';
import type { Renderer } from '../../report/types.ts';
import type { Format } from './format-names.ts';

/** fix/playbook.yml: the fixes of all hosts for Ansible, beside the fix scripts. */
const ansible: Renderer = (report, templates) => [
  { path: 'fix/playbook.yml', content: [playbook(report, templates, hostSlugs(report))] },
];

/** A renderer for every format that can be asked for. */
export const renderers: Readonly<Record<Format, Renderer>> = { ...reportRenderers, ansible };
