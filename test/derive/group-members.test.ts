import { describe, expect, it } from 'vitest';
import {
  cells,
  denied,
  file,
  plainInfo,
  processes,
  rootDirectories,
  rowsOf,
  type Sections,
} from './bundle.ts';

const socket = (facts: Parameters<typeof file>[1], ...lines: string[]): Sections => ({
  files: [rootDirectories, file('/run/docker.sock', { mode: 'c1b0', ...facts }), ...lines].join('\n'),
});
const docker = { gid: 999, group: 'docker' };
const members = (sections: Sections) => {
  const rows = rowsOf('docker.groupMembers', sections);
  if (typeof rows === 'string') return rows;
  return rows
    .map(cells)
    .map(({ user, via }) => `${JSON.stringify(user)} ${JSON.stringify(via)}`.replaceAll('"', ''));
};

describe('docker.groupMembers', () => {
  it('A4, A6: every member once and by its whole name, primary members too', () => {
    const accounts = [
      'group docker:x:999:alice,bob,op,alice',
      'user root:0:0',
      'user bob:1001:999',
      'user toor:0:999',
      'user eve:1002:1002',
    ].join('\n');
    expect(members({ ...socket(docker), accounts })).toEqual(['alice member', 'op member', 'bob primary']);
  });

  it('members of a group of another name but the same number', () => {
    const accounts = 'group docker:x:999:alice\ngroup ops:x:999:mallory';
    expect(members({ ...socket(docker), accounts })).toEqual(['alice member', 'mallory member']);
  });

  it('a group that is called otherwise, or has no name at all', () => {
    const accounts = 'group docker:x:5:alice\ngroup engine:x:999:bob';
    expect(members({ ...socket({ gid: 999, group: 'engine' }), accounts })).toEqual(['bob member']);
    expect(members({ ...socket({ gid: 998, group: 'UNKNOWN' }), accounts })).toEqual(['group:998 member']);
  });

  it('the group of root lets its members in as well', () => {
    const accounts = 'group root:x:0:alice\nuser root:0:0\nuser operator:11:0';
    expect(members({ ...socket({}), accounts })).toEqual(['alice member', 'operator primary']);
    expect(members({ ...socket({}), accounts: 'user root:0:0' })).toEqual([]);
  });

  it('a group without the right to write is none, everyone with it is one', () => {
    const accounts = 'group docker:x:999:alice';
    expect(members({ ...socket({ ...docker, mode: 'c1a0' }), accounts })).toEqual([]);
    expect(members({ ...socket({ ...docker, mode: 'c186' }), accounts })).toEqual(['everyone mode']);
  });

  it('an owner other than root, but not the user of a rootless daemon', () => {
    const own = socket({ uid: 1000, owner: 'bob', mode: 'c180' });
    expect(members(own)).toEqual(['bob owner']);
    const rootless = JSON.stringify({ ...plainInfo, SecurityOptions: ['name=rootless'] });
    expect(members({ ...own, 'docker.info': rootless })).toEqual([]);
  });

  it('access control lists: users and groups, as far as the mask lets them', () => {
    const acl = [
      'acl /run/docker.sock',
      'user:bob:rw-',
      'user:root:rw-',
      'user:eve:rw-\t#effective:r--',
      'group:ops:rw-',
    ];
    const accounts = 'group docker:x:999:\ngroup ops:x:7:carol';
    expect(members({ ...socket(docker, ...acl), accounts })).toEqual(['bob acl', 'carol acl']);
    const unknown = [...acl.slice(0, 1), 'group:far:rw-'];
    expect(members({ ...socket(docker, ...unknown), accounts })).toEqual(['group:far acl']);
  });

  it('a list that no tool can read is not taken for none', () => {
    expect(members(socket(docker, 'acl-hidden /run/docker.sock'))).toEqual(['<TOOL_MISSING> member']);
  });

  it('every socket that the daemon serves', () => {
    const sections = socket(docker, file('/run/x.sock', { mode: 'c1b6', ...docker }));
    expect(members({ ...sections, processes: processes(['-H', 'unix:///run/x.sock']) })).toContain(
      'everyone mode',
    );
  });

  it('is unknown without a socket, or where accounts could not be read', () => {
    expect(members({ files: rootDirectories })).toBe('NO_SOCKET');
    expect(members({ ...socket(docker), accounts: denied })).toBe('NEEDS_ROOT');
    expect(members({ ...socket(docker), files: denied })).toBe('NEEDS_ROOT');
  });
});
