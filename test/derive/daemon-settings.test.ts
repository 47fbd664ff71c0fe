import { describe, expect, it } from 'vitest';
import {
  cells,
  daemonJson,
  denied,
  directory,
  file,
  plainInfo,
  plainNetwork,
  processes,
  rootDirectories,
  rowOf,
  rowsOf,
  socketFile,
  startTime,
  type Sections,
} from './bundle.ts';

const setting = (name: string, sections: Sections = {}) =>
  rowOf('docker.daemonSettings', 'name', name, sections);
const info = (more: object): string => JSON.stringify({ ...plainInfo, ...more });
const config = (text: string, modified = 1): Sections => ({
  'daemon.config': daemonJson(text),
  files: `${rootDirectories}\n${socketFile}\n${file('/etc/docker/daemon.json', { modified })}`,
});
const icc = (value: string): string =>
  JSON.stringify({
    ...plainNetwork,
    Options: { ...plainNetwork.Options, 'com.docker.network.bridge.enable_icc': value },
  });

describe('where a daemon setting comes from', () => {
  it('is the default where nothing says otherwise', () => {
    expect(setting('userland-proxy')).toMatchObject({ value: true, source: 'default', pending: false });
  });

  it('is the file, which a flag beats, which the running daemon beats', () => {
    const sections = config('{"userland-proxy": false, "live-restore": true}');
    expect(setting('userland-proxy', sections)).toMatchObject({ value: false, source: 'file' });
    const flagged = { ...sections, processes: processes(['--userland-proxy=true']) };
    expect(setting('userland-proxy', flagged)).toMatchObject({ value: true, source: 'flag' });
    expect(setting('live-restore', sections)).toMatchObject({
      value: false,
      source: 'running',
      pending: true,
    });
  });

  it('A running daemon that has what file and flags do not is pending the other way round', () => {
    expect(setting('live-restore', { 'docker.info': info({ LiveRestoreEnabled: true }) })).toMatchObject({
      value: true,
      configured: false,
      pending: true,
    });
  });

  it('B13: says when the unit was edited, and stays with what runs', () => {
    const systemd = 'fragment docker.service /lib/systemd/system/docker.service\nreload docker.service yes';
    const rows = rowsOf('docker.daemonSettings', { systemd });
    const notes = (typeof rows === 'string' ? [] : rows).map(({ note }) => note ?? '');
    expect(notes.every((note) => note.includes('docker.service was edited'))).toBe(true);
    expect(setting('live-restore', { systemd })).toMatchObject({ value: false, pending: false });
  });

  it('B13: a file changed after the start proves nothing about what the daemon does not show', () => {
    const changed = config('{"userland-proxy": false, "icc": false}', startTime + 60);
    expect(setting('userland-proxy', changed)).toMatchObject({
      value: '<PENDING_RESTART>',
      configured: false,
    });
    expect(setting('icc', changed)).toMatchObject({ value: true, source: 'running', pending: true });
  });

  it.each([
    ['is no JSON', '{"icc": fals', [], 'it is not a JSON object'],
    [
      'sets what flags set',
      '{"icc": true, "hosts": [], "insecure-registries": [], "runtimes": {}, "debug": true}',
      ['--icc=F', '-Hfd://', '--insecure-registry', 'a:5000', '--add-runtime=x=/x', '-l', 'info'],
      'both by a flag and in /etc/docker/daemon.json: hosts, icc, insecure-registries',
    ],
  ])('a file that %s keeps dockerd from starting: no advice to restart it', (_title, text, flags, why) => {
    const sections = { ...config(text, startTime + 60), processes: processes(flags) };
    const rows = rowsOf('docker.daemonSettings', sections);
    if (typeof rows === 'string') throw new Error(rows);
    const named = (name: string) => rows.find(({ values }) => values['name'] === name);
    expect(named('icc')?.note).toContain(`pending restart: dockerd will not start with`);
    expect(named('icc')?.note).toContain(why);
    expect(named('iptables')?.errors?.['value']?.hint).toMatch(/^mend the file before any restart, for /);
    expect(named('iptables')?.errors?.['value']?.hint).toContain(why);
  });

  it('B13: nor does a file that was copied or moved into place with its old times', () => {
    const moved = config('{"userland-proxy": false}');
    const files = `${rootDirectories}\n${socketFile}\n${file('/etc/docker/daemon.json')}\nchanged ${startTime + 60} /etc/docker/daemon.json`;
    expect(setting('userland-proxy', { ...moved, files })).toMatchObject({ value: '<PENDING_RESTART>' });
  });

  it.each([
    ['before its pid file', `${startTime}.3`, `${startTime}.5`, false],
    ['right after it', `${startTime}.7`, `${startTime}.5`, '<PENDING_RESTART>'],
    ['in the same second, where stat tells no more', `${startTime}`, `${startTime}`, '<PENDING_RESTART>'],
    ['in the second before', `${startTime}`, `${startTime + 1}`, false],
    [
      'before a pid file that something else wrote to',
      `${startTime + 60}.3`,
      `${startTime + 90}.5`,
      '<PENDING_RESTART>',
    ],
  ])('B13: a file changed %s', (_title, changed, written, value) => {
    const files = `${rootDirectories}\n${socketFile}\n${file('/etc/docker/daemon.json')}\nchanged ${changed} /etc/docker/daemon.json`;
    const started = processes(['-H', 'fd://'], [`pid-file ${written}`]);
    const sections = { ...config('{"userland-proxy": false}'), files, processes: started };
    expect(setting('userland-proxy', sections)).toMatchObject({ value });
  });

  it('B13: nor does a symbolic link that was pointed elsewhere after the start', () => {
    const files = [
      rootDirectories,
      `lstat a1ff 0 0 root root ${startTime + 60} 0 /etc/docker/daemon.json`,
      'stat 81a4 0 0 root root 1 0 /etc/docker/daemon.json',
    ].join('\n');
    const sections = { ...config('{"userland-proxy": false}'), files };
    expect(setting('userland-proxy', sections)).toMatchObject({ value: '<PENDING_RESTART>' });
  });

  it('B13: nor does a file that is gone, where its directory changed after the start', () => {
    const files = `${rootDirectories}\n${socketFile}\n${directory('/etc/docker', { modified: startTime + 60 })}`;
    expect(setting('log-level', { files })).toMatchObject({ value: '<PENDING_RESTART>', configured: 'info' });
    const atStart = files.replaceAll(String(startTime + 60), String(startTime + 3));
    expect(setting('log-level', { files: atStart })).toMatchObject({ value: 'info' });
  });

  it('is not known where the file may not be read, is no JSON, or the daemon is down', () => {
    const unreadable = { 'daemon.config': 'file /etc/docker/daemon.json\nunreadable' };
    expect(setting('userland-proxy', unreadable)).toMatchObject({
      value: '<NEEDS_ROOT>',
      pending: '<NEEDS_ROOT>',
    });
    expect(setting('userland-proxy', config('{"userland-proxy": fals'))).toMatchObject({
      value: '<MALFORMED>',
    });
    expect(setting('userland-proxy', config('['.repeat(1e5)))).toMatchObject({ value: '<MALFORMED>' });
    const down = {
      'docker.info': { status: 1, stderr: 'Cannot connect to the Docker daemon' },
      processes: '',
    };
    expect(setting('live-restore', down)).toMatchObject({ value: '<DAEMON_DOWN>' });
    expect(setting('userland-proxy', down)).toMatchObject({ value: '<NO_DOCKERD>' });
  });

  it('takes the file that --config-file names', () => {
    const sections = {
      processes: processes(['--config-file', '/opt/d.json']),
      'daemon.config': `${daemonJson('{}')}\n${daemonJson('{"userland-proxy": false}', '/opt/d.json')}`,
    };
    expect(setting('userland-proxy', sections)).toMatchObject({ value: false, source: 'file' });
  });

  it('takes the file in the home of the user for a daemon under RootlessKit', () => {
    const sections = {
      processes: processes([], ['env HOME=/home/bob', 'env ROOTLESSKIT_STATE_DIR=/tmp/rk']),
      'daemon.config': `${daemonJson('{}')}\n${daemonJson('{"userland-proxy": false}', '/home/bob/.config/docker/daemon.json')}`,
    };
    expect(setting('userland-proxy', sections)).toMatchObject({ value: false, source: 'file' });
  });

  it('an empty file, a byte order mark and a key named __proto__ set nothing', () => {
    for (const text of ['', '\uFEFF{}', '{"__proto__": {"userland-proxy": false}}']) {
      expect(setting('userland-proxy', config(text))).toMatchObject({ value: true, source: 'default' });
    }
  });
});

describe('flags in every spelling', () => {
  it.each([
    ['B12: --userland-proxy=0', ['--userland-proxy=0'], 'userland-proxy', false],
    ['B11: --iptables=0', ['--iptables=0'], 'iptables', false],
    ['the last of several', ['--userland-proxy=0', '--userland-proxy'], 'userland-proxy', true],
    ['B7: --log-level=debug', ['--log-level=debug'], 'log-level', 'debug'],
    ['B7: -l debug', ['-l', 'debug'], 'log-level', 'debug'],
    ['B7: -D', ['-D'], 'log-level', 'debug'],
    ['B7: -D in one word with others', ['-Dl', 'info'], 'log-level', 'debug'],
    ['B7: --debug=t beats --log-level', ['--debug=t', '--log-level', 'info'], 'log-level', 'debug'],
    ['--debug=false', ['--debug=false', '--log-level', 'warn'], 'log-level', 'warn'],
    ['an upper-case level', ['--log-level=INFO'], 'log-level', 'info'],
    ['after a flag nobody knows', ['--brand-new', '--log-level=debug'], 'log-level', 'debug'],
  ])('%s', (_title, args, name, value) => {
    expect(setting(name, { processes: processes(args) })).toMatchObject({ value, source: 'flag' });
  });

  it('ulimits take the shape that daemon.json has', () => {
    const sections = {
      processes: processes(['--default-ulimit', 'nofile=10:20', '--default-ulimit=nproc=5']),
    };
    expect(setting('default-ulimits', sections).value).toEqual({
      nofile: { Name: 'nofile', Soft: 10, Hard: 20 },
      nproc: { Name: 'nproc', Soft: 5, Hard: 5 },
    });
  });
});

describe('what the running daemon shows', () => {
  it('B10: live restore is off though --live-restore=false stands on the command line', () => {
    const sections = { processes: processes(['--live-restore=false']) };
    expect(setting('live-restore', sections)).toMatchObject({ value: false, source: 'running' });
  });

  it('B7: debug of the daemon beats what the file says', () => {
    const sections = { ...config('{"log-level": "info"}'), 'docker.info': info({ Debug: true }) };
    expect(setting('log-level', sections)).toMatchObject({ value: 'debug', source: 'running' });
  });

  it('B12: icc is what the default bridge has, by its own option', () => {
    expect(setting('icc', { 'docker.networks': icc('false') })).toMatchObject({ value: false });
    expect(setting('icc', { 'docker.networks': icc('') })).toMatchObject({ value: '<NOT_SHOWN>' });
    expect(setting('icc', { 'docker.networks': denied })).toMatchObject({ value: '<NEEDS_ROOT>' });
  });

  it('without a default bridge there is no icc', () => {
    const rows = rowsOf('docker.daemonSettings', { 'docker.networks': '' });
    expect(typeof rows !== 'string' && rows.some((row) => row.values.name === 'icc')).toBe(false);
  });

  it('B9: no-new-privileges is shown from engine 24 on, before only flags and file tell', () => {
    const on = { ...plainInfo, SecurityOptions: ['name=no-new-privileges'] };
    const flag = { processes: processes(['--no-new-privileges=false']) };
    expect(setting('no-new-privileges', { 'docker.info': JSON.stringify(on) })).toMatchObject({
      value: true,
    });
    expect(setting('no-new-privileges', flag)).toMatchObject({ value: false, source: 'running' });
    const stale = config('{"no-new-privileges": true}');
    expect(setting('no-new-privileges', stale)).toMatchObject({ value: false, pending: true });
    const old = { ...stale, 'docker.info': info({ ServerVersion: '20.10.24+dfsg1' }) };
    expect(setting('no-new-privileges', old)).toMatchObject({ value: true, source: 'file' });
  });

  it('B19: a rootless daemon says so, and remapping is what its security options say', () => {
    const rootless = info({ SecurityOptions: ['name=seccomp', 'name=rootless'] });
    expect(setting('userns-remap', { 'docker.info': rootless })).toMatchObject({ value: '', rootless: true });
    const stale = config('{"userns-remap": "default"}');
    expect(setting('userns-remap', stale)).toMatchObject({ value: '', configured: 'default', pending: true });
    const remapped = { ...stale, 'docker.info': info({ SecurityOptions: ['name=seccomp', 'name=userns'] }) };
    expect(setting('userns-remap', remapped)).toMatchObject({ value: 'default' });
  });

  it('insecure registries: never the loopback ranges, always mirrors without TLS', () => {
    expect(setting('insecure-registries')).toMatchObject({ value: [], pending: false });
    const shown = info({
      RegistryConfig: {
        InsecureRegistryCIDRs: ['127.0.0.0/8', '10.0.0.0/8'],
        IndexConfigs: { 'docker.io': { Secure: true }, 'reg:5000': { Secure: false } },
        Mirrors: ['http://mirror/', 'https://fine/'],
      },
    });
    expect(setting('insecure-registries', { 'docker.info': shown }).value).toEqual([
      '10.0.0.0/8',
      'http://mirror/',
      'reg:5000',
    ]);
    const silent = info({ RegistryConfig: null });
    expect(setting('insecure-registries', { 'docker.info': silent })).toMatchObject({ value: '<NOT_SHOWN>' });
  });
});

describe('which dockerd is meant', () => {
  const second = (lines: readonly string[]): string =>
    ['process 200', 'arg dockerd', 'arg --userland-proxy=false', 'start-ticks 1000', ...lines].join('\n');
  const both = (...lines: string[]): Sections => ({ processes: `${processes([])}\n${second(lines)}` });

  it('B14: not one in a container, by its PID namespace or by the numbers that anyone may read', () => {
    expect(setting('userland-proxy', both('ns pid 77'))).toMatchObject({ value: true });
    expect(setting('userland-proxy', both('nspid 200 1'))).toMatchObject({ value: true });
    const alone = { processes: second(['nspid 200 1']), 'docker.info': denied };
    expect(setting('userland-proxy', alone)).toMatchObject({ value: '<NO_DOCKERD>' });
  });

  it('B20: of several the one that holds the audited socket', () => {
    const sections = both('ns pid 1', 'descriptors readable', 'socket 901', 'unix 901 /run/other.sock');
    expect(setting('userland-proxy', sections)).toMatchObject({ value: true });
    const rows = rowsOf('docker.daemonSettings', sections, '/var/run/other.sock');
    const row =
      typeof rows === 'string' ? undefined : rows.find(({ values }) => values.name === 'userland-proxy');
    expect(row && cells(row)).toMatchObject({ value: false });
  });

  it('none where several run and none can be told to serve it', () => {
    const blind = { processes: `${processes([]).replace('socket 900\n', '')}\n${second([])}` };
    expect(setting('userland-proxy', blind)).toMatchObject({ value: '<SEVERAL_DOCKERD>' });
  });

  it('never the only one there is, where another answers', () => {
    const neighbour = { processes: processes([]).replace('socket 900\n', '') };
    expect(setting('userland-proxy', neighbour)).toMatchObject({ value: '<ELSEWHERE>' });
    expect(rowsOf('docker.files', neighbour)).toBe('ELSEWHERE');
    expect(setting('live-restore', neighbour)).toMatchObject({ value: false });
    const down = { ...neighbour, 'docker.info': denied };
    expect(setting('userland-proxy', down)).toMatchObject({ value: '<NO_DOCKERD>' });
  });

  it('of two that claim the socket the one with the data root that the daemon names', () => {
    const mine = processes(['--userland-proxy=false'], ['data-root /var/lib/docker']);
    const other = processes([], ['data-root /srv/docker']).replace('process 100', 'process 200');
    expect(setting('userland-proxy', { processes: `${other}\n${mine}` })).toMatchObject({ value: false });
    expect(setting('userland-proxy', { processes: other })).toMatchObject({ value: '<ELSEWHERE>' });
  });

  it('is the one that the collector found on another socket than the usual', () => {
    const found = `asked /run/dk/docker.sock\n${processes([], ['serves /run/dk/docker.sock'])}`;
    expect(setting('userland-proxy', { processes: found })).toMatchObject({ value: true });
  });

  it('C13: a daemon.json is not judged where it is not known which one counts', () => {
    const blind = { processes: `${processes([]).replace('socket 900\n', '')}\n${second([])}` };
    expect(rowOf('docker.files', 'role', 'daemon.json', blind)).toMatchObject({
      exists: '<SEVERAL_DOCKERD>',
    });
  });
});

it('a directory that hides the file makes its settings unknown to an audit without root', () => {
  const files = `${directory('/')}\n${directory('/etc')}\n${directory('/etc/docker', { mode: '41c0' })}`;
  const sections = { host: 'uid 1000\nboot-time 1000000\nclock-ticks 100', files };
  expect(setting('userland-proxy', sections)).toMatchObject({ value: '<NEEDS_ROOT>' });
});
