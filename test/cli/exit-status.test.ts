import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, plimsoll, scratch } from './cli.ts';

const cwd = scratch();

/** A host of which nothing could be had. */
function unreachable(): string {
  const recorded = JSON.parse(readFileSync(bundle('hardened'), 'utf8'));
  const failure = { code: 'TIMEOUT', message: 'gone-01: no answer', hint: 'wait' };
  const host = { ...recorded.host, name: 'gone-01' };
  const path = join(cwd, 'gone.json');
  writeFileSync(path, JSON.stringify({ ...recorded, host, failure, sections: {} }));
  return path;
}

const gone = unreachable();

/** One critical check and one of medium severity: hardened passes both, default the first, broken neither. */
const two = ['--check', '5.5', '--check', '2.2'];

describe('D5: the exit status of evaluate', () => {
  it.each<[number, string, readonly string[]]>([
    [0, 'nothing failed', [bundle('hardened')]],
    [1, 'something failed', [bundle('default')]],
    [1, 'one host of two has findings', [bundle('hardened'), bundle('default')]],
    [1, 'a critical check failed', [bundle('broken'), '--fail-on', 'critical']],
    [0, 'no critical check failed', [bundle('default'), '--fail-on', 'critical']],
    [1, 'a medium check failed', [bundle('default'), '--fail-on', 'medium']],
    [0, 'only a medium check failed', [bundle('default'), '--fail-on', 'high']],
    [0, 'findings do not count', [bundle('broken'), '--fail-on', 'none']],
    [
      0,
      'the failing checks are left out',
      [bundle('broken'), '--check', '5.1', '--skip', '5.5', '--skip', '2.2'],
    ],
    [0, 'the exit status is to be 0', [bundle('broken'), '--exit-zero']],
    [3, 'a check could not be decided', [bundle('unprivileged')]],
    [3, 'errors beat findings', [bundle('broken'), bundle('daemon-down')]],
    [3, 'errors count where findings do not', [bundle('daemon-down'), '--fail-on', 'none']],
    [3, 'a host is missing', [bundle('hardened'), gone]],
    [3, 'a file of several is no bundle', [bundle('hardened'), import.meta.filename]],
    [0, 'even an incomplete audit is to be 0', [gone, '--exit-zero']],
  ])('is %i when %s', async (expected, _when, args) => {
    const { status, stderr } = await plimsoll(['evaluate', ...args, ...two, '-f', 'json=out.json'], { cwd });
    expect({ status, stderr }).toMatchObject({ status: expected });
    const said = args.includes('--exit-zero')
      ? /--exit-zero: the exit status is 0/
      : `exit status ${expected}:`;
    expect(stderr).toMatch(said);
  });

  it('is told by report again', async () => {
    await plimsoll(['evaluate', bundle('broken'), ...two, '-f', 'json=broken.json'], { cwd });
    const again = (...flags: string[]) =>
      plimsoll(['report', 'broken.json', '-o', 'again', ...flags], { cwd });
    expect(await again()).toMatchObject({ status: 1 });
    expect(await again('--fail-on', 'none')).toMatchObject({ status: 0 });
  });
});

describe('parameters', () => {
  const evaluate = (text: string) => {
    writeFileSync(join(cwd, 'params.yaml'), text);
    const flags = ['--check', '1.1.2', '--params', 'params.yaml', '-f', 'json=-', '-q'];
    return plimsoll(['evaluate', bundle('default'), ...flags], { cwd });
  };

  it('decide', async () => {
    expect(await evaluate('trustedUsers: [deploy]\n')).toMatchObject({ status: 0 });
    expect(await evaluate('trustedUsers: [deplo]\n')).toMatchObject({ status: 1 });
  });

  it.each([
    ['of another type', 'trustedUsers: deploy\n', /must be a list of text/],
    ['that no check has', 'trustedUser: [deploy]\n', /no check has a parameter "trustedUser"/],
    ['that are no map', '- deploy\n', /must be a map/],
  ])('%s are refused', async (_what, text, message) => {
    const { status, stdout, stderr } = await evaluate(text);
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('which checks', () => {
  const list = async (...flags: string[]) => {
    const { stdout } = await plimsoll(['checks', 'list', '--json', ...flags]);
    return (JSON.parse(stdout) as { id: string; level: number; tags: string[] }[]).map((check) => check);
  };
  const ids = async (...flags: string[]) => (await list(...flags)).map((check) => check.id);

  it('go by the numbers of the benchmark', async () => {
    expect(await ids('--check', '2.8')).toEqual(['docker-daemon-tls']);
    expect(await ids('--check', '2.7', '--benchmark', 'cis-docker-1.6.0')).toEqual(['docker-daemon-tls']);
  });

  it('go by level, tag, section and name', async () => {
    expect(new Set((await list('--level', '1')).map((check) => check.level))).toEqual(new Set([1]));
    expect((await list('--check', 'daemon')).every((check) => check.tags.includes('daemon'))).toBe(true);
    const five = await ids('--check', '5');
    expect(five).toContain('docker-container-privileged');
    expect(await ids('--check', '5', '--skip', 'docker-container-privileged')).toEqual(
      five.filter((id) => id !== 'docker-container-privileged'),
    );
  });
});
