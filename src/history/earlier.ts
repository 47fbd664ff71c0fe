import type { HostResult, Report } from '../result/types.ts';

/**
 * The report that a run is compared with: the first that can be read. A host that was not reached then stands in it
 * with what was last known of it, else all that fails there would count as newly failing once it is back.
 * @param paths of reports, the latest first
 * @param read null for one that cannot be read
 */
export async function earlierReport(
  paths: readonly string[],
  run: Report,
  read: (path: string) => Promise<Report | null>,
): Promise<Report | null> {
  let earlier: Report | null = null;
  for (const path of paths) {
    const report = await read(path);
    if (report === null) continue;
    earlier = earlier === null ? report : filled(earlier, report);
    if (!hasGaps(earlier, run)) break;
  }
  return earlier;
}

/** Whether a host is known now of which nothing was known then. */
function hasGaps(earlier: Report, run: Report): boolean {
  const known = new Set(run.hosts.filter(isKnown).map((host) => host.name));
  return earlier.hosts.some((host) => !isKnown(host) && known.has(host.name));
}

function filled(report: Report, older: Report): Report {
  const results = new Map(older.hosts.map((host) => [host.name, host.results]));
  const fill = (host: HostResult): HostResult =>
    isKnown(host) ? host : { ...host, results: results.get(host.name) ?? [] };
  return { ...report, hosts: report.hosts.map(fill) };
}

function isKnown({ results }: HostResult): boolean {
  return results.length > 0;
}
