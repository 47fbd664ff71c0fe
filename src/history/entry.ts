import { createHash } from 'node:crypto';
import { failuresOf } from '../diff/findings.ts';
import { trendPoint } from '../diff/since.ts';
import { compareText } from '../lib/json.ts';
import { validator } from '../lib/validator.ts';
import { benchmarkIds } from '../result/benchmarks.ts';
import type { HostState, Report, TrendPoint } from '../result/types.ts';

/** One run in the index of a history: a line of JSON. */
export interface Entry extends TrendPoint {
  readonly scope: string;
  /** `sha256:` over the benchmark and the checks. */
  readonly checks: string;
  readonly hostNames: readonly string[];
  /** Fingerprints of what failed and was not waived. */
  readonly failing: readonly string[];
}

/** Run ids become folder names. */
export const runId = /^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/;

const count = { type: 'integer', minimum: 0 } as const;
const text = { type: 'string' } as const;
const entryValidator = validator<Entry>({
  type: 'object',
  required: [
    'id',
    'startedAt',
    'scope',
    'checks',
    'hostNames',
    'score',
    'pass',
    'fail',
    'error',
    'manual',
    'waived',
    'hosts',
    'failing',
  ],
  properties: {
    id: { type: 'string', pattern: runId.source },
    startedAt: text,
    scope: text,
    checks: text,
    hostNames: { type: 'array', items: text },
    score: { type: 'number', nullable: true },
    pass: count,
    fail: count,
    error: count,
    manual: count,
    waived: count,
    hosts: {
      type: 'object',
      required: ['audited', 'partial', 'unreachable'],
      properties: { audited: count, partial: count, unreachable: count, noEngine: count },
    },
    failing: { type: 'array', items: text },
  },
});

export function entryOf(report: Report): Entry {
  const failing = [...failuresOf(report)].filter(([, failure]) => !failure.waived).map(([id]) => id);
  return {
    ...trendPoint(report),
    scope: report.run.scope,
    checks: checksOf(report),
    hostNames: report.hosts.map((host) => host.name),
    failing,
  };
}

function checksOf(report: Report): string {
  const ids = report.checks.map((check) => check.id).toSorted(compareText);
  return `sha256:${createHash('sha256')
    .update(JSON.stringify([benchmarkIds(report), ids]))
    .digest('hex')}`;
}

/** A line of the index; null when it cannot be read, as what is left by a run that was killed. */
export function parseEntry(line: string): Entry | null {
  try {
    const value: unknown = JSON.parse(line);
    if (!entryValidator()(value)) return null;
    // Lines of earlier versions know of no hosts without an engine.
    const hosts: Partial<Record<HostState, number>> = value.hosts;
    return { ...value, hosts: { ...value.hosts, noEngine: hosts.noEngine ?? 0 } };
  } catch {
    return null;
  }
}
