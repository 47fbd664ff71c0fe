import { visible } from '../lib/text.ts';
import type { Report, Severity } from '../result/types.ts';
import { benchmarkIds } from '../result/benchmarks.ts';

/** How a message is written: plain JSON for any webhook, or as Slack's incoming webhooks take it. */
export type Form = 'json' | 'slack';

/** Newly failing checks that a message names. */
const MOST = 10;

/** What is told of a run: counts, and which checks fail anew on which hosts. No evidence, no subject, no address. */
export interface Message {
  readonly tool: 'plimsoll';
  readonly run: { readonly id: string; readonly startedAt: string; readonly benchmark: string };
  readonly status: number;
  readonly hosts: Report['summary']['hosts'];
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly waived: number;
  readonly score: number | null;
  /** Null when the run was compared with none. */
  readonly since: {
    readonly previous: string;
    readonly newlyFailing: number;
    readonly fixed: number;
    readonly newlyUndetermined: number;
    readonly hostsNoLongerReached: number;
  } | null;
  readonly newlyFailing: readonly {
    readonly host: string;
    readonly check: string;
    readonly title: string;
    readonly severity: Severity;
  }[];
}

/** @param status the exit status that the findings come to */
export function messageOf(report: Report, status: number): Message {
  const { id, startedAt } = report.run;
  const { pass, fail, error, waived, score, hosts } = report.summary;
  const { since } = report;
  return {
    tool: 'plimsoll',
    run: { id, startedAt, benchmark: benchmarkIds(report) },
    status,
    hosts,
    pass,
    fail,
    error,
    waived,
    score,
    since: since?.previous
      ? {
          previous: since.previous.id,
          newlyFailing: since.counts.newlyFailing,
          fixed: since.counts.fixed,
          newlyUndetermined: since.counts.newlyUndetermined,
          hostsNoLongerReached: since.hosts.nowUnreachable.length,
        }
      : null,
    newlyFailing: worstNew(report),
  };
}

/** Each check and host once, the most severe first, as they come. */
function worstNew(report: Report): Message['newlyFailing'] {
  const titles = new Map(report.checks.map((check) => [check.id, check.title]));
  const seen = new Map(
    (report.since?.newlyFailing ?? []).map(({ host, check, severity }) => [
      JSON.stringify([host, check]),
      { host: visible(host, 255), check, title: titles.get(check) ?? check, severity },
    ]),
  );
  return [...seen.values()].slice(0, MOST);
}

/** Whether something is other than in the run before; a first run is news too. */
export function hasChanged({ since }: Report): boolean {
  if (since === undefined || since.previous === null) return true;
  const { newlyFailing, fixed, newlyWaived, newlyUndetermined } = since.counts;
  const hosts = Object.values(since.hosts).flat();
  return newlyFailing + fixed + newlyWaived + newlyUndetermined + hosts.length > 0;
}

/** The body of the request. */
export function bodyOf(message: Message, form: Form): string {
  return JSON.stringify(form === 'json' ? message : { text: escapeSlack(textOf(message)), mrkdwn: false });
}

function textOf({ run, status, hosts, fail, error, since, newlyFailing }: Message): string {
  const all = hosts.audited + hosts.partial + hosts.unreachable + hosts.noEngine;
  const lines = [
    `plimsoll ${run.benchmark}, ${run.startedAt}: exit status ${status}`,
    `${all} hosts (${hosts.partial} partial, ${hosts.unreachable} unreachable), ${fail} failed, ${error} undetermined`,
    ...(since === null
      ? []
      : [`since ${since.previous}: ${since.newlyFailing} newly failing, ${since.fixed} fixed`]),
    ...newlyFailing.map(({ severity, host, title }) => `${severity.toUpperCase()} ${host}: ${title}`),
  ];
  return lines.join('\n');
}

/** The three characters that Slack reads as its own. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
