import { visible } from '../lib/text.ts';
import { countedAs, severities } from '../result/tally.ts';
import type { HostResult, Report, Severity } from '../result/types.ts';
import { hostSlugs } from './slug.ts';
import type { Renderer } from './types.ts';
import { waiverStates } from './waiver-states.ts';

/**
 * plimsoll.prom for the textfile collector of node_exporter: a few series a host, none a check, and no timestamps,
 * which the collector refuses. How fresh the file is tells plimsoll_run_timestamp_seconds.
 */
export const prometheus: Renderer = (report) => {
  return [{ path: 'plimsoll.prom', content: metrics(report).flatMap(metricLines) }];
};

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

function metrics(report: Report): readonly Metric[] {
  return [...runMetrics(report), ...hostMetrics(report)];
}

function runMetrics(report: Report): readonly Metric[] {
  const { run, tool } = report;
  const { audited, partial, unreachable, noEngine } = report.summary.hosts;
  const [started, finished] = [Date.parse(run.startedAt), Date.parse(run.finishedAt)];
  return [
    metric('info', 'The version and the benchmark of the run, always 1.', [
      { labels: { version: tool.version, benchmark: run.policy.benchmarks.join(',') }, value: 1 },
    ]),
    metric('run_timestamp_seconds', 'When the run finished, in seconds since 1970.', [
      { labels: {}, value: finished / 1000 },
    ]),
    metric('run_duration_seconds', 'How long the run took.', [
      { labels: {}, value: Math.max(0, finished - started) / 1000 },
    ]),
    metric(
      'hosts',
      'Hosts by how far they could be audited.',
      counts('state', { audited, partial, unreachable, noEngine }),
    ),
    metric('waivers', 'Waivers of the run by state.', counts('state', waivers(report))),
  ];
}

function hostMetrics(report: Report): readonly Metric[] {
  const names = labelNames(report);
  const each = (samplesOf: (host: HostResult, labels: { readonly host: string }) => readonly Sample[]) =>
    report.hosts.flatMap((host) => samplesOf(host, { host: names.get(host.name) ?? '' }));
  const severityOf = new Map(report.checks.map((check) => [check.id, check.severity]));
  return [
    metric(
      'host_up',
      '1 for a host that could be reached and audited, whole or in part.',
      each((host, labels) => [{ labels, value: host.state === 'unreachable' ? 0 : 1 }]),
    ),
    metric(
      'host_checks',
      'Checks of a host by status.',
      each((host, labels) => counts('status', statuses(host), labels)),
    ),
    metric(
      'host_failures',
      'Failed checks of a host by severity, those under a waiver in force left out.',
      each((host, labels) => counts('severity', failures(host, severityOf), labels)),
    ),
    metric(
      'host_score_ratio',
      'pass / (pass + fail + error) of a host; absent when nothing was decided.',
      each(({ summary }, labels) => (summary.score === null ? [] : [{ labels, value: summary.score }])),
    ),
  ];
}

function metric(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `plimsoll_${name}`, help, samples };
}

function counts(
  label: string,
  values: Readonly<Record<string, number>>,
  labels: Readonly<Record<string, string>> = {},
): readonly Sample[] {
  return Object.entries(values).map(([key, value]) => ({ labels: { ...labels, [label]: key }, value }));
}

/** A name that is not fit for a label is stood for by its slug, which no other host has. */
function labelNames(report: Report): ReadonlyMap<string, string> {
  const slugs = [...hostSlugs(report)];
  return new Map(slugs.map(([name, slug]) => [name, visible(name, 200) === name ? name : slug]));
}

function statuses({ summary }: HostResult): Readonly<Record<string, number>> {
  const { pass, fail, error, waived, manual, notApplicable } = summary;
  return { pass, fail, error, waived, manual, notApplicable };
}

function failures(
  host: HostResult,
  severityOf: ReadonlyMap<string, Severity>,
): Readonly<Record<string, number>> {
  const failed = host.results.filter((result) => countedAs(result) === 'fail');
  return Object.fromEntries(
    severities.map((severity) => [
      severity,
      failed.filter((result) => severityOf.get(result.check) === severity).length,
    ]),
  );
}

function waivers(report: Report): Readonly<Record<string, number>> {
  const entries = report.waivers ?? [];
  return Object.fromEntries(
    waiverStates.map((state) => [state, entries.filter((entry) => entry.state === state).length]),
  );
}

/** A metric without samples has no HELP and TYPE either. */
function metricLines({ name, help, samples }: Metric): readonly string[] {
  if (samples.length === 0) return [];
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`);
  return [`# HELP ${name} ${help}\n`, `# TYPE ${name} gauge\n`, ...lines];
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replace(/[\\"]/g, '\\$&');
}
