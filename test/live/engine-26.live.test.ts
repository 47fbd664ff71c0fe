import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/result/types.ts';
import { plimsoll } from '../cli/cli.ts';
import { prepareDebian13, startLabHost, type LabHost } from './lab-host.ts';
import { requires } from './requirements.ts';
import { hardening, truth } from './truth.ts';

const missing = requires('root', 'debootstrap', 'sshd', 'auditctl');

describe.skipIf(missing)('under Docker 26.1, every check', () => {
  beforeAll(() => prepareDebian13(), 600_000);

  describe.each([
    'default',
    'hardened-host-userns',
    'worst',
    'swarm',
    'swarm-worker',
    'daemon-down',
  ] as const)('on a host that is %s', (state) => {
    let host: LabHost;
    beforeAll(async () => {
      host = await startLabHost(state, 'debian-13');
    });
    afterAll(() => host.stop());

    const audit = async (flags: readonly string[]) => {
      const { stdout } = await plimsoll(['audit', ...flags, '-f', 'json=-']);
      const [audited] = (JSON.parse(stdout) as Report).hosts;
      const outcomes = audited?.results.map(({ check, outcome }) => [check, outcome] as const) ?? [];
      return { engine: audited?.platform.engine, outcomes: Object.fromEntries(outcomes) };
    };

    it('gets the verdict that is true', async () => {
      const { engine, outcomes } = await audit(host.flags);
      expect(outcomes).toEqual(truth(state));
      if (state !== 'daemon-down') expect(engine).toMatch(/^26\.1/);
    });

    if (state !== 'default') return;
    it('is not judged beyond what a stranger may see', async () => {
      await host.run('echo visitor:x:1009:1009::/:/bin/sh >>/etc/passwd');
      const [, , ...rest] = host.flags;
      const { outcomes } = await audit(['-H', `visitor@127.0.0.1:${host.port}`, ...rest]);
      expect(outcomes).toEqual(truth('visitor'));
    });

    it('stays decided when a nightly hardening changes nothing', async () => {
      await host.run(hardening);
      const { outcomes } = await audit(host.flags);
      expect(Object.entries(outcomes).filter(([, outcome]) => outcome === 'error')).toEqual([]);
    });
  });
});
