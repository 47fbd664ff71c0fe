import type { Check } from '../checks/types.ts';
import { numberingOf } from '../result/benchmarks.ts';
import type { Benchmark, CheckInfo } from '../result/types.ts';

/** The part of checks that goes into a report. */
export function checkInfos(
  checks: readonly Check[],
  benchmarks: readonly Benchmark[],
  known: readonly Benchmark[],
): readonly CheckInfo[] {
  const { place, section } = numberingOf(benchmarks);
  return checks.map((check) => {
    const { id, title, failureTitle, severity, rationale, verify, fix, references, tags } = check;
    const item = place(id)?.item;
    const numbers = known.flatMap((one) => {
      const number = one.items.find(({ checks: ids }) => ids.includes(id))?.number;
      const edition = /^cis-docker-(1\.[678]\.0)$/.exec(one.id)?.[1];
      return number === undefined || edition === undefined ? [] : [[edition, number]];
    });
    return {
      ...{ id, title, severity, rationale, verify, fix, references, tags },
      section: section(id),
      level: item?.level ?? 1,
      cis: Object.fromEntries(numbers) as CheckInfo['cis'],
      assessment: item?.assessment ?? 'automated',
      ...(failureTitle === undefined ? {} : { failureTitle }),
    };
  });
}
