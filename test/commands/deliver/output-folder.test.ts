import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFolder } from '../../../src/commands/deliver/output-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-output-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder beside another one with a file in it, that a manifest in the first names as its own by a link. */
function trap(): { readonly folder: string; readonly foreign: string } {
  const place = mkdtempSync(join(root, 'place-'));
  const folder = join(place, 'report');
  mkdirSync(join(place, 'other'));
  mkdirSync(folder);
  const foreign = join(place, 'other', 'data.txt');
  writeFileSync(foreign, 'precious');
  symlinkSync('../other', join(folder, 'old'));
  const digest = createHash('sha256').update('precious').digest('hex');
  writeFileSync(join(folder, 'mine.txt'), 'precious');
  writeFileSync(join(folder, 'MANIFEST.sha256'), `${digest}  old/data.txt\n${digest}  mine.txt\n`);
  return { folder, foreign };
}

describe('the folder of a report', () => {
  it('has nothing behind links removed, whatever a manifest in it says', async () => {
    const { folder, foreign } = trap();
    await writeFolder(folder, [{ path: 'index.html', content: ['x'] }]);
    expect(readFileSync(foreign, 'utf8')).toBe('precious');
    expect(existsSync(join(folder, 'mine.txt'))).toBe(false);
  });

  it('has nothing removed at all where others may have written the manifest', async () => {
    const { folder } = trap();
    chmodSync(folder, 0o777);
    await writeFolder(folder, [{ path: 'index.html', content: ['x'] }]);
    expect(existsSync(join(folder, 'mine.txt'))).toBe(true);
  });

  it('takes no link for a folder of its own', async () => {
    const { folder, foreign } = trap();
    symlinkSync('../other', join(folder, 'fix'));
    await expect(writeFolder(folder, [{ path: 'fix/data.txt', content: ['x'] }])).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: `${join(folder, 'fix')} is a link, and links are not followed there`,
    });
    expect(readFileSync(foreign, 'utf8')).toBe('precious');
  });
});
