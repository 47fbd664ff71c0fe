import path from 'node:path';
import { PlimsollError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import { packageFile } from '../lib/package.ts';
import type { Benchmark } from '../result/types.ts';
import { readBenchmark, type ReadBenchmark } from './benchmark-file.ts';
import { digestOf, readCompiled } from './compiled.ts';
import { checkFiles, readInside, readText } from './load.ts';
import type { Benchmarks } from './naming.ts';

/** The directory of the benchmarks that come with plimsoll. */
export const shippedBenchmarks: string = packageFile('checks/benchmarks');

/** Where none is given. */
const usual = 'cis-docker-1.8.0';

/**
 * The benchmarks that are given by id or by file, the usual one where there are none, and beside them all that are
 * shipped.
 * @param checks all that are known
 * @throws PlimsollError USAGE for an id that nothing has, FILE_UNREADABLE, BENCHMARK_INVALID with all that is wrong,
 * `file:line: …` each.
 */
export async function loadBenchmarks(
  given: readonly string[],
  checks: readonly { readonly id: string; readonly title: string }[],
): Promise<Benchmarks> {
  const titles = new Map(checks.map(({ id, title }) => [id, title]));
  const shipped = new Map((await loadShipped(titles)).map((one) => [one.id, one]));
  const names = given.length === 0 ? [usual] : given;
  const files = names.filter((name) => !shipped.has(name));
  const unknown = files.filter((name) => !isFile(name));
  if (unknown.length > 0) throw noSuch(unknown, [...shipped.keys()]);
  const own = new Map<string, Benchmark>();
  for (const [file, benchmark] of await loadOwn([...new Set(files)], titles)) {
    const other = shipped.has(benchmark.id) ? 'one that comes with plimsoll' : null;
    const twice = [...own].find(([, { id }]) => id === benchmark.id)?.[0] ?? other;
    if (twice !== null) throw invalid([`${file}:1: id: "${benchmark.id}" is taken by ${twice}`]);
    own.set(file, benchmark);
  }
  const all = new Map([...shipped, ...own]);
  const chosen = new Set(names.flatMap((name) => all.get(name) ?? []));
  return { given: [...chosen], known: [...all.values()] };
}

async function loadShipped(titles: ReadonlyMap<string, string>): Promise<readonly Benchmark[]> {
  const compiled = (await readCompiled()).benchmarks;
  const names = await checkFiles(shippedBenchmarks);
  const read = await Promise.all(
    names.map(async (name): Promise<ReadBenchmark> => {
      const content = await readInside(shippedBenchmarks, name);
      const known = compiled[digestOf(name, content)];
      const file = path.join(shippedBenchmarks, name);
      return known ? { benchmark: known, problems: [] } : readBenchmark(file, content, titles, 'direct');
    }),
  );
  const problems = read.flatMap((one) => one.problems);
  if (problems.length > 0) throw invalid(problems);
  return read.flatMap(({ benchmark }) => benchmark ?? []);
}

async function loadOwn(
  files: readonly string[],
  titles: ReadonlyMap<string, string>,
): Promise<readonly (readonly [string, Benchmark])[]> {
  const read = await Promise.all(
    files.map(async (file) => ({ file, ...readBenchmark(file, await readText(file), titles, 'own') })),
  );
  const problems = read.flatMap((one) => one.problems);
  if (problems.length > 0) throw invalid(problems);
  return read.flatMap(({ file, benchmark }) => (benchmark === null ? [] : [[file, benchmark] as const]));
}

/** What is no word is taken for the path of a file. */
export function isFile(name: string): boolean {
  return name.includes('/') || /[.]ya?ml$/.test(name);
}

function noSuch(names: readonly string[], ids: readonly string[]): PlimsollError {
  return new PlimsollError(
    'USAGE',
    'There is no such benchmark.',
    names.map(
      (name) => `"${name}" is none of ${ids.join(', ')}${didYouMean(name, ids)}; a file ends in .yaml`,
    ),
  );
}

function invalid(problems: readonly string[]): PlimsollError {
  const count = problems.length === 1 ? '1 error' : `${problems.length} errors`;
  return new PlimsollError('BENCHMARK_INVALID', `The benchmark cannot be used: ${count}.`, problems);
}
