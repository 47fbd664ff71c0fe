import { assembleScript } from '../collector/assemble.ts';
import { sectionSpecs } from '../collector/sections.ts';
import type { CheckArguments } from './command-line/arguments.ts';
import { exit, type Context } from './context.ts';
import { neededSections, selectedChecks } from './judge/selected-checks.ts';

export type PlanArguments = CheckArguments & { readonly 'docker-socket': string | undefined };

/** Prints exactly what a host would run; the nonce of the run is a fixed word here. */
export async function plan(args: PlanArguments, context: Context): Promise<number> {
  const { checks } = await selectedChecks(args, []);
  const sections = neededSections(checks);
  const script = assembleScript({
    sections,
    nonce: 'PLAN',
    dockerSocket: args['docker-socket'] ?? null,
    commandLimit: 30,
    runLimit: 1800,
  });
  await context.stdout(script);
  const names = sectionSpecs.filter((spec) => sections.has(spec.name)).map((spec) => spec.name);
  context.log.info(`${checks.length} checks need ${names.length} sections: ${names.join(', ')}`);
  return exit.clean;
}
