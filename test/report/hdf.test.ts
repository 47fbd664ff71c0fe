import { convertFileContextual } from 'inspecjs';
import { describe, expect, it } from 'vitest';
import { filesOf } from './render.ts';
import { sampleReport } from './sample-report.ts';
import { jsonValidator } from './schemas/validate.ts';

const report = sampleReport({ hosts: 6 });
const files = filesOf('hdf', report);
const problems = jsonValidator('hdf.json');

/** The statuses that Heimdall shows for the controls of a host. */
function heimdall(host: string): ReadonlyMap<string, string> {
  const file = files.find(({ path }) => path === `hdf/${host}.json`);
  const { contains } = convertFileContextual(file?.content ?? '') as unknown as {
    readonly contains: readonly {
      readonly contains: readonly {
        readonly hdf: { readonly wraps: { id: string }; readonly status: string };
      }[];
    }[];
  };
  const controls = contains[0]?.contains ?? [];
  return new Map(controls.map(({ hdf }) => [hdf.wraps.id, hdf.status]));
}

describe('HDF', () => {
  it('is one valid file for each host', () => {
    expect(files.map((file) => file.path)).toEqual(report.hosts.map((host) => `hdf/${host.name}.json`));
    for (const file of files) expect(problems(JSON.parse(file.content))).toEqual([]);
  });

  it('is read by Heimdall as the report means it', () => {
    const expected = {
      pass: 'Passed',
      fail: 'Failed',
      manual: 'Not Reviewed',
      notApplicable: 'Not Applicable',
      error: 'Profile Error',
    };
    for (const host of report.hosts.filter(({ state }) => state !== 'unreachable')) {
      const shown = heimdall(host.name);
      for (const { check, outcome, waiver } of host.results) {
        // Heimdall has no word for waived; an expired waiver changes nothing.
        const status = waiver?.state === 'active' ? 'Not Applicable' : expected[outcome];
        expect(`${check} ${shown.get(check) ?? ''}`).toBe(`${check} ${status}`);
      }
    }
  });

  it('keeps the real result beside a waiver', () => {
    const control = files
      .flatMap((file) => JSON.parse(file.content).profiles[0].controls)
      .find((candidate) => candidate.waiver_data?.skipped_due_to_waiver === true);
    expect(control.results[0]).toMatchObject({ status: 'failed' });
    expect(control.waiver_data).toMatchObject({ expiration_date: '2026-12-31', run: true });
  });

  it('is an error on every check for a host that could not be reached', () => {
    const statuses = [...heimdall('build-01').values()];
    expect(statuses).toHaveLength(report.checks.length);
    expect(new Set(statuses)).toEqual(new Set(['Profile Error']));
  });

  it('tells the subjects of a check apart', () => {
    const [file] = files;
    const control = JSON.parse(file?.content ?? '').profiles[0].controls.find(
      (candidate: { results: { code_desc: string }[] }) => candidate.results.length > 2,
    );
    expect(control.results.map((result: { code_desc: string }) => result.code_desc)).toContain(
      'container:frontend',
    );
  });
});
