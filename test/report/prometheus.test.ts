import { describe, expect, it } from 'vitest';
import { parsePrometheus } from './parse.ts';
import { textOf } from './render.ts';
import { sampleReport } from './sample-report.ts';

const report = sampleReport({ hosts: 6 });
const samples = parsePrometheus(textOf('prometheus', report));

function value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
  const wanted = Object.entries(labels);
  return samples.find(
    (sample) => sample.name === name && wanted.every(([label, text]) => sample.labels[label] === text),
  )?.value;
}

describe('plimsoll.prom', () => {
  it('says when the run finished and how long it took', () => {
    expect(value('plimsoll_run_timestamp_seconds')).toBe(Date.parse(report.run.finishedAt) / 1000);
    expect(value('plimsoll_run_duration_seconds')).toBe(192.48);
  });

  it('counts hosts, and what was found on each', () => {
    expect(value('plimsoll_hosts', { state: 'unreachable' })).toBe(1);
    expect(value('plimsoll_host_up', { host: 'build-01' })).toBe(0);
    expect(value('plimsoll_host_up', { host: 'web-01' })).toBe(1);
    const { fail, waived, score } = report.hosts[0]?.summary ?? report.summary;
    expect(value('plimsoll_host_checks', { host: 'web-01', status: 'fail' })).toBe(fail);
    expect(value('plimsoll_host_checks', { host: 'web-01', status: 'waived' })).toBe(waived);
    expect(value('plimsoll_host_score_ratio', { host: 'web-01' })).toBe(score);
    const failures = samples.filter(
      ({ name, labels }) => name === 'plimsoll_host_failures' && labels.host === 'web-01',
    );
    expect(failures.reduce((sum, sample) => sum + sample.value, 0)).toBe(fail);
  });

  it('has no score for a host of which nothing is known', () => {
    expect(value('plimsoll_host_score_ratio', { host: 'build-01' })).toBeUndefined();
  });

  it('has a few series a host, whatever the number of checks', () => {
    expect(samples.filter(({ labels }) => labels.host === 'web-01').length).toBeLessThan(15);
  });
});
