import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import type { DockerdProcess } from './dockerd-process.ts';
import { sectionText } from './section.ts';

/** A directory or file of a filesystem, and where it is mounted. */
export interface Place {
  /** major:minor. */
  readonly device: string;
  /** The part of the filesystem that is mounted, / for all of it. */
  readonly root: string;
  readonly mountPoint: string;
}

export interface Mount extends Place {
  readonly fsType: string;
  /** A device such as /dev/sda1, a dataset such as tank/docker, or a word. */
  readonly source: string;
}

/**
 * Mounts in the order in which they were made, as dockerd sees them, or as the login does where dockerd's may not be
 * read, or with null for the daemon; see proc(5), mountinfo.
 */
export function mounts(bundle: Bundle, dockerd: Failable<DockerdProcess> | null): Failable<readonly Mount[]> {
  return mapFailable(viewsOf(bundle), (views) => {
    const own = dockerd?.ok === true ? (views.get(String(dockerd.value.pid)) ?? []) : [];
    return own.length > 0 ? own : (views.get('self') ?? []);
  });
}

type Views = ReadonlyMap<string, readonly Mount[]>;

/** Each container asks for them. */
const known = new WeakMap<Bundle, Failable<Views>>();

/** The mounts by the process that sees them. */
function viewsOf(bundle: Bundle): Failable<Views> {
  const views = known.get(bundle) ?? mapFailable(sectionText(bundle, 'mounts'), parseViews);
  known.set(bundle, views);
  return views;
}

function parseViews(text: string): Views {
  const views = new Map<string, Mount[]>();
  let view: Mount[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('process ')) views.set(line.slice('process '.length), (view = []));
    else view.push(...parseMount(line));
  }
  return views;
}

function parseMount(line: string): readonly Mount[] {
  const [before = '', after = ''] = line.split(' - ');
  const [fsType = '', source = ''] = after.split(' ');
  return parsePlace(before.split(' ').slice(2, 5).join(' ')).map((place) => ({
    ...place,
    fsType,
    source: unescape(source),
  }));
}

/** The fields `DEVICE ROOT MOUNTPOINT` of a line of mountinfo. */
export function parsePlace(text: string): readonly Place[] {
  const [device = '', root, mountPoint] = text.split(' ');
  if (root === undefined || mountPoint === undefined) return [];
  return [{ device, root: unescape(root), mountPoint: unescape(mountPoint) }];
}

/** The kernel writes blanks, newlines and backslashes as octal escapes. */
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_match, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** The mount that holds a path: the longest mount point above it, the last one made where several are equal. */
export function mountOf(path: string, all: readonly Mount[]): Mount | undefined {
  let best: Mount | undefined;
  for (const mount of all) {
    if (!isWithin(path, mount.mountPoint)) continue;
    if (best === undefined || mount.mountPoint.length >= best.mountPoint.length) best = mount;
  }
  return best;
}

/** Whether a path is a directory or below it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`);
}
