import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFolder, makeFolder, readAtMost, unwritable, writeWhole } from '../../src/lib/files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('makeFolder', () => {
  it('makes all there is to make, for the owner alone, also when several do so at once', async () => {
    const path = join(folder, 'a/b/c');
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'a/b'))]);
    await makeFolder(path);
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
  });

  it.each(['/proc/report', '/proc/a/b/report'])('ends where none can be made: %s', async (path) => {
    await expect(makeFolder(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('checkFolder', () => {
  it('leaves nothing but the folder', async () => {
    await checkFolder(join(folder, 'report'));
    expect(readdirSync(folder)).toEqual(['report']);
    expect(readdirSync(join(folder, 'report'))).toEqual([]);
  });

  it.each(['file', 'file/below', '/proc/report'])('says that %s takes no files', async (name) => {
    writeFileSync(join(folder, 'file'), '');
    const path = name.startsWith('/') ? name : join(folder, name);
    await expect(checkFolder(path)).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: `cannot write to ${path}`,
    });
  });
});

describe('writeWhole', () => {
  it('replaces a file with all its permissions', async () => {
    const path = join(folder, 'a');
    writeFileSync(path, 'old', { mode: 0o644 });
    await writeWhole(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('leaves what there was, and nothing else, when it fails', async () => {
    await writeWhole(join(folder, 'place/file'), '');
    await expect(writeWhole(join(folder, 'place'), 'x')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(readdirSync(folder)).toEqual(['place']);
    expect(existsSync(join(folder, 'place/file'))).toBe(true);
  });
});

describe('unwritable', () => {
  it('says what to do about a full disk, and does not take a bug for one', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(unwritable('cannot write a', full)).toMatchObject({
      message: 'cannot write a',
      details: ['ENOSPC: no space left on device, write', 'make room there, or choose another place'],
    });
    const bug = new TypeError('x is not a function');
    expect(unwritable('cannot write a', bug)).toBe(bug);
  });
});

describe('readAtMost', () => {
  it('takes a file that is just as long, and reads no endless one to its end', async () => {
    const path = join(folder, 'ten');
    writeFileSync(path, '0123456789');
    expect((await readAtMost(path, 10))?.toString()).toBe('0123456789');
    expect(await readAtMost(path, 9)).toBeNull();
    expect(await readAtMost('/dev/zero', 1000)).toBeNull();
  });
});
