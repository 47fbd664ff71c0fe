import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const file = new URL('../../../templates/ansible/playbook.yml', import.meta.url);
const [play] = parse(readFileSync(file, 'utf8'), { logLevel: 'error' }) as [
  { vars: { plimsoll_watch: string } },
];

/** Whether the playbook takes a line of auditctl or grep for a rule that watches /etc/docker for writes and attributes. */
function covers(line: string, arch = ''): boolean {
  const pattern = play.vars.plimsoll_watch
    .replace('PATH', '/etc/docker')
    .replace('KIND', 'dir')
    .replace('ARCH', arch)
    .replace('LETTERS', 'w)(?=[rwxa]*a');
  return new RegExp(pattern).test(line);
}

describe('a rule that is there already', () => {
  it.each([
    '-w /etc/docker -p wa -k docker',
    '-w /etc/docker/ -p rwxa',
    '-w /etc/docker',
    '-w /etc/docker -k mine -p aw',
    '/etc/audit/rules.d/10.rules:  -w /etc/docker  -p wa -k x',
    '-a always,exit -F dir=/etc/docker -F perm=wa -F key=docker',
    '-a exit,always -S all -F dir=/etc/docker -F perm=rwxa -k docker',
  ])('is recognised: %s', (line) => expect(covers(line)).toBe(true));

  it.each([
    '-w /etc/docker -p w -k docker',
    '-w /etc/docker/daemon.json -p wa -k docker',
    '-w /etc/dockerd -p wa',
    '-w /srv/etc/docker -p wa',
    '-a always,exit -F path=/etc/docker -F perm=wa -F key=docker',
    '-a always,exit -F dir=/etc/docker -F perm=wa -F auid>=1000 -k docker',
    '-a always,exit -F arch=b64 -F dir=/etc/docker -F perm=wa -k docker',
    '-a never,exit -F path=/etc/docker -F perm=wa',
    '# -w /etc/docker -p wa -k docker',
  ])('is not mistaken: %s', (line) => expect(covers(line)).toBe(false));

  it.each([
    ['as auditctl(8) writes it', ''],
    ['as auditctl 3 prints it', '-S all '],
    ['as auditctl 4 prints it', '-S open,chmod,openat,unlinkat,renameat,fchmodat,renameat2,openat2 '],
  ])('is recognised as one for an architecture, %s', (_title, calls) => {
    const line = `-a always,exit -F arch=b64 ${calls}-F dir=/etc/docker -F perm=wa -F key=docker`;
    expect([covers(line, '-F +arch=b64 +'), covers(line, '-F +arch=b32 +')]).toEqual([true, false]);
  });

  it('is not mistaken for one of some calls', () => {
    const line = '-a always,exit -F arch=b64 -S open,openat -F dir=/etc/docker -F perm=wa';
    expect(covers(line, '-F +arch=b64 +')).toBe(false);
  });
});
