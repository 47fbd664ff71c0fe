import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** `*`, `?` and lists of characters, as in `[0-9a]` and `[!x]`. */
const MAGIC = /[*?[]/;

/** A pattern of so many bytes finds nothing. */
const PATH_MAX = 4096;

/** What glob(3) can read and we do not: escapes, classes, and what is a list for some systems only. */
const BEYOND = /\\|\[\^|\[!?\]|\[[^\]]*\[/;

/**
 * The paths that a pattern stands for, as glob(3) has it for OpenSSH (its openbsd-compat/glob.c): wildcards in any part
 * of the path, none of which matches a leading dot, sorted by bytes.
 * @returns undefined for a pattern that is not surely understood.
 */
export async function expandGlob(path: string): Promise<readonly string[] | undefined> {
  if (Buffer.byteLength(path) >= PATH_MAX) return [];
  if (BEYOND.test(path)) return undefined;
  if (!MAGIC.test(path)) return [path];
  let found: readonly string[] = ['/'];
  for (const part of path.split('/').filter(Boolean)) {
    const pattern = MAGIC.test(part) ? patternOf(part) : null;
    if (pattern === undefined) return undefined;
    const next = found.map((folder) => (pattern === null ? here(folder, part) : inside(folder, pattern)));
    found = (await Promise.all(next)).flat();
  }
  return found.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

async function here(folder: string, name: string): Promise<readonly string[]> {
  const path = join(folder, name);
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  return isThere ? [path] : [];
}

/** A folder that may not be read has nothing in it. */
async function inside(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
}

function patternOf(part: string): RegExp | undefined {
  const source = part.replaceAll(
    /\[(!?)([^\]]*)\]|(\*+)|(\?)|([\s\S])/gu,
    (
      _all,
      not: string | undefined,
      list: string | undefined,
      stars: string | undefined,
      one: string | undefined,
      plain: string,
    ) => {
      if (list !== undefined) return `[${not ? '^' : ''}${list}]`;
      if (stars !== undefined) return '.*';
      return one === undefined ? plain.replace(/[/$()*+.?[\\\]^{|}]/, '\\$&') : '.';
    },
  );
  try {
    return new RegExp(`^${part.startsWith('.') ? '' : '(?!\\.)'}${source}$`, 'su');
  } catch {
    return undefined;
  }
}
