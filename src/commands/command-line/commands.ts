import type { Command } from './command.ts';
import { audit, collect, demo, facts, inventory, ping, plan } from './host-commands.ts';
import { diff, evaluate, fix, history, report } from './result-commands.ts';
import { checks, params, schema, waivers } from './rule-commands.ts';

/** In the order of the help. */
export const commands: readonly Command[] = [
  audit,
  collect,
  evaluate,
  report,
  diff,
  fix,
  plan,
  ping,
  facts,
  checks,
  params,
  inventory,
  waivers,
  history,
  schema,
  demo,
];
