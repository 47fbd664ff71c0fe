import { loadChecks, shippedChecks } from '../checks/load.ts';
import { saveBundle } from '../facts/save.ts';
import { hostSlugs } from '../report/slug.ts';
import type { ConnectArguments, TargetArguments } from './arguments.ts';
import { exit, interruptedBy, type Context } from './context.ts';
import { gatherFleet } from './fleet.ts';
import { neededSections } from './selected-checks.ts';
import { connectionOf, targetsOf } from './targets.ts';

export type CollectArguments = TargetArguments & ConnectArguments & { readonly out: string };

/** Gathers facts for every check there is: one redacted bundle per host. */
export async function collect(args: CollectArguments, context: Context): Promise<number> {
  const hosts = await targetsOf(args);
  const sections = neededSections(await loadChecks([shippedChecks]));
  const slugs = hostSlugs({ hosts });
  const connection = await connectionOf(args);
  const failures = await gatherFleet(hosts, { ...connection, sections }, context, async (bundle) => {
    const path = await saveBundle(args.out, slugs.get(bundle.host.name) ?? bundle.host.name, bundle);
    context.log.info(`${bundle.host.name}: ${path}`);
    return bundle.failure !== null;
  });
  if (context.signal.aborted) return interruptedBy(context.signal);
  return failures.includes(true) ? exit.incomplete : exit.clean;
}
