import { digestOf, type Compiled } from './compiled.ts';
import { loadBenchmarks, shippedBenchmarks } from './load-benchmarks.ts';
import { checkFiles, loadChecks, readInside, shippedChecks } from './load.ts';

/**
 * What comes with plimsoll, as it is looked up when it is loaded.
 * @throws PlimsollError CHECKS_INVALID, BENCHMARK_INVALID, FILE_UNREADABLE.
 */
export async function compileShipped(): Promise<Compiled> {
  const checks = await loadChecks([shippedChecks]);
  const { known } = await loadBenchmarks([], checks);
  return {
    checks: await byDigest(shippedChecks, checks),
    benchmarks: await byDigest(shippedBenchmarks, known),
  };
}

async function byDigest<T extends { readonly id: string }>(
  directory: string,
  all: readonly T[],
): Promise<Readonly<Record<string, T>>> {
  const byName = new Map(all.map((one) => [`${one.id}.yaml`, one]));
  const compiled: Record<string, T> = {};
  for (const name of await checkFiles(directory)) {
    const one = byName.get(name);
    if (one !== undefined) compiled[digestOf(name, await readInside(directory, name))] = one;
  }
  return compiled;
}
