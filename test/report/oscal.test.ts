import { describe, expect, it } from 'vitest';
import { uuidOf } from '../../src/report/machine/identity.ts';
import type { Report } from '../../src/result/types.ts';
import { textOf } from './render.ts';
import { sampleReport } from './sample-report.ts';
import { jsonValidator } from './schemas/validate.ts';

const report = sampleReport({ hosts: 6 });
const problems = jsonValidator('oscal.json');

function resultOf(of: Report) {
  const document = JSON.parse(textOf('oscal', of));
  expect(problems(document)).toEqual([]);
  return document['assessment-results'].results[0];
}

const result = resultOf(report);
const findingOf = (check: string, of = result) =>
  of.findings.find((finding: { target: { 'target-id': string } }) => finding.target['target-id'] === check);

describe('OSCAL assessment results', () => {
  it('has an observation for each check on each host, about that host', () => {
    const results = report.hosts.flatMap((host) => host.results);
    expect(result.observations).toHaveLength(results.length);
    const items = result['local-definitions']['inventory-items'];
    const known = new Set(items.map((item: { uuid: string }) => item.uuid));
    for (const { subjects } of result.observations) expect(known.has(subjects[0]['subject-uuid'])).toBe(true);
  });

  it('is satisfied with a check only where it passed and no host is left out', () => {
    const states = result.findings.map(
      (finding: { target: { status: { state: string } } }) => finding.target.status.state,
    );
    // One host was out of reach: nothing can be said of the whole fleet.
    expect(new Set(states)).toEqual(new Set(['not-satisfied']));
    const one = resultOf(sampleReport({ hosts: 1 }));
    const passed = sampleReport({ hosts: 1 }).hosts[0]?.results.find(({ outcome }) => outcome === 'pass');
    expect(findingOf(passed?.check ?? '', one).target.status).toMatchObject({
      state: 'satisfied',
      reason: 'pass',
    });
  });

  it('has a waiver as a risk that was accepted, and the finding stays', () => {
    const finding = findingOf('docker-container-read-only');
    expect(finding.target.status.state).toBe('not-satisfied');
    const risk = result.risks.find(
      ({ uuid }: { uuid: string }) => uuid === finding['related-risks'][0]['risk-uuid'],
    );
    expect(risk).toMatchObject({ status: 'deviation-approved', title: 'Waiver `W-0042`' });
  });

  it('gives a host the same UUID in every run, an observation another', () => {
    const later = resultOf({ ...report, run: { ...report.run, id: 'later' } });
    const items = (of: typeof result) =>
      of['local-definitions']['inventory-items'].map((item: { uuid: string }) => item.uuid);
    expect(items(later)).toEqual(items(result));
    expect(later.observations[0].uuid).not.toBe(result.observations[0].uuid);
  });

  it('is valid for a run without hosts and checks', () => {
    const empty = resultOf({ ...report, hosts: [], checks: [] });
    expect(empty['reviewed-controls']['control-selections']).toEqual([{ 'include-all': {} }]);
  });
});

describe('uuidOf', () => {
  it('is a UUID of version 5, other for other words', () => {
    expect(uuidOf('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidOf('a', 'b')).toBe(uuidOf('a', 'b'));
    expect(uuidOf('a', 'b')).not.toBe(uuidOf('ab'));
  });
});
