import { readdir, readFile } from 'node:fs/promises';
import { packageFile } from '../../lib/package.ts';
import type { Templates } from '../../report/types.ts';

/** All files under templates/, by their path below it. */
export async function loadTemplates(): Promise<Templates> {
  const root = packageFile('templates');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async (entry) => {
      const path = `${entry.parentPath}/${entry.name}`;
      return [path.slice(root.length).replace(/^\/+/, ''), await readFile(path, 'utf8')] as const;
    }),
  );
  return Object.fromEntries(texts);
}
