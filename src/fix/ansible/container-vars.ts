import type { ContainerAction } from '../types.ts';
import { unsafe } from './nodes.ts';

/** What the kernel makes of a memory limit that was taken away again. */
const noLimit = '9223372036854771712';

/**
 * One limit of one container for templates/ansible/playbook.yml; values as its `docker inspect` prints them, with the
 * setting in front, and for memory without the swap: where the kernel does not account for it, it keeps no total.
 */
export function containerVars({ container, name, setting, audited, wanted }: ContainerAction): object {
  const [limit = ''] = wanted.split(':');
  return {
    container,
    name: unsafe(name),
    // As the fix script keeps it.
    kept: { setting, before: audited, after: wanted },
    audited: auditedForms(setting, audited).map((value) => `${setting} ${value}`),
    wanted: setting === 'memory' ? `memory ${limit}` : `${setting} ${wanted}`,
    flags: updateFlags(setting, wanted),
  };
}

/** The value as it was audited, in every form in which Docker tells it. */
function auditedForms(setting: ContainerAction['setting'], audited: string): string[] {
  if (setting === 'memory') return audited.startsWith('0:') ? ['0', noLimit] : [audited];
  if (setting === 'pids' && audited === '0') return ['0', '-1'];
  if (setting === 'cpu-shares' && audited === '0') return ['0', '1024'];
  return [audited];
}

function updateFlags(setting: ContainerAction['setting'], wanted: string): string[] {
  if (setting === 'memory') {
    const [limit = '', total = ''] = wanted.split(':');
    return ['--memory', limit, '--memory-swap', total];
  }
  if (setting === 'pids') return ['--pids-limit', wanted];
  return [`--${setting}`, wanted];
}
