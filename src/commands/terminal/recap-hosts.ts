import type { Log, Message, Styled } from '../../lib/log.ts';
import { asSentence } from '../../lib/text.ts';
import { percent } from '../../report/format.ts';
import { whySkipped } from '../../result/no-engine.ts';
import type { HostResult, Report, Tally } from '../../result/types.ts';

/** With more hosts, only those that need attention most get a line. */
const MOST_HOSTS = 50;
const LONGEST_NAME = 40;

/** A line per host, as Ansible ends a run, and one for all of them. */
export function recapHosts({ hosts, summary }: Report, log: Log): void {
  const shown = hosts.length > MOST_HOSTS ? needingAttention(hosts).slice(0, MOST_HOSTS) : hosts;
  const width = Math.min(LONGEST_NAME, Math.max(4, ...shown.map((host) => host.name.length)));
  log.info([{ style: 'bold', text: 'Recap' }]);
  for (const host of shown) {
    log.info(hostLine(host, width));
    const notes = host.state === 'noEngine' ? [] : (host.notes ?? []);
    for (const note of notes) log.info(`  ${asSentence(note)}`);
  }
  if (shown.length < hosts.length) {
    log.info(
      `… and ${hosts.length - shown.length} more hosts, none worse off than these; the report has them all`,
    );
  }
  if (hosts.length < 2) return;
  const { audited, partial, unreachable, noEngine } = summary.hosts;
  const without = noEngine === 0 ? '' : `, ${noEngine} without an engine`;
  log.info(
    `${hosts.length} hosts: ${audited} audited, ${partial} partial, ${unreachable} unreachable${without}, score ${scoreOf(summary)}`,
  );
}

/** Those that were not audited whole, then the lowest score first. */
function needingAttention(hosts: readonly HostResult[]): readonly HostResult[] {
  const rank = { unreachable: 0, partial: 1, audited: 2, noEngine: 3 } as const;
  return hosts.toSorted(
    (a, b) => rank[a.state] - rank[b.state] || (a.summary.score ?? -1) - (b.summary.score ?? -1),
  );
}

function hostLine(host: HostResult, width: number): Message {
  const { name, state, summary } = host;
  const shownName = name.length > width ? `${name.slice(0, width - 1)}…` : name.padEnd(width);
  const start = [{ style: styleOf(host), text: shownName }, ` : ${state.padEnd('unreachable'.length)}  `];
  const skipped = whySkipped(host);
  if (skipped !== null) return [...start, skipped];
  if (state === 'unreachable') return [...start, host.error?.code ?? ''];
  return [
    ...start,
    { style: 'green', text: count('pass', summary.pass) },
    ' ',
    remarkable(count('fail', summary.fail), summary.fail, 'red'),
    ' ',
    remarkable(count('error', summary.error), summary.error, 'yellow'),
    ` ${count('manual', summary.manual)} ${count('n/a', summary.notApplicable)} ${count('waived', summary.waived)} score=${scoreOf(summary)}`,
  ];
}

function styleOf({ state, summary }: HostResult): Styled['style'] {
  if (state === 'noEngine') return 'dim';
  if (state !== 'audited') return 'yellow';
  return summary.fail > 0 ? 'red' : 'green';
}

function remarkable(text: string, value: number, style: Styled['style']): string | Styled {
  return value === 0 ? text : { style, text };
}

/** `fail=7`, as wide as three digits, so that the lines stand in columns. */
function count(name: string, value: number): string {
  return `${name}=${value}`.padEnd(name.length + 4);
}

function scoreOf({ score }: Tally): string {
  return score === null ? 'n/a' : percent(score);
}
