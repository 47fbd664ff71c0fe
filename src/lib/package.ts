import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { property } from './json.ts';

/** The root of the package: two folders up from here, in src and in dist alike. */
const root = new URL('../../', import.meta.url);

/** Absolute path of a file or folder shipped with the package, as in `checks/docker`; it need not exist. */
export function packageFile(relativePath: string): string {
  return fileURLToPath(new URL(relativePath, root));
}

/** The version in package.json. */
export function packageVersion(): string {
  const version = property(JSON.parse(readFileSync(packageFile('package.json'), 'utf8')), 'version');
  if (typeof version !== 'string') throw new Error('package.json has no version');
  return version;
}
