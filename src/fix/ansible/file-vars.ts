import type { Action, Plan } from '../types.ts';

/**
 * What checks want of modes and owners, by check: the same on every host. Each has `fine`, a pattern for what `stat`
 * prints as %A %U:%G where nothing is to be done, arguments of ansible.builtin.file, and the same for a
 * `socket` as systemd says it.
 */
export function fileVars(plans: readonly Plan[]): object {
  const steps = plans.flatMap(({ files }) => files);
  return Object.fromEntries(steps.map(({ id, actions }) => [id, wantedBy(actions[0])]));
}

/** A check wants the same of every file. */
function wantedBy(action: Action | undefined): object {
  if (action?.kind === 'mode') {
    const fine = `[^l]${lettersWithin(action.keep)} `;
    return { fine, mode: action.remove, socket: { SocketMode: action.keep.replace(/^7/, '0') } };
  }
  if (action?.kind !== 'owner') throw new Error('a step on files changes modes or owners');
  const [owner, group] = action.owner.split(':');
  return {
    fine: `[^l][^ ]* ${action.owner} `,
    owner,
    group,
    socket: { SocketUser: owner, SocketGroup: group },
  };
}

/**
 * Nine letters as `ls` prints them, of these octal bits or fewer, as a pattern: "0640" is "[-r][-w]-[-r]-----". Where
 * special bits are kept, they may stand in the place of an x that is not there.
 */
function lettersWithin(keep: string): string {
  const bits = parseInt(keep, 8);
  const special = (place: number): string =>
    bits & 0o7000 && place % 3 === 2 ? (place === 8 ? 'T' : 'S') : '';
  return Array.from('rwxrwxrwx', (letter, place) => {
    const allowed = (bits & (0o400 >> place) ? letter : '') + special(place);
    return allowed === '' ? '-' : `[-${allowed}]`;
  }).join('');
}
