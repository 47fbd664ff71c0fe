import { describe, expect, it } from 'vitest';
import { fileVars } from '../../../src/fix/ansible/file-vars.ts';
import { planFixes } from '../../../src/fix/plan.ts';
import { sampleReport } from '../sample.ts';

/** Whether the playbook takes what `stat -c '%A %U:%G %n'` prints of /etc/x for a file on which nothing is to be done. */
function isFine(fix: { mode?: string; owner?: string }, printed: string): boolean {
  const { report, host } = sampleReport([{ id: 'files', fix, subjects: ['file:/etc/x'] }]);
  const { files } = fileVars([planFixes(report, host)]) as { files: { fine: string } };
  return new RegExp(`^${files.fine}`).test(printed);
}

describe('a file on which nothing is to be done', () => {
  it.each([
    ['0644', '-rw-r--r-- root:root /etc/x'],
    ['0644', '-r-------- root:root /etc/x'],
    ['0755', 'drwxr-x--- root:root /etc/x'],
    ['0660', 'srw-rw---- root:docker /etc/x'],
    ['7660', 'srw-rw---T root:docker /etc/x'],
    ['0444', '---------- root:root /etc/x'],
  ])('has mode %s or less: %s', (mode, printed) => expect(isFine({ mode }, printed)).toBe(true));

  it.each([
    ['0644', '-rw-rw-r-- root:root /etc/x'],
    ['0644', '-rwxr--r-- root:root /etc/x'],
    ['0755', 'drwxr-xr-t root:root /etc/x'],
    ['0755', '-rwsr-xr-x root:root /etc/x'],
    ['0755', '-rwxr-Sr-x root:root /etc/x'],
    ['0755', 'lrwxrwxrwx root:root /etc/x'],
  ])('does not have more than mode %s: %s', (mode, printed) => expect(isFine({ mode }, printed)).toBe(false));

  it.each([
    ['-rw-r--r-- root:docker /etc/x', true],
    ['-rw-r--r-- root:root /etc/x', false],
    ['-rw-r--r-- root:dockers /etc/x', false],
    ['lrwxrwxrwx root:docker /etc/x', false],
  ])('belongs to root:docker and is no link: %s', (printed, fine) =>
    expect(isFine({ owner: 'root:docker' }, printed)).toBe(fine),
  );
});
