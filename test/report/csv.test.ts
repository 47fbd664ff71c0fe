import { describe, expect, it } from 'vitest';
import { parseCsv } from './parse.ts';
import { textOf } from './render.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport({ hosts: 6 });
const records = parseCsv(textOf('csv', report));

describe('results.csv', () => {
  it('has a line for every finding and for every result without one', () => {
    const results = report.hosts.flatMap((host) => host.results);
    const lines = results.reduce((sum, result) => sum + Math.max(1, result.findings.length), 0);
    const unreachable = report.hosts.filter((host) => host.state === 'unreachable').length;
    expect(records).toHaveLength(lines + unreachable);
  });

  it('says what was found, what was expected, and why, beside the number of the benchmark', () => {
    const finding = records.find((record) => record.resource === 'file:/etc/docker/daemon.json');
    expect(finding).toMatchObject({ status: 'fail', expected: '0644', found: '0664', run_id: report.run.id });
    expect(finding?.cis_id).toMatch(/^3\.\d+$/);
    expect(JSON.parse(finding?.evidence ?? '')).toEqual([
      {
        subject: 'file:/etc/docker/daemon.json',
        values: { mode: '0664', owner: 'root', group: 'docker' },
      },
    ]);
  });

  it('keeps the verdict beside a waiver, and fails again when that has expired', () => {
    const waived = records.find((record) => record.waiver_id === 'W-0042');
    expect(waived).toMatchObject({ status: 'waived', underlying_status: 'fail', waiver_state: 'active' });
    const expired = records.find((record) => record.waiver_id === 'W-0017');
    expect(expired).toMatchObject({ status: 'fail', underlying_status: 'fail', waiver_state: 'expired' });
  });

  it('does not pass over a host that could not be reached', () => {
    const lines = records.filter((record) => record.host === 'build-01');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ status: 'error', underlying_status: 'unreachable', check_id: '' });
    expect(lines[0]?.reason).toContain('No answer from');
  });
});

describe('hosts.csv', () => {
  it('has a line for each host with its sums', () => {
    const hosts = parseCsv(textOf('csv-hosts', report));
    expect(hosts.map((host) => host.host)).toEqual(report.hosts.map((host) => host.name));
    const { pass, fail } = report.hosts[0]?.summary ?? { pass: -1, fail: -1 };
    expect(hosts[0]).toMatchObject({ state: 'audited', pass: String(pass), fail: String(fail) });
    expect(hosts[2]).toMatchObject({ state: 'unreachable', score: '', failure_code: 'CONNECT_TIMEOUT' });
  });
});
