import type { Benchmarks } from '../../src/checks/naming.ts';
import type { Benchmark, BenchmarkItem, Policy } from '../../src/result/types.ts';

/** A benchmark whose items are `number: check`, in sections named by the first part of the number. */
export function benchmarkOf(
  id: string,
  numbers: Readonly<Record<string, string>>,
  about: Readonly<Record<string, Partial<BenchmarkItem>>> = {},
): Benchmark {
  const items = Object.entries(numbers).map(([number, check]) => ({
    ...{ number, title: check, checks: [check], basis: {}, assessment: null, level: null },
    ...about[number],
  }));
  const sections = [...new Set(items.map(({ number }) => number.split('.')[0] ?? ''))];
  return {
    id,
    title: `The ${id}`,
    publisher: 'somebody',
    version: '1',
    sections: sections.map((number) => ({ number, title: `Section ${number}` })),
    items,
  };
}

/** Of a run without a choice of its own. */
export function policyFor({ given }: Pick<Benchmarks, 'given'>): Policy {
  return {
    benchmarks: given.map(({ id }) => id),
    ...{ levels: [1, 2], profile: null, leftOut: [], severities: [], parameters: [] },
    ...{ waivers: null, attestations: null, digest: null },
  };
}
