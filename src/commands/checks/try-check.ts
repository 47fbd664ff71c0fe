import { loadOne } from '../../checks/load.ts';
import { boundedBundle } from '../../collector/bounds.ts';
import { factsOf } from '../../derive/facts.ts';
import { deriveTables } from '../../derive/index.ts';
import { evaluateCheck } from '../../evaluate/evaluate-check.ts';
import { explainCheck, type Explained } from '../../evaluate/explain.ts';
import { words } from '../../evaluate/words.ts';
import { loadBundle } from '../../facts/load.ts';
import { visible } from '../../lib/text.ts';
import type { CheckArguments } from '../command-line/arguments.ts';
import { exit, type Context } from '../context.ts';
import { requireParameters } from '../judge/parameters.ts';
import { table } from '../terminal/table.ts';

export type TryArguments = Pick<CheckArguments, 'params'> & {
  readonly file: string;
  readonly bundle: string;
};

/**
 * Judges one check file on one bundle: the verdict, then every row with the condition that decided it.
 * Ends as an audit by this check alone.
 */
export async function tryCheck(args: TryArguments, context: Context): Promise<number> {
  const check = await loadOne(args.file);
  const bundle = await loadBundle(args.bundle);
  const { parameters: given } = await requireParameters(args.params, [], [check]);
  const parameters = { ...bundle.host.parameters, ...given };
  const tables = deriveTables(factsOf(boundedBundle(bundle)));
  const { outcome, reason } = evaluateCheck(check, tables, parameters);
  const rows = explainCheck(check, tables, parameters).flatMap(linesOf);
  await context.stdout(
    `${visible(`${outcome}: ${reason}`, 1000)}\n${rows.length > 0 ? '\n' : ''}${table(rows)}`,
  );
  if (outcome === 'error') return exit.incomplete;
  return outcome === 'fail' ? exit.findings : exit.clean;
}

/** A line for each condition that decided. */
function linesOf({ subject, outcome, because }: Explained): readonly (readonly string[])[] {
  const shown = visible(words(subject), 80);
  const said = outcome === 'leftOut' ? 'left out' : outcome;
  const [first = '', ...others] = because.map((message) => visible(message, 300));
  return [[shown, said, first], ...others.map((message) => ['', '', message])];
}
