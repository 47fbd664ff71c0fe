import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFile } from '../../src/lib/package.ts';
import type { Report } from '../../src/result/types.ts';
import { plimsoll } from '../cli/cli.ts';
import { prepareDebian13, startLabHost, type LabHost, type LabState } from './lab-host.ts';
import { requires } from './requirements.ts';

const missing = requires('root', 'debootstrap', 'sshd', 'auditctl', 'busybox');

/** The same host, prepared in the same way, was recorded under Docker 20.10. */
const recorded = { default: 'shop-01', broken: 'legacy-01' } as const;

describe.skipIf(missing)('Docker 26.1', () => {
  beforeAll(() => prepareDebian13(), 600_000);

  describe.each(Object.keys(recorded) as (LabState & keyof typeof recorded)[])('%s host', (state) => {
    let host: LabHost;
    beforeAll(async () => {
      host = await startLabHost(state, 'debian-13');
    });
    afterAll(() => host.stop());

    it('is judged as the same host under Docker 20.10 is', async () => {
      const audit = await plimsoll(['audit', ...host.flags, '-f', 'json=-']);
      const bundle = packageFile(`demo/${state}.json`);
      const evaluation = await plimsoll(['evaluate', bundle, '-f', 'json=-']);
      const [under26, under20] = [audit, evaluation].map(({ stdout }) => JSON.parse(stdout) as Report);
      expect(readFileSync(bundle, 'utf8')).toContain('20.10');
      expect(under26?.hosts[0]?.platform.engine).toMatch(/^26\.1/);
      expect(outcomes(under26)).toEqual(outcomes(under20));
    });
  });
});

function outcomes(report: Report | undefined): Record<string, string> {
  const results = report?.hosts[0]?.results ?? [];
  return Object.fromEntries(results.map(({ check, outcome }) => [check, outcome]));
}
