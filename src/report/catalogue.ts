import { PlimsollError } from '../lib/errors.ts';
import { beyond, numberingOf, type Numbering, type Place } from '../result/benchmarks.ts';
import type { CheckInfo, CheckResult, Report } from '../result/types.ts';

/** The checks of a report, by id and in the order of its benchmarks. */
export interface Catalogue {
  readonly of: (result: CheckResult) => CheckInfo;
  /** Number in the benchmarks of the run; "extra" where they have none. */
  readonly number: (check: CheckInfo) => string;
  readonly place: (check: CheckInfo) => Place | null;
  readonly section: (check: CheckInfo) => string;
  /** Sections that some of these checks are in, in the order of the benchmarks. */
  readonly sections: (checks: readonly CheckInfo[]) => readonly Section[];
  readonly compare: (a: CheckInfo, b: CheckInfo) => number;
}

export interface Section {
  readonly id: string;
  /** Empty for what is beyond the benchmarks. */
  readonly number: string;
  readonly title: string;
}

export function catalogueOf(report: Report): Catalogue {
  const byId = new Map(report.checks.map((check) => [check.id, check]));
  const numbering = numberingOf(report.benchmarks);
  return {
    of: (result) => {
      const check = byId.get(result.check);
      if (check !== undefined) return check;
      throw new PlimsollError('REPORT_INVALID', `a result names the unknown check ${result.check}`);
    },
    number: ({ id }) => numbering.place(id)?.number ?? beyond,
    place: ({ id }) => numbering.place(id),
    section: ({ id }) => numbering.section(id),
    sections: (checks) => sectionsOf(checks, numbering),
    compare: (a, b) => numbering.compare(a.id, b.id),
  };
}

function sectionsOf(checks: readonly CheckInfo[], numbering: Numbering): readonly Section[] {
  const used = new Set(checks.map(({ id }) => numbering.section(id)));
  return numbering.sections
    .filter((id) => used.has(id))
    .map((id) => ({ id, number: id === beyond ? '' : id, title: numbering.sectionTitle(id) }));
}
