import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { distrust } from '../../src/lib/trusted.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-trusted-'));
afterAll(() => rmSync(root, { recursive: true }));

function prepared(folderMode: number, fileMode: number): { readonly folder: string; readonly file: string } {
  const folder = mkdtempSync(join(root, 'folder-'));
  const file = join(folder, 'plimsoll.yaml');
  writeFileSync(file, '');
  chmodSync(file, fileMode);
  chmodSync(folder, folderMode);
  return { folder, file };
}

describe('a file that was found', () => {
  it('is trusted where nobody else may write', async () => {
    expect(await distrust(prepared(0o755, 0o644).file)).toBeNull();
  });

  it('is not where others may write it or its folder', async () => {
    const file = prepared(0o755, 0o646).file;
    expect(await distrust(file)).toBe(`everyone may write ${file}`);
    const { folder, file: other } = prepared(0o1777, 0o644);
    expect(await distrust(other)).toBe(`everyone may write ${folder}`);
  });

  it('is not behind a link into a folder of others', async () => {
    const { folder, file } = prepared(0o777, 0o644);
    const link = join(prepared(0o755, 0o644).folder, 'link');
    symlinkSync(file, link);
    expect(await distrust(link)).toBe(`everyone may write ${folder}`);
  });

  it.runIf(process.getuid?.() === 0)(
    'is not where it belongs to others, or to a group that has others in it',
    async () => {
      const { file, folder } = prepared(0o755, 0o644);
      chownSync(file, 65534, 0);
      expect(await distrust(file)).toBe(`${file} belongs to user 65534`);
      const shared = join(folder, 'shared');
      mkdirSync(shared);
      writeFileSync(join(shared, 'x'), '');
      chownSync(shared, 0, 65534);
      chmodSync(shared, 0o775);
      expect(await distrust(join(shared, 'x'))).toBe(`group 65534 may write ${shared}`);
      chownSync(shared, 0, 0);
      expect(await distrust(join(shared, 'x'))).toBeNull();
    },
  );
});
