import { randomBytes } from 'node:crypto';
import { dayOfTime } from '../evaluate/waivers/days.ts';
import type { ConnectArguments, JudgeArguments, TargetArguments } from './command-line/arguments.ts';
import { conclude } from './deliver/conclude.ts';
import type { Context } from './context.ts';
import { planDelivery } from './deliver/deliver.ts';
import { gatherFleet } from './gather/fleet.ts';
import { buildReport } from './judge/build-report.ts';
import { waiversOf, waivingOf } from './judge/load-waivers.ts';
import { neededSections, parametersFor, selectedChecks } from './judge/selected-checks.ts';
import { parsedResults } from './judge/parsed-results.ts';
import { policyOf } from './judge/policy.ts';
import { unreachable } from './judge/unreachable.ts';
import type { Workers } from './work/tasks.ts';
import { connectionOf, targetsOf } from './gather/targets.ts';
import { notifierOf } from './deliver/notify.ts';
import { withTracking } from './deliver/track.ts';

export type AuditArguments = TargetArguments & ConnectArguments & JudgeArguments;

/** Collects, judges and reports in one go; returns the exit status. */
export async function audit(args: AuditArguments, context: Context): Promise<number> {
  const workers = await context.startWorkers();
  try {
    return await auditBy(workers, args, context);
  } finally {
    workers.close();
  }
}

async function auditBy(workers: Workers, args: AuditArguments, context: Context): Promise<number> {
  const hosts = await targetsOf(args, context);
  const selected = await selectedChecks(args, hosts);
  const { checks, benchmarks } = selected;
  const accepted = await waiversOf(args, selected, context);
  const waivers = accepted?.waivers ?? null;
  const policy = policyOf(selected, hosts, accepted?.digest ?? null);
  const delivery = await planDelivery(args, hosts.length);
  const connection = await connectionOf(args, context);
  const notify = notifierOf(args, context);
  return withTracking(args, context, async (tracking) => {
    const startedAt = context.now().toISOString();
    const sections = neededSections(checks);
    context.log.debug(`${hosts.length} hosts, ${checks.length} checks, ${sections.size} sections`);
    workers.prepare({ checks, waiving: waivers && waivingOf(waivers, checks, dayOfTime(startedAt)) });
    const handled = await gatherFleet(
      hosts,
      { ...connection, sections },
      context,
      (arrival, pieces) => {
        const { name, parameters } = arrival.identity.host;
        return workers.run(
          'audit',
          name,
          { ...arrival, parameters: parametersFor(selected, parameters) },
          pieces,
        );
      },
      (one) => Promise.resolve('told' in one ? one.bytes : unreachable(one.identity, one.failure)),
    );
    const run = {
      id: `${startedAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z-${randomBytes(3).toString('hex')}`,
      startedAt,
      finishedAt: context.now().toISOString(),
      benchmarks,
      policy,
    };
    const report = buildReport(run, checks, await parsedResults(handled), waivers);
    return conclude(report, { delivery, tracking, notify }, args, context);
  });
}
