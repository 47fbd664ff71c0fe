import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ownAccount } from './account.ts';

/**
 * Why a file that was found rather than named is not to be obeyed: others than root and the user may have written it,
 * the folder that it is in, or what it is a link to. Null when they may not.
 */
export async function distrust(path: string): Promise<string | null> {
  const real = await realpath(path);
  for (const place of new Set([dirname(path), path, dirname(real), real])) {
    const reason = await strangers(place);
    if (reason !== null) return reason;
  }
  return null;
}

/** Who else may write one file or folder; null for nobody. Of a link only the owner matters. */
export async function strangers(place: string): Promise<string | null> {
  const found = await lstat(place);
  if (found.uid !== 0 && found.uid !== process.getuid?.()) return `${place} belongs to user ${found.uid}`;
  if (found.isSymbolicLink()) return null;
  if ((found.mode & 0o002) !== 0) return `everyone may write ${place}`;
  const isOpen = (found.mode & 0o020) !== 0 && !(await isPrivateGroup(found.gid));
  return isOpen ? `group ${found.gid} may write ${place}` : null;
}

/** Whether a group has nobody in it but root or the user: one of root's, or the one that bears the user's name. */
async function isPrivateGroup(gid: number): Promise<boolean> {
  const { name } = ownAccount();
  const groups = await entries('/etc/group');
  const accounts = await entries('/etc/passwd');
  const group = groups.find(([, , id]) => Number(id) === gid);
  if (group === undefined) return false;
  const members = [
    ...(group[3] ?? '').split(',').filter(Boolean),
    ...accounts.filter(([, , , id]) => Number(id) === gid).map(([account]) => account),
  ];
  return members.every((member) => member === 'root' || member === name);
}

async function entries(file: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.split(':'));
}
