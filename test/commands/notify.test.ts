import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { packageFile } from '../../src/lib/package.ts';
import { plimsoll, sampleBundle, workFolder } from './run.ts';

const folder = workFolder();

// Nobody listens there.
beforeAll(() => void vi.stubEnv('PLIMSOLL_NOTIFY_URL', 'https://127.0.0.1:1/s3cret'));
afterAll(() => void vi.unstubAllEnvs());

const undecided = packageFile('test/fixtures/bundles/daemon-down.json');
const [clean, findings] = [sampleBundle('hardened'), sampleBundle('broken')];

/** The sample host with findings, as it was accepted. */
async function accepted(): Promise<string> {
  const path = `${folder.path}/accepted.json`;
  await plimsoll(['evaluate', findings, ...only, '-f', `json=${path}`]);
  return path;
}

const only = ['--check', 'docker-daemon-icc'];
const notify = ['--notify', 'json', '--notify-on', 'always'];

describe('a notice that cannot be delivered changes no exit status', () => {
  it.each<[number, string, readonly string[], AbortSignal?]>([
    [0, 'all is well', [clean]],
    [1, 'something failed', [findings]],
    [0, 'what failed does not count', [findings, '--fail-on', 'critical']],
    [0, 'the status is to be 0', [findings, '--exit-zero']],
    [3, 'something could not be determined', [undecided]],
    [3, 'that is so beside a failure', [undecided, findings, '--fail-on', 'none']],
    [0, 'the status is to be 0 all the same', [undecided, '--exit-zero']],
    [0, 'what failed is in the baseline', [findings, '--fail-on', 'new', '--baseline', 'accepted']],
    [1, 'what failed is not', [findings, '--fail-on', 'low', '--baseline', 'accepted']],
    [130, 'it was interrupted', [findings], AbortSignal.abort('SIGINT')],
    [143, 'it was ended', [findings, '--exit-zero'], AbortSignal.abort('SIGTERM')],
  ])('%i when %s', async (status, _when, args, signal = new AbortController().signal) => {
    const baseline = await accepted();
    const given = args.map((arg) => (arg === 'accepted' ? baseline : arg));
    const path = `${folder.path}/report.json`;
    const run = async (...more: readonly string[]) => {
      const ran = await plimsoll(['evaluate', ...given, ...only, '-f', `json=${path}`, ...more], { signal });
      return { ...ran, report: readFileSync(path, 'utf8') };
    };
    const [quiet, told] = [await run(), await run(...notify)];
    expect([quiet.status, told.status]).toEqual([status, status]);
    expect(told.report).toBe(quiet.report);
    // Of a run that was interrupted nobody is told.
    expect(told.stderr.includes('warning: the notice was not delivered')).toBe(!signal.aborted);
    expect(told.stderr).not.toContain('s3cret');
  });
});
