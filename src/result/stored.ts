import type { Benchmark, BenchmarkItem, CheckInfo, Report } from './types.ts';

/** report.json as it may be stored: until benchmarks were files it did not tell them. */
export type StoredReport = Omit<Report, 'benchmarks'> & Partial<Pick<Report, 'benchmarks'>>;

/** The sections that CIS Docker has in every edition. */
const sections = ['Host', 'Docker daemon', 'Docker files', 'Images', 'Containers', 'Operations', 'Swarm'].map(
  (title, index) => ({ number: String(index + 1), title }),
);

/** A stored report with its benchmarks; where it does not tell them, as far as its checks do. */
export function withBenchmarks(report: StoredReport): Report {
  if (report.benchmarks !== undefined) return { ...report, benchmarks: report.benchmarks };
  const id = report.run.benchmark;
  const version = id.replace(/^cis-docker-/, '');
  const benchmark: Benchmark = {
    ...{ id, title: `CIS Docker Benchmark ${version}`, publisher: 'Center for Internet Security', version },
    sections,
    items: report.checks
      .flatMap((check) => itemOf(check, version))
      .sort((a, b) => compareNumbers(a.number, b.number)),
  };
  return { ...report, benchmarks: [benchmark] };
}

function itemOf({ id, title, cis, assessment, level }: CheckInfo, version: string): readonly BenchmarkItem[] {
  const number = Object.entries(cis).find(([edition]) => edition === version)?.[1];
  return number === undefined ? [] : [{ number, title, checks: [id], assessment, level }];
}

/** By their parts: 2.2 before 2.10. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}
