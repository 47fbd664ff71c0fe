import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { PlimsollError } from '../lib/errors.ts';
import { unreadable } from '../lib/files.ts';
import { compareText } from '../lib/json.ts';
import { packageFile } from '../lib/package.ts';
import { digestOf, nothingCompiled, readCompiled, type Compiled } from './compiled.ts';
import { readCheck } from './read.ts';
import type { Check } from './types.ts';

/** The directory of the checks that come with plimsoll. */
export const shippedChecks: string = packageFile('checks/docker');

interface Loaded {
  readonly check: Check;
  readonly file: string;
}

/**
 * All checks of the directories, one `<id>.yaml` each, by id.
 * Throws PlimsollError CHECKS_INVALID with everything that is wrong, `file:line: …` each; FILE_UNREADABLE.
 */
export async function loadChecks(directories: readonly string[]): Promise<readonly Check[]> {
  const { checks, problems } = await readChecks(directories, await readCompiled());
  if (problems.length === 0) return checks;
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`;
  throw new PlimsollError('CHECKS_INVALID', `The checks cannot be used: ${count}.`, problems);
}

/**
 * Like `loadChecks`, with the checks that are whole beside the problems of the others. Throws FILE_UNREADABLE.
 * @param compiled what need not be read and validated again
 */
export async function readChecks(
  directories: readonly string[],
  compiled: Compiled = nothingCompiled,
): Promise<{ readonly checks: readonly Check[]; readonly problems: readonly string[] }> {
  const loaded: Loaded[] = [];
  const problems: string[] = [];
  for (const directory of directories) {
    const names = await checkFiles(directory);
    if (names.length === 0) problems.push(`${directory}: there is no check file (*.yaml) here`);
    for (const name of names) {
      const file = path.join(directory, name);
      const text = await readInside(directory, name);
      const known = compiled.checks[digestOf(name, text)];
      const read = known
        ? { check: known, problems: [] }
        : readCheck(file, path.basename(name, '.yaml'), text);
      problems.push(...read.problems);
      if (read.check) loaded.push({ check: read.check, file });
    }
  }
  const checks = loaded.map(({ check }) => check).sort((a, b) => compareText(a.id, b.id));
  return { checks, problems: [...problems, ...duplicates(loaded), ...conflicts(loaded)] };
}

/** One check file by itself. Throws PlimsollError CHECKS_INVALID with everything that is wrong; FILE_UNREADABLE. */
export async function loadOne(file: string): Promise<Check> {
  const { check, problems } = readCheck(
    file,
    path.basename(file).replace(/\.ya?ml$/, ''),
    await readText(file),
  );
  if (check !== null) return check;
  throw new PlimsollError('CHECKS_INVALID', `${file} cannot be used`, problems);
}

/** Names of the YAML files of a directory, sorted. Throws FILE_UNREADABLE. */
export async function checkFiles(directory: string): Promise<readonly string[]> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => /^[^.].*[.]ya?ml$/.test(name)).sort(compareText);
  } catch (cause) {
    throw unreadable(directory, cause);
  }
}

/** Far more than any of these files may have; a pack of checks may come from elsewhere. */
const maxBytes = 1024 * 1024;

/**
 * A file of a directory that may come from elsewhere. Throws FILE_UNREADABLE, also for a link that leads out of the
 * directory: messages about what is wrong with a file quote it, and it may be somebody's key.
 */
export async function readInside(directory: string, name: string): Promise<string> {
  const file = path.join(directory, name);
  try {
    const way = path.relative(await realpath(directory), await realpath(file));
    if (way.split(path.sep)[0] === '..') throw new Error('it is a link that leads out of the folder');
  } catch (cause) {
    throw unreadable(file, cause);
  }
  return readText(file);
}

/** Throws FILE_UNREADABLE, also for what is no file or far too large: a pipe would never end. */
export async function readText(file: string): Promise<string> {
  try {
    const about = await stat(file);
    if (!about.isFile()) throw new Error('it is not a file');
    if (about.size > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`);
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function duplicates(loaded: readonly Loaded[]): readonly string[] {
  const first = new Map<string, string>();
  return loaded.flatMap(({ check, file }) => {
    const other = first.get(check.id);
    if (other !== undefined) return [`${file}:1: id: "${check.id}" is taken by ${other}`];
    first.set(check.id, file);
    return [];
  });
}

/** Parameters are set by name for all checks at once, so a name must have one type. */
function conflicts(loaded: readonly Loaded[]): readonly string[] {
  const first = new Map<string, { readonly type: string; readonly file: string }>();
  return loaded.flatMap(({ check, file }) =>
    Object.entries(check.params).flatMap(([name, { type }]) => {
      const other = first.get(name) ?? { type, file };
      first.set(name, other);
      return other.type === type
        ? []
        : [`${file}:1: params.${name}: is of type ${other.type} in ${other.file}`];
    }),
  );
}
