import { groupBy } from '../lib/group-by.ts';
import { benchmarkIds, numberingOf } from '../result/benchmarks.ts';
import type { HostResult, Report } from '../result/types.ts';
import { lasting } from './lasting.ts';
import { leftToYou } from './left-to-you.ts';
import { listing, nameOf, someSubjects } from './listing.ts';
import { isPlainId, plainNumber, planFixes, stepsOf } from './plan.ts';
import { sha256, wrapped } from './quote.ts';
import { movesRoot } from './reach.ts';
import { renderScript } from './render.ts';
import type { DaemonPlan, Plan, Step, Templates } from './types.ts';

/**
 * A POSIX shell script, 7-bit ASCII, that puts right what failed on this host: a dry run unless told `--apply`.
 * It runs on the audited host only, changes only what is as it was audited, and can take everything back.
 * `templates` holds the files of templates/fix as `fix/NAME.sh.hbs`.
 */
export function fixScript(report: Report, host: HostResult, templates: Templates): string {
  const plan = planFixes(report, host);
  const steps = stepsOf(plan);
  const daemon = daemonContext(plan, host.audited?.daemonConfig?.path);
  const describe = (step: Step): object => stepContext(step, steps, plan);
  return renderScript(templates, {
    version: report.tool.version,
    host: host.name,
    address: host.address,
    run: report.run.id,
    digest: report.run.digest,
    auditedAt: host.collectedAt ?? 'never',
    benchmark: benchmarkIds(report),
    counts: counts(steps, plan),
    notes: notes(host),
    does: steps.map((step) => `${nameOf(step)} ${step.summary.kind}`),
    disturbs: steps
      .filter(({ summary }) => summary.kind === 'guarded')
      .map((step) => ({ name: nameOf(step), text: wrapped(step.text) })),
    restarts: plan.settings.filter(({ id }) => plan.daemon?.marks.get(id)?.effect === 'restart').map(nameOf),
    lasting: listOrFalse(lasting(plan).map(wrapped)),
    advice: plan.advice.map((advice) => ({
      name: nameOf(advice),
      reason: advice.reason,
      subjects: someSubjects(advice.subjects),
    })),
    machine: host.audited?.machineIdSha256 ?? '',
    backup: backupFolder(report),
    listing: listing(plan),
    names: checkNames(report),
    reaudit: auditCommand(host),
    stepIds: ` ${steps.map(({ id }) => id).join(' ')} `,
    steps: steps.length > 0,
    fileSteps: listOrFalse(plan.files.map(describe)),
    auditSteps: listOrFalse(plan.audit.map(describe)),
    containerSteps: listOrFalse(plan.containers.map(describe)),
    inspectFormat,
    daemonSteps: listOrFalse(plan.settings.map(describe)),
    daemon,
    asksEngine: daemon !== false || plan.containers.length > 0,
    leftToYou: leftToYou(report, host, plan),
  });
}

/** Limits as `container_update` compares them, and the first process: what is null counts as 0. */
const inspectFormat = [
  '{{.HostConfig.Memory}}:{{.HostConfig.MemorySwap}}',
  '{{with .HostConfig.PidsLimit}}{{.}}{{else}}0{{end}}',
  '{{.HostConfig.CPUShares}}',
  '{{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}',
  '{{.State.Pid}}',
].join(' ');

function counts(steps: readonly Step[], plan: Plan): object {
  const of = (kind: string): number => steps.filter(({ summary }) => summary.kind === kind).length;
  return { automatic: of('automatic'), guarded: of('guarded'), advice: plan.advice.length };
}

function notes(host: HostResult): string[] {
  const undecided = host.results.filter(({ outcome }) => outcome === 'error').length;
  return [
    ...(host.state === 'audited' ? [] : [`the host was not audited whole: ${host.state}`]),
    ...(undecided === 0
      ? []
      : [`checks that could not be decided, so are not dealt with here: ${undecided}`]),
    ...(host.audited?.machineIdSha256 ? [] : ['its /etc/machine-id is not known: needs --force-host']),
  ];
}

function stepContext(step: Step, steps: readonly Step[], plan: Plan): object {
  const { kind, disruption, restart } = step.summary;
  return {
    id: step.id,
    title: step.title,
    kind,
    position: `${steps.indexOf(step) + 1}/${steps.length}`,
    properties: `${step.cis && `cis=${step.cis} `}${kind} disruption=${disruption} restart=${restart}`,
    actions: step.actions.map((action) => ({ ...action, isMode: action.kind === 'mode' })),
    ...plan.daemon?.marks.get(step.id),
  };
}

/** Also where only the mode or the owner of the daemon's configuration file changes: an audit notices that. */
function daemonContext(plan: Plan, configPath: string | undefined): object | false {
  if (plan.daemon !== null) return daemonFile(plan.daemon);
  const actions = plan.files.flatMap((step) => step.actions);
  const file = actions.find((action) => action.kind !== 'container' && action.path === configPath);
  return (
    file !== undefined &&
    configPath !== undefined &&
    daemonFile({ path: configPath, audited: 'absent', lines: [], marks: new Map() })
  );
}

function daemonFile({ path, audited, lines, marks }: DaemonPlan): object {
  const text = lines.map((line) => `${line}\n`).join('');
  return { path, audited, text, linesSha256: sha256(text), moves: rootMoves(marks) };
}

/** "MARK/OPTION " of each step that moves Docker's data root; the mark of a step that the file has already is "-". */
function rootMoves(marks: DaemonPlan['marks']): string {
  return [...marks.values()]
    .map(({ mark, effect, reach }) => ({ mark: effect === 'none' ? '-' : mark, option: movesRoot(reach) }))
    .map(({ mark, option }) => (option === null ? '' : `${mark}/${option} `))
    .join('');
}

/**
 * Where a host keeps what was there before the fixes of this report.
 * A run id is ours, but a report can come from anywhere; what is no plain file name is replaced by its digest.
 */
export function backupFolder({ run: { id } }: Report): string {
  const folder = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id) ? id : sha256(id).slice(0, 32);
  return `/var/backups/plimsoll/${folder}`;
}

/** By what names `--only` and `--skip` know the checks: one number can stand for several. */
function checkNames(report: Report): { name: string; ids: string }[] {
  const numbering = numberingOf(report.benchmarks);
  const checks = report.checks.filter(({ id }) => isPlainId(id));
  const byNumber = groupBy(checks, (check) => plainNumber(check, numbering));
  const numbers = [...byNumber].map(([name, same]) => ({ name, ids: same.map(({ id }) => id).join(' ') }));
  return [...checks.map(({ id }) => ({ name: id, ids: id })), ...numbers.filter(({ name }) => name !== '')];
}

/** The audit of this host alone; the script adds the checks. */
function auditCommand(host: HostResult): string {
  const isAddress = /^[A-Za-z0-9_][A-Za-z0-9_.:@%-]*$|^\[[0-9A-Fa-f:]+\](:[0-9]+)?$/.test(host.address);
  const isName = /^\w[\w.-]*$/.test(host.name);
  const byInventory = isName ? `-i INVENTORY --limit ${host.name}` : '-i INVENTORY';
  const target = host.address === 'local' ? '--local' : isAddress ? `-H '${host.address}'` : byInventory;
  return `plimsoll audit ${target}`;
}

function listOrFalse<T>(list: readonly T[]): readonly T[] | false {
  return list.length > 0 && list;
}
