import { countedAs, tally } from './tally.ts';
import type {
  Benchmark,
  BenchmarkItem,
  BenchmarkTally,
  CheckResult,
  HostResult,
  JudgedHost,
  Outcome,
  ReportedBenchmark,
} from './types.ts';

/** What an item over several checks comes to, the first of these that one of them has. */
const worstFirst = ['fail', 'error', 'manual', 'waived', 'pass', 'notApplicable'] as const;

type Counted = Outcome | 'waived' | 'notCovered';

/** What an item counts as on a host; null where none of its checks was judged there. */
export function itemOutcome(
  { checks }: Pick<BenchmarkItem, 'checks'>,
  results: ReadonlyMap<string, CheckResult>,
): Counted | null {
  if (checks.length === 0) return 'notCovered';
  const outcomes = checks.flatMap((check) => {
    const result = results.get(check);
    return result === undefined ? [] : [countedAs(result)];
  });
  return worstFirst.find((one) => outcomes.includes(one)) ?? null;
}

/** A host with its results counted by the items of each benchmark. */
export function countedByBenchmark(host: JudgedHost, benchmarks: readonly Benchmark[]): HostResult {
  const results = new Map(host.results.map((result) => [result.check, result]));
  const counts = benchmarks.map(({ id, items }) => {
    const judged = results.size === 0 ? [] : items.map((item) => itemOutcome(item, results));
    return [id, tallyOf(judged)] as const;
  });
  return { ...host, benchmarks: Object.fromEntries(counts) };
}

/** A benchmark of a run with what its items come to over all hosts. */
export function reportedBenchmark(
  benchmark: Benchmark,
  hosts: readonly Pick<HostResult, 'benchmarks'>[],
): ReportedBenchmark {
  const counts = hosts.flatMap(({ benchmarks }) => benchmarks[benchmark.id] ?? []);
  const sum = (key: keyof BenchmarkTally) => counts.reduce((all, one) => all + (one[key] ?? 0), 0);
  const summary = {
    ...{ pass: sum('pass'), fail: sum('fail'), error: sum('error'), manual: sum('manual') },
    ...{ notApplicable: sum('notApplicable'), notCovered: sum('notCovered') },
    ...{ waived: sum('waived'), attested: sum('attested') },
  };
  const items = benchmark.items.map((item) => ({ ...item, attestation: null }));
  return { ...benchmark, items, summary: { ...summary, score: scoreOf(summary) } };
}

function tallyOf(outcomes: readonly (Counted | null)[]): BenchmarkTally {
  const counts: Record<string, number> = { ...tally([]), score: 0, notCovered: 0 };
  for (const outcome of outcomes) if (outcome !== null) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const summary = counts as unknown as BenchmarkTally;
  return { ...summary, score: scoreOf(summary) };
}

function scoreOf({ pass, fail, error }: Pick<BenchmarkTally, 'pass' | 'fail' | 'error'>): number | null {
  const decided = pass + fail + error;
  return decided === 0 ? null : pass / decided;
}
