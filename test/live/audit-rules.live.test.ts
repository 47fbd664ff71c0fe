import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRules } from '../../src/derive/raw/audit-boot.ts';
import type { RulePlace } from '../../src/derive/raw/audit-files.ts';
import { parseRule, type AuditRule } from '../../src/derive/raw/audit-rule.ts';
import { prepareDebian13 } from './lab-host.ts';
import { requires } from './requirements.ts';

/** Files whose third line, or second, is the one in question: what comes behind shows whether auditctl stopped. */
const lines = [
  ...['-w /etc/passwd -p wa', '-w /etc/passwd', '-w/etc/passwd -pwa -kx', '-w /etc -p wa -F auid>=1000'],
  ...['-w /etc/passwd -p', '-w /etc/passwd -p wz', '-w /etc/passwd -p wa # x', '-w\t/etc/passwd -p wa'],
  ...[
    '-w /etc/passwd -p wa\t',
    '\t',
    '  # x',
    '-w etc -p wa',
    '-w /no/such -p wa',
    '-w /no -p wa',
    '-k x -w /etc',
  ],
  ...[
    '-a always,exit -F path=/etc/ -F perm=wa',
    '-a always,exit -F dir=/no -F perm=wa',
    '-a exit,always -F dir=/etc -F perm=wa',
  ],
  ...['-a always,exit -F arch=b32 -F dir=/etc -F perm=wa', '-a always,exit -S open -F arch=b64 -F dir=/etc'],
  ...[
    '-a always,exit -F arch=b64 -S open,unlink -F dir=/etc -F perm=wa',
    '-a always,exit -F dri=/etc',
    '-a always,exit -k x',
  ],
  ...[
    '-a entry,always -S open',
    '-a exit,possible -S open',
    '-a never,task -S open',
    '-a never,exit -F dir=/etc -F perm=wa',
  ],
  ...[
    '-A always,exit -F dir=/etc -F perm=wa',
    '-W /etc/passwd -p wa',
    '-D',
    '-D -k x',
    '-D x',
    '-e 3',
    '-c',
    '-x',
    'hello',
  ],
  ...[
    '-w /etc/hosts -p aw -k before',
    '-a always,exit -F path=/etc/hosts -F perm=wa -k before',
    '-i\n-w /no/such -p wa',
  ],
  ...[
    '-c\n-w /no/such -p wa',
    '-w /etc/hosts -p wa -k other',
    '-W /etc/hosts -p wa -k before',
    '-w /etc/passwd -p wa\r',
  ],
];
const files = lines.map((line) => `-w /etc/hosts -p wa -k before\n${line}\n-w /etc/group -p wa -k behind\n`);

// The rules of this machine are real: they are kept, and put back whatever happens.
describe.skipIf(requires('root', 'auditctl', 'debootstrap')).each([
  { auditctl: 'auditctl 3', root: '/' },
  { auditctl: 'auditctl 4', root: '/var/cache/plimsoll-test/trixie' },
])('what $auditctl loads', ({ root }) => {
  const auditctl = (...options: readonly string[]) =>
    spawnSync('chroot', [root, 'auditctl', ...options], { encoding: 'utf8' });
  let folder: string;
  let before: string;

  /** auditctl takes rules from a regular file alone. */
  const load = (text: string): number | null => {
    auditctl('-D');
    writeFileSync(join(folder, 'rules'), text);
    return auditctl('-R', `/${folder.slice(root.length)}/rules`.replace('//', '/')).status;
  };

  beforeAll(() => {
    if (root !== '/') prepareDebian13();
    folder = mkdtempSync(join(root, 'tmp/plimsoll-rules-'));
    before = auditctl('-l').stdout;
  }, 600_000);
  afterAll(() => {
    load(before.replace('No rules\n', ''));
    rmSync(folder, { recursive: true });
  });

  const placeOf = (path: string): RulePlace => {
    const here = root === '/' ? path : `${root}${path}`;
    if (existsSync(here)) return statSync(here).isDirectory() ? 'directory' : 'file';
    return existsSync(dirname(here)) ? 'absent' : 'homeless';
  };
  // Not whether it is a "never", which the listing does not always tell.
  const shown = ({ list, path, permissions, kind }: AuditRule): string =>
    [list, path, permissions ?? (kind === 'watch' ? 'rwxa' : '')]
      .map((word) =>
        Array.from(word ?? '')
          .sort()
          .join(''),
      )
      .join(' ');

  it('is what is taken for loaded', () => {
    const version = Number(/version (\d+)/.exec(auditctl('-v').stdout)?.[1]);
    const dialect = { version, machine: 'x86_64', runs32Bit: true };
    const wrong = files.filter((text) => {
      const status = load(text);
      const kernel = auditctl('-l')
        .stdout.split('\n')
        .flatMap((line) => parseRule(line, 'kernel', { ...dialect, version: null }));
      const sources = text
        .split('\n')
        .slice(0, -1)
        .map((line) => ({ source: 'x', text: line }));
      const taken = loadRules(sources, { placeOf, unknownNames: new Set(), dialect });
      const same = taken.rules.map(shown).sort().join('\n') === kernel.map(shown).sort().join('\n');
      return !same || taken.failed !== (status !== 0);
    });
    expect(wrong).toEqual([]);
  });
});
