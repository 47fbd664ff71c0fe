import type { Benchmark, BenchmarkItem } from '../../src/result/types.ts';

/** A benchmark whose items are `number: check`, in sections named by the first part of the number. */
export function benchmarkOf(
  id: string,
  numbers: Readonly<Record<string, string>>,
  about: Readonly<Record<string, Partial<BenchmarkItem>>> = {},
): Benchmark {
  const items = Object.entries(numbers).map(([number, check]) => ({
    ...{ number, title: null, checks: [check], assessment: null, level: null },
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
