import { existsSync } from 'node:fs';
import { stringify } from 'yaml';
import { selectChecks } from '../checks/select.ts';
import type { Check } from '../checks/types.ts';
import { checkInfo } from '../evaluate/check-info.ts';
import { stableStringify } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import { numberingOf, type Numbering } from '../result/benchmarks.ts';
import type { ChoiceArguments } from './command-line/arguments.ts';
import { casesOption } from './command-line/options.ts';
import { choicesOf } from './judge/choices.ts';
import { exit, type Context } from './context.ts';
import { lintChecks } from './checks/lint-checks.ts';
import { table } from './terminal/table.ts';

/** One line a check: number, severity, level, id, title; or JSON. */
export async function listChecks(
  args: ChoiceArguments & { readonly json: boolean },
  context: Context,
): Promise<number> {
  const { checks, benchmarks } = await choicesOf(args);
  const numbering = numberingOf(benchmarks.given);
  const text = args.json
    ? stableStringify(
        checks.map((check) => ({
          ...checkInfo(check),
          numbers: check.numbers,
          level: numbering.place(check.id)?.item.level ?? null,
        })),
      )
    : table(checks.map((check) => rowOf(check, numbering)));
  await context.stdout(text);
  return exit.clean;
}

function rowOf({ severity, fix, id, title }: Check, { place }: Numbering): readonly string[] {
  const { number = '-', item } = place(id) ?? {};
  return [number, severity, item?.level ? `L${item.level}` : '-', fix.kind, id, title];
}

/** Everything about some checks, as YAML. */
export async function showChecks(
  args: Pick<ChoiceArguments, 'benchmark' | 'checks' | 'profile'> & { readonly ids: readonly string[] },
  context: Context,
): Promise<number> {
  const { all, benchmarks } = await choicesOf({ ...args, level: undefined, check: [], skip: [] });
  const checks = selectChecks(all, { ...benchmarks, levels: [1, 2], only: args.ids, skip: [] });
  await context.stdout(checks.map((check) => stringify(check, { lineWidth: 100 })).join('---\n'));
  return exit.clean;
}

/** Checks of a folder and their cases, if there are any: every problem, one a line. */
export async function lintFolder(
  args: { readonly dir: string; readonly cases: string },
  context: Context,
): Promise<number> {
  // Only those who write checks for plimsoll itself have the folder that is looked in unasked.
  const none = args.cases === casesOption.cases.default && !existsSync(args.cases);
  const cases = none ? null : args.cases;
  const problems = await lintChecks(args.dir, cases);
  await context.stdout(problems.map((problem) => `${visible(problem)}\n`).join(''));
  if (cases === null) context.log.info('no cases were run: --cases names their folder');
  if (problems.length === 0) context.log.info(`${args.dir}: nothing to mend`);
  return problems.length === 0 ? exit.clean : exit.unusable;
}
