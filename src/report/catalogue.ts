import { PlimsollError } from '../lib/errors.ts';
import { compareText } from '../lib/json.ts';
import { compareSections } from '../result/tally.ts';
import type { CheckInfo, CheckResult, Edition, Report } from '../result/types.ts';

const titles: Readonly<Record<string, string>> = {
  '1': 'Host',
  '2': 'Docker daemon',
  '3': 'Docker files',
  '4': 'Images',
  '5': 'Containers',
  '6': 'Operations',
  '7': 'Swarm',
  extra: 'Beyond CIS',
};

export function sectionTitle(section: string): string {
  return titles[section] ?? `Section ${section}`;
}

/** The checks of a report, by id and in the order of the edition it was judged by. */
export interface Catalogue {
  readonly of: (result: CheckResult) => CheckInfo;
  /** CIS number in the edition of the run; "extra" where that edition has none. */
  readonly number: (check: CheckInfo) => string;
  readonly compare: (a: CheckInfo, b: CheckInfo) => number;
}

export function catalogueOf(report: Report): Catalogue {
  const byId = new Map(report.checks.map((check) => [check.id, check]));
  const edition = report.run.benchmark.replace('cis-docker-', '') as Edition;
  const number = (check: CheckInfo) => check.cis[edition] ?? 'extra';
  return {
    number,
    of: (result) => {
      const check = byId.get(result.check);
      if (check !== undefined) return check;
      throw new PlimsollError('REPORT_INVALID', `a result names the unknown check ${result.check}`);
    },
    compare: (a, b) =>
      compareSections(a.section, b.section) ||
      compareNumbers(number(a), number(b)) ||
      compareText(a.id, b.id),
  };
}

/** 2.9 before 2.10, and numbers before the lack of one. */
function compareNumbers(a: string, b: string): number {
  const [first, second] = [numberParts(a), numberParts(b)];
  for (let index = 0; index < Math.max(first.length, second.length); index += 1) {
    const [left, right] = [first[index] ?? -1, second[index] ?? -1];
    if (left !== right) return left - right;
  }
  return 0;
}

function numberParts(number: string): readonly number[] {
  return number.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : Number.MAX_SAFE_INTEGER));
}
