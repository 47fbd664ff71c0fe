import { stringify } from 'yaml';
import { selectChecks } from '../checks/select.ts';
import type { Check } from '../checks/types.ts';
import { checkInfo } from '../evaluate/check-info.ts';
import { stableStringify } from '../lib/json.ts';
import type { Edition } from '../result/types.ts';
import type { ChoiceArguments } from './command-line/arguments.ts';
import { choicesOf } from './judge/choices.ts';
import { exit, type Context } from './context.ts';
import { lintChecks } from './checks/lint-checks.ts';
import { table } from './terminal/table.ts';

/** One line a check: number, severity, level, id, title; or JSON. */
export async function listChecks(
  args: ChoiceArguments & { readonly json: boolean },
  context: Context,
): Promise<number> {
  const { checks, edition } = await choicesOf(args);
  const text = args.json
    ? stableStringify(checks.map(checkInfo))
    : table(checks.map((check) => rowOf(check, edition)));
  await context.stdout(text);
  return exit.clean;
}

function rowOf(check: Check, edition: Edition): readonly string[] {
  const { severity, level, fix, id, title } = check;
  return [check.cis[edition] ?? '-', severity, `L${level}`, fix.kind, id, title];
}

/** Everything about some checks, as YAML. */
export async function showChecks(
  args: Pick<ChoiceArguments, 'benchmark' | 'checks' | 'profile'> & { readonly ids: readonly string[] },
  context: Context,
): Promise<number> {
  const { all, edition } = await choicesOf({ ...args, level: undefined, check: [], skip: [] });
  const checks = selectChecks(all, { edition, levels: [1, 2], only: args.ids, skip: [] });
  await context.stdout(checks.map((check) => stringify(check, { lineWidth: 100 })).join('---\n'));
  return exit.clean;
}

/** Checks of a folder and their cases: every problem, one a line. */
export async function lintFolder(
  args: { readonly dir: string; readonly cases: string },
  context: Context,
): Promise<number> {
  const problems = await lintChecks(args.dir, args.cases);
  await context.stdout(problems.map((problem) => `${problem}\n`).join(''));
  if (problems.length === 0) context.log.info(`${args.dir}: nothing to mend`);
  return problems.length === 0 ? exit.clean : exit.unusable;
}
