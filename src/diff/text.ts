import { visible } from '../lib/text.ts';
import type { FindingChange } from '../result/types.ts';
import type { Comparison } from './types.ts';

/** A comparison for a terminal. What is still failing is counted, not listed. */
export function comparisonText(comparison: Comparison): string {
  const { old, new: now, hosts, checks } = comparison;
  const lines = [
    `${sideText(old)} -> ${sideText(now)}`,
    ...scopeLines(comparison),
    ...section('New hosts', hosts.new),
    ...section('Gone hosts', hosts.gone),
    ...section('Not reached any more', hosts.nowUnreachable),
    ...section('Reached again', hosts.reachableAgain),
    ...section('New checks', checks.new),
    ...section('Gone checks', checks.gone),
    ...section(
      'Newly failing',
      comparison.newlyFailing.map((item) => `${findingText(item)} (${origin(item)})`),
    ),
    ...section('Fixed', comparison.fixed.map(findingText)),
    ...section(
      'Changed evidence',
      comparison.changedEvidence.map(
        (item) =>
          `${findingText(item)}: was ${JSON.stringify(item.before)}, is ${JSON.stringify(item.after)}`,
      ),
    ),
    ...section('Newly waived', comparison.newlyWaived.map(findingText)),
    ...section(
      'Newly undetermined',
      comparison.newlyUndetermined.map((item) => `${item.host}  ${item.check}: ${item.reason}`),
    ),
    '',
    summaryText(comparison),
  ];
  return lines.map((line) => `${visible(line, maxLine)}\n`).join('');
}

const maxLine = 1000;

/** `2 newly failing, 1 fixed, 40 still failing` */
function summaryText(comparison: Comparison): string {
  const { newlyFailing, fixed, stillFailing, newlyWaived, newlyUndetermined } = comparison;
  const waived = newlyWaived.length === 0 ? '' : `, ${newlyWaived.length} newly waived`;
  const unknown = newlyUndetermined.length === 0 ? '' : `, ${newlyUndetermined.length} newly undetermined`;
  return `${newlyFailing.length} newly failing, ${fixed.length} fixed, ${stillFailing.length} still failing${waived}${unknown}`;
}

function sideText({ id, startedAt }: Comparison['old']): string {
  return `${id} (${startedAt})`;
}

function scopeLines({ old, new: now, sameScope }: Comparison): readonly string[] {
  if (sameScope) return [];
  const benchmark = old.benchmark === now.benchmark ? '' : ` ${old.benchmark} became ${now.benchmark}.`;
  return [`The two runs differ in scope: their hosts, checks or benchmarks are not the same.${benchmark}`];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title} (${lines.length}):`, ...lines.map((line) => `  ${line}`)];
}

function findingText({ severity, host, check, subject, message }: FindingChange): string {
  const about = subject === '' ? message : `${subject}: ${message}`;
  return `${severity.toUpperCase().padEnd(8)} ${host}  ${check}  ${about}`;
}

function origin({ from }: FindingChange): string {
  if (from === 'absent') return 'not audited before';
  if (from === 'waived') return 'waived before';
  return from === 'error' ? 'undetermined before' : `was ${from}`;
}
