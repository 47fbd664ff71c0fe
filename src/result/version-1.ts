import { isObject, property, type Json, type JsonObject } from '../lib/json.ts';
import { countedByBenchmark, reportedBenchmark } from './benchmark-tally.ts';
import type { Benchmark, BenchmarkItem, Report } from './types.ts';

/** Of version 1, in which checks carried the numbers of CIS Docker. */
export function isVersion1(value: unknown): value is JsonObject {
  return property(value, 'schemaVersion') === 1;
}

/**
 * A stored report of version 1 in the shape of today, as far as it told: nothing is known of it yet, so what is misshapen
 * stays so for the schema to find.
 */
export function shapeOfVersion1(report: JsonObject): JsonObject {
  const { benchmark = null, levels = [], ...run } = objectOf(report['run']);
  const counts = benchmarkOf(report, benchmark);
  return {
    ...report,
    schemaVersion: 2,
    run: { ...run, policy: policyOf(benchmark, levels), digest: `sha256:${'0'.repeat(64)}` },
    checks: mapped(report['checks'], unnumbered),
    benchmarks: [{ ...counts, summary: { ...nothing, notCovered: 0 } }],
    hosts: mapped(report['hosts'], (host) => ({
      ...host,
      ...{ engines: [], facts: null, benchmarks: {}, summary: attested(host['summary']) },
      results: mapped(host['results'], (result) => ({ ...result, attestation: null })),
    })),
    ...(report['since'] === undefined ? {} : { since: sinceOf(objectOf(report['since'])) }),
    summary: summaryOf(objectOf(report['summary'])),
  };
}

/** The same once its shape is known: counted by its benchmark. */
export function countedVersion1(report: Report): Report {
  const hosts = report.hosts.map((host) => countedByBenchmark(host, report.benchmarks));
  const benchmarks = report.benchmarks.map((one) => reportedBenchmark(one, hosts));
  return { ...report, hosts, benchmarks };
}

const nothing = {
  pass: 0,
  fail: 0,
  error: 0,
  manual: 0,
  notApplicable: 0,
  waived: 0,
  attested: 0,
  score: null,
};

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function mapped(list: Json | undefined, change: (item: JsonObject) => JsonObject): Json {
  if (!Array.isArray(list)) return list ?? null;
  return (list as readonly Json[]).map((item) => (isObject(item) ? change(item) : item));
}

/** What its benchmark says of a check went with it. */
function unnumbered(check: JsonObject): JsonObject {
  const others = Object.entries(check).filter(
    ([key]) => !['section', 'level', 'cis', 'assessment'].includes(key),
  );
  return Object.fromEntries(others);
}

function policyOf(benchmark: Json, levels: Json): JsonObject {
  return {
    ...{ benchmarks: [benchmark], levels, profile: null, leftOut: [], severities: [], parameters: [] },
    ...{ waivers: null, attestations: null, digest: null },
  };
}

function attested(tally: Json | undefined): Json {
  return isObject(tally) ? { ...tally, attested: 0 } : (tally ?? null);
}

function attestedEach(tallies: Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(objectOf(tallies)).map(([key, one]) => [key, attested(one)]));
}

function summaryOf(summary: JsonObject): JsonObject {
  return {
    ...summary,
    attested: 0,
    hosts: { ...objectOf(summary['hosts']), noEngine: 0 },
    bySeverity: attestedEach(summary['bySeverity']),
    bySection: attestedEach(summary['bySection']),
  };
}

function sinceOf(since: JsonObject): JsonObject {
  const trend = mapped(since['trend'], (point) => ({
    ...point,
    hosts: { ...objectOf(point['hosts']), noEngine: 0 },
  }));
  return { ...since, trend };
}

/** The sections that CIS Docker has in every edition. */
const sections = ['Host', 'Docker daemon', 'Docker files', 'Images', 'Containers', 'Operations', 'Swarm'].map(
  (title, index) => ({ number: String(index + 1), title }),
);

/** As far as the checks of the report tell it. */
function benchmarkOf(report: JsonObject, id: Json): JsonObject {
  const version = typeof id === 'string' ? id.replace(/^cis-docker-/, '') : '';
  const items = Array.isArray(report['checks'])
    ? (report['checks'] as readonly Json[])
        .flatMap((check) => itemOf(objectOf(check), version))
        .sort((a, b) => compareNumbers(a.number, b.number))
    : [];
  const about = { id, title: `CIS Docker Benchmark ${version}`, publisher: 'Center for Internet Security' };
  return { ...about, version, sections, items: items as unknown as readonly JsonObject[] } satisfies Record<
    keyof Benchmark,
    Json
  >;
}

function itemOf(check: JsonObject, version: string): readonly (BenchmarkItem & { attestation: null })[] {
  const { id, title, cis, assessment, level } = check;
  const number = property(cis, version);
  if (typeof number !== 'string' || typeof id !== 'string') return [];
  const told = {
    number,
    title,
    checks: [id],
    basis: { [id]: 'direct' },
    assessment,
    level,
    attestation: null,
  };
  return [told as BenchmarkItem & { attestation: null }];
}

/** By their parts: 2.2 before 2.10. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}
