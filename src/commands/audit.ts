import { randomBytes } from 'node:crypto';
import type { CheckArguments, ConnectArguments, OutputArguments, TargetArguments } from './arguments.ts';
import type { Context } from './context.ts';
import { deliver, planDelivery } from './deliver.ts';
import { gatherFleet } from './fleet.ts';
import { buildReport, judgeBundle } from './judge.ts';
import { editionOf, levelsOf } from './options.ts';
import { neededSections, selectedChecks } from './selected-checks.ts';
import { connectionOf, targetsOf } from './targets.ts';

export type AuditArguments = TargetArguments & ConnectArguments & CheckArguments & OutputArguments;

/** Collects, judges and reports in one go; returns the exit status. */
export async function audit(args: AuditArguments, context: Context): Promise<number> {
  const hosts = await targetsOf(args);
  const { checks, parameters } = await selectedChecks(
    args,
    hosts.map((host) => ({ where: host.name, parameters: host.parameters })),
  );
  const delivery = await planDelivery(args);
  const connection = await connectionOf(args);
  const startedAt = context.now().toISOString();
  const sections = neededSections(checks);
  context.log.debug(`${hosts.length} hosts, ${checks.length} checks, ${sections.size} sections`);
  const results = await gatherFleet(hosts, { ...connection, sections }, context, (bundle) =>
    Promise.resolve(judgeBundle(bundle, checks, parameters)),
  );
  const run = {
    id: `${startedAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z-${randomBytes(3).toString('hex')}`,
    startedAt,
    finishedAt: context.now().toISOString(),
    edition: editionOf(args.benchmark),
    levels: levelsOf(args.level),
  };
  return deliver(buildReport(run, checks, results), delivery, args, context);
}
