import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, plimsoll, scratch } from './cli.ts';

/** A host that notices when it is contacted. */
let contacted = 0;
const host = createServer((socket) => {
  contacted += 1;
  socket.destroy();
});
let target: readonly string[];

beforeAll(async () => {
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  target = ['-H', `root@127.0.0.1:${(host.address() as AddressInfo).port}`];
});
afterAll(() => {
  host.close();
});

describe('help', () => {
  it('opens with three examples and names every command', async () => {
    const { status, stdout, stderr } = await plimsoll(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [, , ...lines] = stdout.split('\n');
    expect(lines.slice(0, 3).map((line) => line.trim())).toEqual([
      expect.stringMatching(/^plimsoll audit -H /),
      expect.stringMatching(/^plimsoll audit -i /),
      expect.stringMatching(/^plimsoll evaluate /),
    ]);
    for (const command of ['collect', 'report', 'fix', 'plan', 'checks', 'inventory', 'schema', 'demo'])
      expect(stdout).toContain(`plimsoll ${command}`);
  });
});

describe('help of a command', () => {
  it('has its flags by what they are about, and none of other commands', async () => {
    const { stdout } = await plimsoll(['audit', '--help']);
    const headings = ['Hosts:', 'Connection:', 'Checks:', 'Comparison and notice:', 'Output:', 'Options:'];
    expect(stdout.split('\n').filter((line) => /^[A-Z].*:$/.test(line))).toEqual(headings);
    expect((await plimsoll(['fix', '--help'])).stdout).not.toContain('--inventory');
  });

  it('is shown by help too, and the version by version', async () => {
    expect((await plimsoll(['help', 'checks', 'list'])).stdout).toMatch(/^plimsoll checks list\n/);
    expect(await plimsoll(['version'])).toEqual(await plimsoll(['--version']));
  });

  it('is in English whatever the language of the terminal', async () => {
    const env = { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' };
    expect((await plimsoll(['fix', '--help'], { env })).stdout).toContain('Options:');
  });
});

describe('completion', () => {
  const complete = async (...words: readonly string[]) =>
    (await plimsoll(['--get-yargs-completions', 'plimsoll', ...words])).stdout.split('\n');

  it('prints a script for the shell', async () => {
    const { status, stdout } = await plimsoll(['completion']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('plimsoll --get-yargs-completions')]);
  });

  it('knows commands, the flags of each, and the values of flags', async () => {
    expect(await complete('ev')).toContain('evaluate');
    expect(await complete('checks', '')).toContain('lint');
    const flags = await complete('audit', '--f');
    expect(flags).toEqual(expect.arrayContaining(['--forks', '--format', '--fail-on']));
    expect(await complete('audit', '--fail-on', '')).toContain('critical');
  });
});

describe('what cannot be understood ends with 2, before any host is contacted', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['an unknown flag', ['--bogus'], /there is no flag --bogus\n {2}plimsoll audit --help/],
    ['a mistyped flag', ['--inventroy', 'x'], /there is no flag --inventroy, did you mean "--inventory"\?/],
    ['a flag of another command', ['--json'], /--json is a flag of other commands/],
    ['a flag without its value', ['--limit'], /--limit lacks a value/],
    ['a short flag without its value', ['--local', '-H'], /error: -H lacks a value/],
    ['a limit that is empty, as from a variable', ['--limit', ''], /--limit "" names no host/],
    ['a limit of an empty file', ['--limit', '@/dev/null'], /--limit "@\/dev\/null" names no host/],
    ['a flag that must have a value, denied', ['--no-output'], /--output takes a value/],
    ['a value for a switch', ['--exit-zero=yes'], /--exit-zero takes no value/],
    ['a host without its flag', ['web-01'], /"web-01" is one word too many; a host is named with -H/],
    ['a flag without its dashes', ['local'], /"local" is one word too many, did you mean "--local"\?/],
    ['a value out of range', ['--forks', '0'], /--forks must be a whole number/],
    ['a value that is no number', ['--timeout', 'abc'], /--timeout must be a whole number/],
    ['a value that is no choice', ['--level', '3'], /--level must be one of 1, 2\n/],
    ['a flag given twice', ['--level', '1', '--level', '2'], /--level is given more than once/],
    ['an unknown benchmark', ['--benchmark', 'cis-docker-9'], /"cis-docker-9" is none of cis-docker-1/],
    ['an unknown check', ['--check', 'docker-daemon-ic'], /did you mean "docker-daemon-icc"\?/],
    ['an unknown number', ['--check', '2.99'], /id, number or tag "2\.99"/],
    ['an empty check', ['--skip', ''], /no check has the id/],
    ['an unknown format', ['-f', 'xml'], /unknown format "xml"/],
    ['two documents for one output', ['-f', 'json=-', '-f', 'html=-'], /only one format/],
    ['a format without its path', ['-f', 'json='], /lacks a path/],
    ['an empty host', ['-H', ''], /expected \[user@\]host\[:port\]/],
    ['a host that is none', ['-H', 'a b'], /expected \[user@\]host\[:port\]/],
    ['an inventory that is not there', ['-i', 'nowhere.yaml'], /cannot read the inventory nowhere\.yaml/],
    [
      'parameters that are not there',
      ['--params', 'nowhere.yaml'],
      /cannot read the parameters nowhere\.yaml/,
    ],
    ['a configuration that is not there', ['--config', 'nowhere.yaml'], /cannot read the configuration/],
    ['a folder that cannot be made', ['-o', '/dev/null/report'], /cannot write to \/dev\/null\/report/],
    [
      'a document that cannot be written',
      ['-f', 'json=/dev/null/x.json'],
      /\/dev\/null\/x.json cannot be replaced by a file/,
    ],
    ['a document where a folder is', ['-f', 'json=/tmp'], /\/tmp is a folder: give the format a file in it/],
  ])('%s', async (_what, flags, message) => {
    const { status, stdout, stderr } = await plimsoll(['audit', ...target, ...flags]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('bug in plimsoll');
    expect({ status, stdout, contacted }).toEqual({ status: 2, stdout: '', contacted: 0 });
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no command', [], /plimsoll audit -H/],
    ['a mistyped command', ['audt'], /there is no command "audt", did you mean "audit"\?/],
    ['no host at all', ['audit'], /no host to audit/],
    ['no bundle', ['evaluate'], /an argument is missing\n {2}usage: plimsoll evaluate <bundles\.\.>/],
    ['an empty file name', ['report', ''], /cannot read the report/],
    ['a word too many', ['checks', 'list', 'extra'], /extra/],
    ['half a command', ['checks'], /plimsoll checks list, plimsoll checks show, /],
    ['a mistyped half', ['checks', 'lst'], /there is no command "lst", did you mean "list"\?/],
    ['an unknown schema', ['schema', 'nonsense'], /name must be one of "report"/],
    [
      'two bundles of one host',
      ['evaluate', bundle('default'), bundle('default')],
      /of the same host\s+shop-01/,
    ],
    ['a report for a bundle', ['report', bundle('default')], /a fact bundle is for plimsoll evaluate/],
    ['a bundle that is none', ['evaluate', import.meta.filename], /usage\.test\.ts is not JSON/],
  ])('%s', async (_what, args, message) => {
    const { status, stdout, stderr } = await plimsoll(args);
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('defaults', () => {
  const cwd = scratch();
  const list = (flags: readonly string[], env = {}) =>
    plimsoll(['checks', 'list', ...flags], { cwd, env: { ...env } });
  const config = (text: string) => writeFileSync(join(cwd, 'plimsoll.yaml'), text);

  it('come from the command line, then the environment, then plimsoll.yaml', async () => {
    config('check: [docker-daemon-icc]\n');
    expect((await list([])).stdout).toMatch(/^2\.2 .*docker-daemon-icc.*\n$/);
    const env = { PLIMSOLL_CHECK: 'docker-daemon-tls,docker-daemon-userns' };
    expect((await list([], env)).stdout.match(/docker-daemon-\w+/g)).toEqual([
      'docker-daemon-tls',
      'docker-daemon-userns',
    ]);
    expect((await list(['--check', '5.5'], env)).stdout).toMatch(/^5\.5 .*docker-container-privileged.*\n$/);
  });

  it('of the working folder are named, and left out where others may write them', async () => {
    config('check: [docker-daemon-icc]\n');
    expect((await list([])).stderr).toContain(
      `Defaults for flags are those of ${join(cwd, 'plimsoll.yaml')}`,
    );
    chmodSync(cwd, 0o777);
    const open = await list(['--check', '5.5']);
    const named = await list(['--config', 'plimsoll.yaml']);
    chmodSync(cwd, 0o755);
    expect(open.stderr).toContain(`plimsoll.yaml is left out: everyone may write ${cwd}`);
    expect(open.stdout).toMatch(/^5\.5 /);
    expect(named.stdout).toMatch(/^2\.2 /);
  });

  it('are left to the commands that know the value', async () => {
    const env = { PLIMSOLL_FAIL_ON: 'high' };
    const { stderr } = await plimsoll(['diff', 'nowhere', 'nowhere'], { cwd, env });
    expect(stderr).toContain('cannot read the report nowhere');
  });

  it('of another file are asked for by name', async () => {
    writeFileSync(join(cwd, 'other.yaml'), 'check: ["5.5"]\n');
    expect((await list(['--config', 'other.yaml'])).stdout).toMatch(/^5\.5 /);
  });

  it('know switches by the names that turn them off', async () => {
    const said = async (text: string, env = {}) => {
      config(text);
      const args = ['evaluate', bundle('broken'), '--check', '2.2', '-f', 'json=x.json'];
      return (await plimsoll(args, { cwd, env })).status;
    };
    expect(await said('exit-zero: true\n')).toBe(0);
    expect(await said('exit-zero: true\n', { PLIMSOLL_NO_EXIT_ZERO: '1' })).toBe(1);
    expect(await said('no-exit-zero: false\nno-color: true\n', { PLIMSOLL_NO_PROGRESS: '1' })).toBe(0);
  });

  it('may be all commented out', async () => {
    config('# level: 1\n');
    expect((await list([])).status).toBe(0);
  });

  it.each<[string, string, Record<string, string>, RegExp]>([
    ['an unknown key', 'levle: 1\n', {}, /plimsoll\.yaml:1: the key levle .* did you mean "level"\?/],
    ['a value of another type', 'level: one\n', {}, /plimsoll\.yaml:1: level must be a number/],
    ['a list that is none', 'check: docker-daemon-icc\n', {}, /check must be a list/],
    [
      'a number that YAML reads as another',
      'check: [2.10]\n',
      {},
      /check must be a list of text, numbers in/,
    ],
    ['a list in a list', 'check: [[a]]\n', {}, /plimsoll\.yaml:1: check must be a list of text/],
    ['what every object has', 'constructor: 1\n', {}, /the key constructor is no flag/],
    ['what every object has too', '', { PLIMSOLL_CONSTRUCTOR: '1' }, /PLIMSOLL_CONSTRUCTOR is no flag/],
    ['another configuration in it', 'config: other.yaml\n', {}, /the key config is no flag/],
    ['a switch that is denied twice', 'no-no-color: true\n', {}, /the key no-no-color is no flag/],
    ['a list that is denied', 'no-check: true\n', {}, /the key no-check is no flag/],
    ['no map', '- level\n', {}, /must be a map/],
    ['an unknown variable', '', { PLIMSOLL_LEVLE: '1' }, /PLIMSOLL_LEVLE .* did you mean "level"\?/],
    ['a boolean that is none', '', { PLIMSOLL_QUIET: 'perhaps' }, /PLIMSOLL_QUIET must be true or false/],
    ['a value that is no choice', '', { PLIMSOLL_LEVEL: '7' }, /--level must be one of 1, 2/],
  ])('refuse %s', async (_what, text, env, message) => {
    config(text === '' ? 'level: 2\n' : text);
    const { status, stderr } = await list([], env);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});
