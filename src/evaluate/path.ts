import type { Json } from '../lib/json.ts';

/** True for absolute paths without `.` and `..`: only these can be compared without asking the host. */
export function isPlainPath(value: Json): boolean {
  if (typeof value !== 'string' || !value.startsWith('/')) return false;
  return !segments(value).some((segment) => segment === '.' || segment === '..');
}

/** Whether `ancestor` is `path` or a directory above it; /usr covers /usr/bin but not /usrlocal. */
export function coversPath(ancestor: string, path: string): boolean {
  const above = segments(ancestor);
  const below = segments(path);
  return above.every((segment, index) => segment === below[index]);
}

function segments(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}
