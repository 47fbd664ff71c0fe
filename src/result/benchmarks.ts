import { compareText } from '../lib/json.ts';
import type { Benchmark, BenchmarkItem, Report } from './types.ts';

/** What a check beyond every benchmark is counted under. */
export const beyond = 'extra';

/** A benchmark, of a file or of a report. */
type Numbered = Omit<Benchmark, 'publisher' | 'version'>;

/** Where a check stands among the benchmarks of a run: in the first of them that has it. */
export interface Place {
  readonly benchmark: Pick<Benchmark, 'title'>;
  readonly item: BenchmarkItem;
  /** Number of the item; with the benchmark's id in front where that is not the first. */
  readonly number: string;
  /** The same of its section. */
  readonly section: string;
}

/** The numbers of checks by the benchmarks of a run. */
export interface Numbering {
  /** Null for a check that none of them has. */
  readonly place: (check: string) => Place | null;
  readonly section: (check: string) => string;
  /** All sections, in the order of the benchmarks, and what is beyond them last. */
  readonly sections: readonly string[];
  readonly sectionTitle: (section: string) => string;
  /** Orders ids of checks as the benchmarks do, then those beyond them by name. */
  readonly compare: (a: string, b: string) => number;
}

export function numberingOf(benchmarks: readonly Numbered[]): Numbering {
  const places = placesOf(benchmarks);
  const order = new Map([...places.keys()].map((check, index) => [check, index]));
  const titles = sectionTitles(benchmarks);
  const rank = (check: string) => order.get(check) ?? order.size;
  return {
    place: (check) => places.get(check) ?? null,
    section: (check) => places.get(check)?.section ?? beyond,
    sections: [...titles.keys()],
    sectionTitle: (section) => titles.get(section) ?? `Section ${section}`,
    compare: (a, b) => rank(a) - rank(b) || compareText(a, b),
  };
}

function placesOf(benchmarks: readonly Numbered[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  benchmarks.forEach((benchmark, index) => {
    const before = prefix(benchmark, index);
    for (const item of benchmark.items) {
      const section = `${before}${sectionOf(benchmark, item.number) ?? item.number}`;
      const place = { benchmark, item, number: `${before}${item.number}`, section };
      for (const check of item.checks) if (!places.has(check)) places.set(check, place);
    }
  });
  return places;
}

function sectionTitles(benchmarks: readonly Numbered[]): ReadonlyMap<string, string> {
  const titles = benchmarks.flatMap((benchmark, index) =>
    benchmark.sections.map(({ number, title }) => [`${prefix(benchmark, index)}${number}`, title] as const),
  );
  return new Map([
    ...titles,
    [beyond, benchmarks.length > 1 ? 'Beyond the benchmarks' : 'Beyond the benchmark'],
  ]);
}

/** What stands in front of a number: a bare one is of the first benchmark. */
function prefix({ id }: Numbered, index: number): string {
  return index === 0 ? '' : `${id}:`;
}

/** What a report calls its benchmarks where there is room for a word. */
export function benchmarkIds({ run }: Pick<Report, 'run'>): string {
  return run.policy.benchmarks.join(',');
}

/** The innermost section that a number is in: its own, or what leads to it with a dot; null where there is none. */
export function sectionOf({ sections }: Pick<Benchmark, 'sections'>, number: string): string | null {
  const around = sections
    .map((section) => section.number)
    .filter((section) => number === section || isInside(number, section));
  return around.reduce<string | null>(
    (best, one) => (best === null || one.length > best.length ? one : best),
    null,
  );
}

/** Whether a number is of a section, as 5.10 is of 5, and AC-6 of AC. */
export function isInside(number: string, section: string): boolean {
  return number.startsWith(section) && /[.(-]/.test(number.charAt(section.length));
}
