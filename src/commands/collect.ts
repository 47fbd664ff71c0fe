import { sectionSpecs } from '../collector/sections.ts';
import type { Bundle } from '../facts/bundle.ts';
import { saveBundle } from '../facts/save.ts';
import type { Failure } from '../lib/failure.ts';
import { stableStringify } from '../lib/json.ts';
import { checkFolder } from '../lib/files.ts';
import { hostSlugs } from '../report/slug.ts';
import type { ConnectArguments, TargetArguments } from './command-line/arguments.ts';
import { exit, interruptedBy, type Context } from './context.ts';
import { collectFleet, type Handled } from './gather/fleet.ts';
import type { Identity } from './work/tasks.ts';
import { connectionOf, targetsOf } from './gather/targets.ts';

export type CollectArguments = TargetArguments & ConnectArguments & { readonly out: string };

/** Gathers all facts there are, whatever check may ask for them later: one redacted bundle per host. */
export async function collect(args: CollectArguments, context: Context): Promise<number> {
  const hosts = await targetsOf(args, context);
  const sections = new Set(sectionSpecs.map(({ name }) => name));
  const slugs = hostSlugs({ hosts });
  await checkFolder(args.out);
  const connection = await connectionOf(args, context);
  const save = async (handled: Handled): Promise<boolean> => {
    const { name } = handled.host;
    const text = 'told' in handled ? handled.bytes : bundleText(handled.identity, handled.failure);
    const path = await saveBundle(args.out, slugs.get(name) ?? name, text);
    context.log.info(`${name}: ${path}`);
    return !('told' in handled) || handled.told.failure !== null;
  };
  const failures = await collectFleet(hosts, { ...connection, sections }, context, save);
  if (context.signal.aborted) return interruptedBy(context.signal);
  return failures.includes(true) ? exit.incomplete : exit.clean;
}

/** Of a host of which there are no facts. */
function bundleText(identity: Identity, failure: Failure): string {
  const bundle: Bundle = { ...identity, failure, sections: {} };
  return stableStringify(bundle);
}
