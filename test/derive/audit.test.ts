import { describe, expect, it } from 'vitest';
import {
  denied,
  directory,
  file,
  link,
  processes,
  rootDirectories,
  rowOf,
  socketFile,
  type Sections,
} from './bundle.ts';

const dockerd = '/usr/bin/dockerd';
const files = `${rootDirectories}\n${socketFile}\n${file(dockerd)}`;
const target = (name: string, sections: Sections) =>
  rowOf('audit.targets', 'name', name, { files, ...sections });
const loaded = (name: string, ...rules: string[]) =>
  target(name, { 'audit.kernel': rules.join('\n') }).loaded;
const inFiles = (path: string, ...rules: string[]): string =>
  [`file ${path}`, ...rules.map((rule) => `| ${rule}`)].join('\n');

describe('what a loaded rule covers', () => {
  it.each([
    ['a watch', 'etc-docker', '-w /etc/docker -p wa -k docker', true],
    ['a trailing slash', 'etc-docker', '-w /etc/docker/ -p wa', true],
    ['no permissions, which are all', 'etc-docker', '-w /etc/docker', true],
    [
      'as auditctl prints it',
      'etc-docker',
      '-a always,exit -S all -F dir=/etc/docker -F perm=wa -F key=k',
      true,
    ],
    ['A12: a watch above it', 'etc-docker', '-w /etc -p rwxa', true],
    ['A12: a watch above a file', 'dockerd', '-w /usr/bin -p wa', true],
    ['the file itself by -F path', 'dockerd', '-a always,exit -F path=/usr/bin/dockerd -F perm=wa', true],
    ['the socket by its other name', 'docker-sock', '-w /var/run/docker.sock -p wa', true],
    ['A7: a file in the directory', 'etc-docker', '-w /etc/docker/daemon.json -p wa', false],
    ['A9: a longer name', 'dockerd', '-w /usr/bin/dockerd-rootless.sh -p wa', false],
    ['A9: a longer directory', 'etc-docker', '-w /etc/docker-old -p wa', false],
    ['A8: -F path on a directory', 'etc-docker', '-a always,exit -F path=/etc/docker -F perm=wa', false],
    ['reads alone', 'etc-docker', '-w /etc/docker -p r', false],
    ['writes without attributes', 'etc-docker', '-w /etc/docker -p w', false],
    ['some people alone', 'etc-docker', '-a always,exit -F dir=/etc/docker -F perm=wa -F auid>=1000', false],
    ['a comparison', 'etc-docker', '-a always,exit -F dir=/etc/docker -F perm=wa -C auid!=uid', false],
    ['some calls alone', 'etc-docker', '-a always,exit -S unlink -F dir=/etc/docker -F perm=wa', false],
    ['success alone', 'etc-docker', '-a always,exit -F dir=/etc/docker -F perm=wa -F success=0', false],
    ['another list', 'etc-docker', '-a always,user -F dir=/etc/docker', false],
    ['one architecture', 'etc-docker', '-a always,exit -F arch=b64 -F dir=/etc/docker -F perm=wa', false],
    ['nothing', 'etc-docker', 'No rules', false],
  ])('%s', (_title, name, rule, expected) => {
    expect(loaded(name, rule)).toBe(expected);
  });

  it('both architectures together', () => {
    const rule = (arch: string): string => `-a always,exit -F arch=${arch} -F dir=/etc/docker -F perm=wa`;
    expect(loaded('etc-docker', rule('b64'), rule('b32'))).toBe(true);
  });

  it.each([
    ['the same path', '-a never,exit -F dir=/etc/docker'],
    ['a part of it', '-a never,exit -F path=/etc/docker/daemon.json'],
    ['a directory above', '-a exit,never -F dir=/etc'],
    ['every write', '-a never,exit -F perm=wa'],
    ['all of one architecture', '-a never,exit -F arch=b32 -S all'],
    ['all people', '-a never,exit -F auid>=1000'],
    ['calls that change files', '-a never,exit -S openat,unlink'],
    ['every process', '-a never,task'],
    ['its records', '-a always,exclude -F msgtype=SYSCALL'],
    ['all records but others', '-a always,exclude -F msgtype!=AVC'],
    ['all records from some number on', '-a always,exclude -F msgtype>=1300'],
    ['the records of root', '-a always,exclude -F uid=0'],
  ])('an earlier "never" for %s', (_title, never) => {
    expect(loaded('etc-docker', never, '-w /etc/docker -p wa')).toBe(false);
  });

  it.each([
    ['reads', '-a never,exit -F dir=/etc/docker -F perm=r'],
    ['one program', '-a never,exit -F exe=/usr/bin/vmtoolsd'],
    ['the clock', '-a never,exit -F arch=b64 -S adjtimex -F auid=unset'],
    ['other records', '-a always,exclude -F msgtype=CWD'],
    ['other records of root', '-a always,exclude -F msgtype=CWD -F uid=0'],
    ['the records of one program', '-a always,exclude -F exe=/usr/sbin/cron'],
    ['some processes', '-a never,task -F uid=33'],
    ['another directory', '-a never,exit -F dir=/etc/dock'],
  ])('an earlier "never" for %s hides nothing', (_title, never) => {
    expect(loaded('etc-docker', never, '-w /etc/docker -p wa')).toBe(true);
  });

  it('a later "never" hides nothing', () => {
    expect(loaded('etc-docker', '-w /etc/docker -p wa', '-a never,exit -F dir=/etc/docker')).toBe(true);
  });

  it('A12: links above the path lead to the same file, a rule on the link itself does not', () => {
    const merged = `${files}\n${link('/sbin', 'usr/bin', '/usr/bin', { mode: '41ed' })}`;
    expect(target('dockerd', { files: merged, 'audit.kernel': '-w /sbin/dockerd -p wa' }).loaded).toBe(true);
    const linked = `${files}\n${directory('/srv')}\n${link('/etc/docker', '/srv', '/srv', { mode: '41ed' })}`;
    expect(target('etc-docker', { files: linked, 'audit.kernel': '-w /etc/docker -p wa' }).loaded).toBe(
      false,
    );
    expect(target('etc-docker', { files: linked, 'audit.kernel': '-w /srv -p wa' }).loaded).toBe(true);
  });
});

describe('A14: rule files', () => {
  const persistent = (text: string) => target('etc-docker', { 'audit.files': text }).persistent;
  const watch = '-w /etc/docker -p wa';

  it('count beside the kernel, not instead of it', () => {
    expect(
      target('etc-docker', { 'audit.files': inFiles('/etc/audit/rules.d/docker.rules', watch) }),
    ).toMatchObject({
      loaded: false,
      persistent: true,
      rule: watch,
    });
  });

  it.each([
    ['other rules', inFiles('/etc/audit/rules.d/x.rules', '-w /etc/passwd -p wa')],
    ['no rule', inFiles('/etc/audit/rules.d/audit.rules', '## First rule', '-D', '-b 8192')],
    ['no files', 'directory /etc/audit/rules.d'],
  ])('audit.rules alone is written anew out of a rules.d with %s', (_title, other) => {
    const alone = inFiles('/etc/audit/audit.rules', watch);
    expect(persistent(alone)).toBe(true);
    expect(persistent(`${other}\n${alone}`)).toBe(false);
  });

  const source = (...rules: string[]): string => inFiles('/etc/audit/rules.d/x.rules', ...rules);
  it.each([
    ['a watch that is taken back', source(watch, '-W /etc/docker -p wa'), false],
    ['a rule that is taken back', source(watch, '-d always,exit -F dir=/etc/docker -F perm=wa'), false],
    ['another that is taken back', source(watch, '-W /etc/dock -p wa', '-d never,task'), true],
    ['one that is not there, at which auditctl stops', source('-W /etc/docker -p wa', watch), false],
    ['an exception that is taken back', source('-a never,task', '-d never,task', watch), true],
    ['all of its key deleted', source(`${watch} -k docker`, '-D -k docker'), false],
    ['all of another key deleted', source(`${watch} -k docker`, '-D -k doc'), true],
    ['all deleted, which augenrules takes to the top', source(watch, '-D'), true],
    ['all deleted in audit.rules alone', inFiles('/etc/audit/audit.rules', watch, '-D'), false],
    ['auditing switched off at the end', source('-e 0', watch), false],
    ['auditing switched off and on', source('-e 0', watch, '-e 1'), true],
    ['locked rules, which augenrules takes to the end', source('-e 2', watch), true],
    ['locked rules in audit.rules alone', inFiles('/etc/audit/audit.rules', '-e 2', watch), false],
  ])('%s', (_title, text, expected) => {
    expect(persistent(text)).toBe(expected);
  });

  it('-A goes before all others, glued options and comments are read as auditctl reads them', () => {
    const never = '-A never,exit -Fdir=/etc/docker';
    expect(persistent(inFiles('/etc/audit/rules.d/x.rules', watch, never))).toBe(false);
    expect(persistent(inFiles('/etc/audit/rules.d/x.rules', '-w/etc/docker -pwa'))).toBe(true);
    expect(persistent(inFiles('/etc/audit/rules.d/x.rules', `# ${watch}`))).toBe(false);
  });
});

describe('A13: whether the kernel records at all', () => {
  it.each([
    ['enabled 0', false],
    ['enabled 1', true],
    ['enabled 2\nfailure 1', true],
    ['AUDIT_STATUS: enabled=1 flag=1', true],
    ['pid 5', '<MALFORMED>'],
  ])('%s', (status, expected) => {
    expect(target('etc-docker', { 'audit.status': status }).enabled).toBe(expected);
  });

  it('is not known without root or without the tool', () => {
    const sections = {
      'audit.status': denied,
      'audit.kernel': { status: 127, stderr: 'auditctl: not found' },
    };
    expect(target('etc-docker', sections)).toMatchObject({
      enabled: '<NEEDS_ROOT>',
      loaded: '<TOOL_MISSING>',
      rule: '<TOOL_MISSING>',
    });
  });
});

it('the program that runs is the one to audit', () => {
  const snap = processes([]).replace('exe /usr/bin/dockerd', 'exe /snap/docker/1/bin/dockerd (deleted)');
  expect(target('dockerd', { processes: snap }).path).toBe('/snap/docker/1/bin/dockerd');
});
