import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/result/schema.ts';
import type { Report } from '../../src/result/types.ts';
import { hostileReport } from '../report/hostile-report.ts';
import { digest, sampleReport } from '../report/sample-report.ts';

const validate = new Ajv({ strict: true, allErrors: true, ownProperties: true }).compile(reportSchema);

/** A report as read from disk, with `value` put where the JSON pointer says; undefined takes the member out. */
function mutated(pointer: string, value: unknown): unknown {
  const report: unknown = JSON.parse(JSON.stringify(sampleReport({ hosts: 5 })));
  const keys = pointer.slice(1).split('/');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((at, key) => Reflect.get(at as object, key) as unknown, report);
  Reflect.set(parent as object, last, value);
  return JSON.parse(JSON.stringify(report));
}

describe('reportSchema', () => {
  it.each([
    ['one host', sampleReport({ hosts: 1 })],
    ['a fleet with a partial and an unreachable host', sampleReport({ hosts: 6 })],
    ['hostile words', hostileReport()],
    ['a host with something that was not judged', mutated('/hosts/0/notes', ['Podman']) as Report],
  ])('accepts a report of %s', (_name, report: Report) => {
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  it('accepts a hostile report that was read back from its file', () => {
    expect(validate(JSON.parse(JSON.stringify(hostileReport({ bytes: 100 }))))).toBe(true);
  });

  it('accepts what a fix script needs, and every way a fix can be stated', () => {
    const daemonConfig = { path: '/etc/docker/daemon.json', sha256: digest, text: '{}', withheld: null };
    const audited = {
      machineIdSha256: digest,
      dockerdPath: '/usr/bin/dockerd',
      dockerdFlags: ['-H'],
      daemonConfig,
    };
    const fix = { mode: '0644', owner: 'root:root', auditRule: 'rwa', daemonJson: { icc: false } };
    const stated = { ...sampleReport({ hosts: 1 }).checks[0]?.fix, ...fix };
    expect(validate(mutated('/hosts/0/audited', audited)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(mutated('/checks/0/fix', stated)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['a member more', '/extra', 1],
    ['a member more in a finding', '/hosts/0/results/0/findings/0/note', ''],
    ['a member less', '/run/scope', undefined],
    ['a member less in a result', '/hosts/0/results/0/waiver', undefined],
    ['another version', '/schemaVersion', 1],
    ['another outcome', '/hosts/0/results/0/outcome', 'skipped'],
    ['a score above 1', '/summary/score', 1.5],
    ['a count below 0', '/summary/pass', -1],
    ['a time that is not UTC', '/run/startedAt', '2026-11-23T02:00:00+01:00'],
    ['a basis there is not', '/benchmarks/0/items/0/basis/x', 'hearsay'],
    ['a check id that is no slug', '/checks/0/id', '" onclick="x'],
    ['a null where a text is due', '/hosts/0/name', null],
    ['a label that is no text', '/hosts/0/labels/env', 1],
    [
      'more evidence than a result may carry',
      '/hosts/0/results/0/evidence',
      Array(51).fill({ subject: '', values: {} }),
    ],
  ])('refuses %s', (_name, pointer, value) => {
    expect(validate(mutated(pointer, value))).toBe(false);
  });
});
