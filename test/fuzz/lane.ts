import fc, { type Parameters } from 'fast-check';

/** Seconds for each property, from `npm run fuzz`; without it a few runs, the same ones every time. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 0);

/** How often a property is tried. The examples come first: they are the corpus, made here and kept nowhere. */
export function lane<T>(examples: readonly T[]): Parameters<[T]> {
  const kept = examples.map((example): [T] => [example]);
  return seconds === 0
    ? { examples: kept, numRuns: kept.length + 10, seed: 1 }
    : { examples: kept, numRuns: 1e9, plugins: [fc.interruptAfterTimeLimit(seconds * 1000)] };
}

/** For a test in milliseconds. */
export const patience = 120_000 + seconds * 1000;
