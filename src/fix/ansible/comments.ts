import type { Report } from '../../result/types.ts';
import { backupFolder } from '../fix-script.ts';
import { lasting } from '../lasting.ts';
import { nameOf, someSubjects } from '../listing.ts';
import { stepsOf } from '../plan.ts';
import { comment, wrapped } from '../quote.ts';
import type { Label } from '../types.ts';
import type { PlannedHost } from './planned-host.ts';
import { benchmarkIds } from '../../result/benchmarks.ts';

/** Lines as the yaml package takes a comment; each becomes harmless printable ASCII. */
export function asComment(lines: readonly string[]): string {
  return lines.map((line) => ` ${comment(line)}`.trimEnd()).join('\n');
}

/** What stands above the play: what it is for, how it is used, and which hosts are not in it. */
export function headLines(report: Report, hosts: readonly PlannedHost[]): readonly string[] {
  const acting = hosts.filter(({ idle }) => idle === null);
  return [
    `Playbook by plimsoll ${report.tool.version} for the findings of one audit.`,
    '',
    `run:        ${report.run.id}`,
    `audited:    ${report.run.startedAt}`,
    `benchmark:  ${benchmarkIds(report)}`,
    `hosts:      ${acting.length} of ${hosts.length}`,
    '',
    'See what it would do:  ansible-playbook -i INVENTORY playbook.yml --check --diff',
    'Do it:                 ansible-playbook -i INVENTORY playbook.yml --diff',
    'What may disturb:      -e plimsoll_allow_disruptive=true',
    'Restart Docker:        -e plimsoll_restart=true',
    'Take it back:          -e plimsoll_rollback=true (-e plimsoll_restart=true too)',
    'One host at a time:    -e plimsoll_serial=1',
    'Some hosts or checks:  --limit HOST, --tags CHECK, --skip-tags CHECK',
    '',
    `Each host keeps what was there before in ${backupFolder(report)}.`,
    'The rollback runs the fix script of the host, which lies beside this playbook',
    '(else -e plimsoll_scripts=FOLDER); by itself, with --rollback, it does the same.',
    'What Docker can take in while it runs is reloaded, all else waits for a restart.',
    ...idleLines(hosts),
  ];
}

function idleLines(hosts: readonly PlannedHost[]): string[] {
  const idle = hosts.flatMap(({ host, idle: reason }) =>
    reason === null ? [] : [`  ${host.name}: ${reason}`],
  );
  return idle.length === 0 ? [] : ['', 'Hosts that it does nothing on:', ...idle];
}

/** What stands above a host: what is done on it, and what is left to a person. */
export function hostLines({ host, plan }: PlannedHost): readonly string[] {
  const steps = stepsOf(plan);
  const guarded = steps.filter(({ summary }) => summary.kind === 'guarded').length;
  return [
    `${host.name}: ${steps.length - guarded} automatic, ${guarded} guarded; left to you: ${plan.advice.length}`,
    ...(host.state === 'audited' ? [] : [`the host was not audited whole: ${host.state}`]),
    ...plan.advice.flatMap((advice) => [
      `  ${nameOf(advice)}: ${advice.reason}`,
      ...someSubjects(advice.subjects).map((subject) => `    - ${subject}`),
    ]),
  ];
}

/** What stands at the end, once for each check: what its fix disturbs, and how a person does what is left. */
export function howLines(report: Report, hosts: readonly PlannedHost[]): readonly string[] {
  const guarded = hosts
    .flatMap(({ plan }) => stepsOf(plan))
    .filter(({ summary }) => summary.kind === 'guarded');
  const left = hosts.flatMap(({ plan }) => plan.advice);
  const lasts = new Set(hosts.flatMap(({ plan }) => lasting(plan)));
  return [
    ...(lasts.size === 0 ? [] : ['How long it lasts:']),
    ...[...lasts].flatMap(wrapped).map((line) => `  ${line}`),
    ...textLines('What may disturb what runs on a host:', report, guarded),
    ...textLines('How to do what is left to you:', report, left),
  ];
}

function textLines(heading: string, report: Report, labels: readonly Label[]): readonly string[] {
  const wanted = new Set(labels.map(({ id }) => id));
  const checks = report.checks.filter(({ id }) => wanted.has(id));
  if (checks.length === 0) return [];
  const lines = checks.flatMap(({ id, title, fix }) => [
    `  ${id}: ${title}`,
    ...wrapped(fix.text).map((line) => `    ${line}`),
  ]);
  return [heading, ...lines];
}
