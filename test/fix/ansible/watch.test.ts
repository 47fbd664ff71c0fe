import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const file = new URL('../../../templates/ansible/playbook.yml', import.meta.url);
const [play] = parse(readFileSync(file, 'utf8'), { logLevel: 'error' }) as [
  { vars: { plimsoll_watch: string } },
];

/** Whether the playbook takes a line of auditctl or grep for a rule that watches /etc/docker for writes and attributes. */
function covers(line: string): boolean {
  const pattern = play.vars.plimsoll_watch.replace('PATH', '/etc/docker').replace('LETTERS', 'w)(?=[rwxa]*a');
  return new RegExp(pattern).test(line);
}

describe('a rule that is there already', () => {
  it.each([
    '-w /etc/docker -p wa -k docker',
    '-w /etc/docker/ -p rwxa',
    '-w /etc/docker',
    '-w /etc/docker -k mine -p aw',
    '/etc/audit/rules.d/10.rules:  -w /etc/docker  -p wa -k x',
    '-a always,exit -F path=/etc/docker -F perm=wa -F key=docker',
    '-a exit,always -S all -F dir=/etc/docker -F perm=rwxa -k docker',
  ])('is recognised: %s', (line) => expect(covers(line)).toBe(true));

  it.each([
    '-w /etc/docker -p w -k docker',
    '-w /etc/docker/daemon.json -p wa -k docker',
    '-w /etc/dockerd -p wa',
    '-w /srv/etc/docker -p wa',
    '-a always,exit -F path=/etc/docker -F perm=wa -F auid>=1000 -k docker',
    '-a never,exit -F path=/etc/docker -F perm=wa',
    '# -w /etc/docker -p wa -k docker',
  ])('is not mistaken: %s', (line) => expect(covers(line)).toBe(false));
});
