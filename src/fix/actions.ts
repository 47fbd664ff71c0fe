import type { Finding, Fix } from '../result/types.ts';
import { isPlainPath } from './quote.ts';
import type { PathAction } from './types.ts';

export interface PathActions {
  readonly actions: readonly PathAction[];
  /** Subjects that the script must not touch, because their names are not safe or not paths. */
  readonly refused: readonly string[];
}

const auditPath = /^\/[A-Za-z0-9_./@:+-]+$/;
const account = /^[a-z_][a-z0-9_-]{0,31}:[a-z_][a-z0-9_-]{0,31}$/;

/** What to do about each finding of a check whose fix acts on paths; the same path only once. */
export function pathActions(fix: Fix, findings: readonly Finding[]): PathActions {
  const byPath = new Map<string, PathAction>();
  const refused = new Set<string>();
  for (const { subject } of findings) {
    const action = pathAction(fix, subject);
    if (action === null) refused.add(subject);
    else byPath.set(action.path, action);
  }
  return { actions: [...byPath.values()], refused: [...refused] };
}

function pathAction(fix: Fix, subject: string): PathAction | null {
  if (fix.mode !== undefined) return modeAction(fix.mode, pathOf('file:', subject));
  if (fix.owner !== undefined) return ownerAction(fix.owner, pathOf('file:', subject));
  if (fix.auditRule !== undefined) return auditAction(fix.auditRule, pathOf('audit:', subject));
  return null;
}

function pathOf(prefix: string, subject: string): string | null {
  const path = subject.slice(prefix.length);
  return subject.startsWith(prefix) && isPlainPath(path) ? path : null;
}

function modeAction(mode: string, path: string | null): PathAction | null {
  if (path === null || !/^[07]?[0-7]{3}$/.test(mode)) return null;
  const keep = mode.padStart(4, '0');
  return { kind: 'mode', path, keep, remove: removedBits(parseInt(keep, 8)) };
}

/**
 * The bits outside `keep` for chmod, which takes them away whatever else is set, as in "u-xs,g-wxs,o-wx,a-t"; of the
 * special bits all, or none where `keep` has them.
 * The sticky bit is taken from all: BusyBox does not see it in "o-t".
 */
function removedBits(keep: number): string {
  const [setId, sticky] = (keep & 0o7000) === 0 ? ['s', 'a-t'] : ['', 'a-'];
  const clause = (who: string, shift: number, special: string): string => {
    const letters = ['x', 'w', 'r'].filter((_, bit) => (keep & (1 << (shift + bit))) === 0).reverse();
    return `${who}-${letters.join('')}${special}`;
  };
  const clauses = [clause('u', 6, setId), clause('g', 3, setId), clause('o', 0, ''), sticky];
  return clauses.filter((one) => !one.endsWith('-')).join(',');
}

function ownerAction(owner: string, path: string | null): PathAction | null {
  return path === null || !account.test(owner) ? null : { kind: 'owner', path, owner };
}

/** Not below /run/user: what is there is mounted when a user logs in, over whatever rules were loaded for at boot. */
function auditAction(permissions: string, found: string | null): PathAction | null {
  const path = found?.replace(/\/+$/, '') ?? '';
  if (!auditPath.test(path) || /^(\/var)?\/run\/user\//.test(path) || !/^[rwxa]{1,4}$/.test(permissions))
    return null;
  return { kind: 'audit', path, permissions: permissionUnion(permissions, '') };
}

/** Letters of both, in the order in which auditctl prints them. */
export function permissionUnion(one: string, other: string): string {
  return ['r', 'w', 'x', 'a'].filter((letter) => one.includes(letter) || other.includes(letter)).join('');
}
