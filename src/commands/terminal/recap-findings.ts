import { groupBy } from '../../lib/group-by.ts';
import type { Log, Message, Styled } from '../../lib/log.ts';
import { catalogueOf, type Catalogue } from '../../report/catalogue.ts';
import { failureTitle } from '../../report/html/headline.ts';
import { atLeast, bySeverity, countedAs } from '../../result/tally.ts';
import type { Report, Severity } from '../../result/types.ts';

const MOST_FINDINGS = 10;
const MOST_NAMED = 3;

/** The worst of what failed: a line per check, by severity and then by how many hosts it fails on. */
export function recapFindings(report: Report, least: Severity, log: Log): void {
  const shown = atLeast(least);
  const worst = failingChecks(report).filter(({ check }) => shown.includes(check.severity));
  if (worst.length === 0) return;
  log.info('');
  log.info([{ style: 'bold', text: 'Worst first' }]);
  const catalogue = catalogueOf(report);
  for (const failing of worst.slice(0, MOST_FINDINGS))
    log.info(line(failing, report.hosts.length, catalogue));
  const more = worst.length - MOST_FINDINGS;
  if (more > 0) log.info(`  … and ${more} more failing checks in the report`);
}

interface Failing {
  readonly check: Report['checks'][number];
  readonly hosts: readonly string[];
}

function failingChecks({ checks, hosts }: Report): readonly Failing[] {
  const failed = hosts.flatMap(({ name, results }) =>
    results.flatMap((result) => (countedAs(result) === 'fail' ? [{ name, check: result.check }] : [])),
  );
  const byCheck = groupBy(failed, ({ check }) => check);
  return checks
    .map((check) => ({ check, hosts: (byCheck.get(check.id) ?? []).map(({ name }) => name) }))
    .filter((failing) => failing.hosts.length > 0)
    .toSorted((a, b) => bySeverity(a.check, b.check) || b.hosts.length - a.hosts.length);
}

const styles: Readonly<Partial<Record<Severity, Styled['style']>>> = { critical: 'red', high: 'yellow' };

function line({ check, hosts }: Failing, all: number, catalogue: Catalogue): Message {
  const severity = check.severity.toUpperCase().padEnd(8);
  const style = styles[check.severity];
  const where = all === 1 ? '' : `  (${whereOf(hosts, all)})`;
  return [
    '  ',
    style === undefined ? severity : { style, text: severity },
    ` ${catalogue.number(check).padEnd(6)} ${failureTitle(check)}`,
    { style: 'dim', text: where },
  ];
}

function whereOf(hosts: readonly string[], all: number): string {
  return hosts.length <= MOST_NAMED ? hosts.join(', ') : `${hosts.length} of ${all} hosts`;
}
