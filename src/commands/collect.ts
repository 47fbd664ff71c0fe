import { sectionSpecs } from '../collector/sections.ts';
import { saveBundle } from '../facts/save.ts';
import { checkFolder } from '../lib/files.ts';
import { hostSlugs } from '../report/slug.ts';
import type { ConnectArguments, TargetArguments } from './command-line/arguments.ts';
import { exit, interruptedBy, type Context } from './context.ts';
import { gatherFleet } from './gather/fleet.ts';
import { connectionOf, targetsOf } from './gather/targets.ts';

export type CollectArguments = TargetArguments & ConnectArguments & { readonly out: string };

/** Gathers all facts there are, whatever check may ask for them later: one redacted bundle per host. */
export async function collect(args: CollectArguments, context: Context): Promise<number> {
  const hosts = await targetsOf(args, context);
  const sections = new Set(sectionSpecs.map(({ name }) => name));
  const slugs = hostSlugs({ hosts });
  await checkFolder(args.out);
  const connection = await connectionOf(args);
  context.begin();
  const failures = await gatherFleet(hosts, { ...connection, sections }, context, async (bundle) => {
    const path = await saveBundle(args.out, slugs.get(bundle.host.name) ?? bundle.host.name, bundle);
    context.log.info(`${bundle.host.name}: ${path}`);
    return bundle.failure !== null;
  });
  if (context.signal.aborted) return interruptedBy(context.signal);
  return failures.includes(true) ? exit.incomplete : exit.clean;
}
