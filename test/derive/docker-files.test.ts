import { describe, expect, it } from 'vitest';
import {
  cells,
  daemonJson,
  denied,
  directory,
  file,
  link,
  plainInfo,
  processes,
  rootDirectories,
  rowOf,
  rowsOf,
  socketFile,
  type Sections,
} from './bundle.ts';

const config = '/etc/docker/daemon.json';
const json = (files: string, sections: Sections = {}) =>
  rowOf('docker.files', 'role', 'daemon.json', { files: `${rootDirectories}\n${files}`, ...sections });
const socket = (facts: Parameters<typeof file>[1], sections: Sections = {}) =>
  rowOf('docker.files', 'role', 'api-socket', {
    files: `${rootDirectories}\n${file('/run/docker.sock', { mode: 'c1b0', ...facts })}`,
    ...sections,
  });

describe('docker.files', () => {
  it.each([
    ['C1: 0606', 'c186', '0606'],
    ['C2: 0622', 'c192', '0622'],
    ['special bits', 'cff8', '7770'],
  ])('%s', (_title, mode, expected) => {
    expect(socket({ mode })).toMatchObject({ mode: expected, kind: 'socket' });
  });

  it('whom an access control list lets write, as far as its mask goes', () => {
    const writers = (...acl: readonly string[]) =>
      rowOf('docker.files', 'role', 'api-socket', {
        files: [rootDirectories, file('/run/docker.sock', { mode: 'c1b0' }), ...acl].join('\n'),
      }).aclWriters;
    const list = ['acl /run/docker.sock', 'user:bob:rw-', 'group:ops:r--', 'user:eve:rw-\t#effective:r--'];
    expect(writers(...list)).toEqual(['user:bob']);
    expect(writers()).toEqual([]);
    expect(writers('acl-hidden /run/docker.sock')).toBe('<TOOL_MISSING>');
  });

  it('C6: the number of the group beside its name, names with blanks in them', () => {
    expect(json(file(config, { gid: 1000, group: 'staff' }))).toMatchObject({ gid: 1000, group: 'staff' });
    expect(json(file(config, { gid: 1000, group: 'domain users' }))).toMatchObject({
      exists: true,
      gid: 1000,
      owner: 'root',
      group: 'domain users',
    });
    expect(json(file(config, { uid: 7, owner: 'UNKNOWN' }))).toMatchObject({ owner: '7' });
  });

  it('C9: a link is judged by what it leads to', () => {
    const files = `${directory('/srv')}\n${file('/srv/d.json', { mode: '8100' })}\n${link(config, '/srv/d.json', '/srv/d.json', { mode: '8100' })}`;
    expect(json(files)).toMatchObject({
      mode: '0400',
      target: '/srv/d.json',
      symlink: true,
      weakParent: null,
    });
  });

  it('a missing file is told from one that may not be looked at or was not', () => {
    expect(json('')).toMatchObject({ exists: false, mode: null, weakParent: null });
    const files = `${rootDirectories}\n${directory('/etc/docker', { mode: '41c0' })}`;
    expect(json('', { files, host: 'uid 1000' })).toMatchObject({
      exists: '<NEEDS_ROOT>',
      mode: '<NEEDS_ROOT>',
    });
    expect(json('absences listed')).toMatchObject({ exists: '<NOT_COLLECTED>' });
    expect(json(`absences listed\nabsent ${config}`)).toMatchObject({ exists: false });
  });

  it('the whole table is unknown where the section failed', () => {
    expect(rowsOf('docker.files', { files: denied })).toBe('NEEDS_ROOT');
    expect(rowsOf('docker.files', { files: { truncated: true } })).toBe('TRUNCATED');
  });

  it('C13: another --config-file is the one that is judged, and /etc/docker beside its directory', () => {
    const files = `${rootDirectories}\n${directory('/opt', { mode: '41ff' })}\n${file('/opt/d.json')}`;
    const sections = { processes: processes(['--config-file=/opt/d.json']), files };
    expect(rowOf('docker.files', 'role', 'daemon.json', sections)).toMatchObject({
      path: '/opt/d.json',
      weakParent: '/opt',
    });
    const directories = rowsOf('docker.files', sections);
    const paths =
      typeof directories === 'string' ? [] : directories.map(({ values }) => [values.role, values.path]);
    expect(paths).toContainEqual(['config-dir', '/etc/docker']);
    expect(paths).toContainEqual(['config-dir', '/opt']);
  });

  it('A17: drop-ins are judged with their unit', () => {
    const systemd =
      'fragment docker.service /usr/lib/systemd/system/docker.service\ndropin docker.service /etc/systemd/system/docker.service.d/x.conf';
    const files = `${rootDirectories}\n${file('/etc/systemd/system/docker.service.d/x.conf', { mode: '81b6' })}`;
    expect(
      rowOf('docker.files', 'path', '/etc/systemd/system/docker.service.d/x.conf', { systemd, files }),
    ).toMatchObject({ role: 'docker.service', mode: '0666' });
  });

  it('A15: unit files are unknown where systemd does not answer', () => {
    expect(rowOf('docker.files', 'role', 'docker.service', { systemd: denied })).toMatchObject({
      exists: '<NEEDS_ROOT>',
      owner: '<NEEDS_ROOT>',
    });
  });

  it('a masked unit has no file whose mode could matter', () => {
    const unit = '/etc/systemd/system/docker.socket';
    const files = `${rootDirectories}\n${link(unit, '/dev/null', '/dev/null', { mode: '21b6' })}`;
    expect(
      rowOf('docker.files', 'role', 'docker.socket', { systemd: `fragment docker.socket ${unit}`, files }),
    ).toMatchObject({ exists: false, mode: null });
  });
});

describe('C15: who may replace a file', () => {
  const weak = (files: string) => json(`${files}\n${file(config)}`).weakParent;

  it.each([
    ['writable for others', { mode: '41ff' }, '/etc/docker'],
    ['owned by another', { uid: 1000 }, '/etc/docker'],
    ['writable for a group', { mode: '41fd', gid: 1000 }, '/etc/docker'],
    ['writable for the group of root', { mode: '41fd' }, null],
    ['sticky', { mode: '43ff' }, null],
    ['sticky but of another', { mode: '43ff', uid: 1000 }, '/etc/docker'],
  ])('a directory that is %s', (_title, facts, expected) => {
    expect(weak(directory('/etc/docker', facts))).toBe(expected);
  });

  it('a directory whose access control list lets another write', () => {
    const open = directory('/etc/docker', { mode: '41fd' });
    expect(weak(`${open}\nacl /etc/docker\nuser:bob:rwx`)).toBe('/etc/docker');
    expect(weak(`${open}\nacl /etc/docker\nuser:bob:rwx\t#effective:r-x`)).toBe(null);
    expect(weak(`${open}\nacl-hidden /etc/docker`)).toBe('<TOOL_MISSING>');
  });

  it('a directory above what the file leads to', () => {
    const files = [
      directory('/home'),
      directory('/home/bob', { uid: 1000 }),
      link(config, '/home/bob/d.json', '/home/bob/d.json'),
    ].join('\n');
    expect(json(`${files}\n${file('/home/bob/d.json')}`).weakParent).toBe('/home/bob');
  });

  it('a directory above a link half-way, relative links too', () => {
    const files = [
      directory('/home'),
      directory('/home/bob', { uid: 1000 }),
      directory('/srv'),
      link(config, '../../home/bob/step.json', '/srv/d.json'),
      link('/home/bob/step.json', '/srv/d.json', '/srv/d.json'),
      file('/srv/d.json'),
    ].join('\n');
    expect(json(files).weakParent).toBe('/home/bob');
  });

  it('a link in a sticky directory, for whoever owns it', () => {
    const files = (uid: number): string =>
      [
        directory('/tmp', { mode: '43ff' }),
        link(config, '/tmp/d.json', '/srv/d.json'),
        link('/tmp/d.json', '/srv/d.json', '/srv/d.json').replace('a1ff 0', `a1ff ${uid}`),
        directory('/srv'),
        file('/srv/d.json'),
      ].join('\n');
    expect(json(files(0)).weakParent).toBe(null);
    expect(json(files(1000)).weakParent).toBe('/tmp/d.json');
  });

  it('the user that a rootless daemon runs as is the daemon, another is not', () => {
    const home = (uid: number): string =>
      [
        rootDirectories,
        directory('/home'),
        directory('/home/bob', { uid }),
        directory('/home/bob/.config', { uid }),
        directory('/home/bob/.config/docker', { uid }),
        file('/home/bob/.config/docker/daemon.json', { uid }),
      ].join('\n');
    const rootless = processes([], ['uid 1000', 'env ROOTLESSKIT_STATE_DIR=/x', 'env HOME=/home/bob']);
    const found = (uid: number) =>
      rowOf('docker.files', 'role', 'daemon.json', { processes: rootless, files: home(uid) }).weakParent;
    expect(found(1000)).toBe(null);
    expect(found(1001)).toBe('/home/bob/.config/docker');
  });

  it('is unknown where a directory on the way was not looked at', () => {
    const files = `${link(config, '/far/d.json', '/far/d.json')}\n${file('/far/d.json')}\nabsences listed`;
    expect(json(files).weakParent).toBe('<NOT_COLLECTED>');
  });
});

describe('the group of the API socket', () => {
  it.each([
    ['docker', { gid: 999, group: 'docker' }, [], true],
    ['root', {}, [], true],
    ['another', { gid: 100, group: 'users' }, [], false],
    ['the one that the daemon is told to use', { gid: 5, group: 'engine' }, ['-G', 'engine'], true],
    ['the same by its number', { gid: 5, group: 'engine' }, ['--group=5'], true],
  ])('%s', (_title, facts, args, expected) => {
    expect(socket(facts, { processes: processes(['-H', 'fd://', ...args]) }).expectedGroup).toBe(expected);
  });

  it('B19: whether the daemon is rootless is what it says, or its flags where it is down', () => {
    const rootless = JSON.stringify({ ...plainInfo, SecurityOptions: ['name=rootless'] });
    expect(socket({}, { 'docker.info': rootless }).rootless).toBe(true);
    expect(socket({}, { 'docker.info': denied }).rootless).toBe(false);
    expect(socket({}).rootless).toBe(false);
  });
});

it('nothing on the way makes a hostile path slow or crash', () => {
  const path = `/${'x/'.repeat(200_000)}`;
  const sections = {
    processes: processes([`--config-file=${path}`]),
    files: `${rootDirectories}\n${socketFile}`,
  };
  expect(rowOf('docker.files', 'role', 'daemon.json', sections)).toMatchObject({ exists: '<MALFORMED>' });
});

it('of a daemon that does not run: the TLS files that daemon.json gives its next start', () => {
  const down = (text: string, ...more: readonly string[]) =>
    rowsOf('docker.files', {
      processes: '',
      'docker.info': { status: 1, stderr: 'Cannot connect to the Docker daemon' },
      'daemon.config': daemonJson(text),
      files: [rootDirectories, file(config), ...more].join('\n'),
    });
  const keys = (rows: ReturnType<typeof down>) =>
    (typeof rows === 'string' ? [] : rows).filter(({ values }) => values['role'] === 'tls-key').map(cells);
  const settings = '"tlskey": "/etc/docker/key.pem"';
  const key = file('/etc/docker/key.pem', { mode: '81b6' });
  expect(keys(down(`{"tlsverify": true, ${settings}}`, key))).toMatchObject([{ exists: true, mode: '0666' }]);
  expect(keys(down(`{"tls": false, ${settings}}`, key))).toEqual([]);
  // To name tlsverify at all turns TLS on.
  expect(keys(down(`{"tlsverify": false, ${settings}}`, key))).toMatchObject([{ exists: true }]);
  expect(keys(down('{"tlsverify": tru'))).toMatchObject([{ exists: '<MALFORMED>' }]);
});
