import { readFile } from 'node:fs/promises';
import type { Nameable } from '../../evaluate/waivers/control-names.ts';
import { readWaivers } from '../../evaluate/waivers/read.ts';
import type { Waiver } from '../../evaluate/waivers/types.ts';
import { PlimsollError } from '../../lib/errors.ts';
import { unreadable } from '../../lib/files.ts';
import type { Edition } from '../../result/types.ts';
import type { AcceptArguments } from '../command-line/arguments.ts';
import type { Context } from '../context.ts';
import type { Selected } from './selected-checks.ts';

/** The waivers of --waivers, null without; throws as `loadWaivers` does. */
export async function waiversOf(
  args: AcceptArguments,
  { all, edition }: Pick<Selected, 'all' | 'edition'>,
  context: Pick<Context, 'log'>,
): Promise<readonly Waiver[] | null> {
  return args.waivers === undefined ? null : loadWaivers(args.waivers, all, edition, context);
}

/**
 * The waivers of a file, whose selectors must fit one of the checks; what an InSpec file is taken for is said.
 * @throws PlimsollError FILE_UNREADABLE, or WAIVERS_INVALID with all that is wrong, `file:line: …` each.
 */
export async function loadWaivers(
  file: string,
  checks: readonly Nameable[],
  edition: Edition,
  { log }: Pick<Context, 'log'>,
): Promise<readonly Waiver[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(`the waivers ${file}`, cause);
  });
  const { waivers, problems, notices } = readWaivers(file, text, checks, edition);
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 error' : `${problems.length} errors`;
    throw new PlimsollError('WAIVERS_INVALID', `The waivers cannot be used: ${count}.`, problems);
  }
  if (notices.length > 0) log.info(`${file} is a waiver file of InSpec:`);
  for (const notice of notices) log.info(`  ${notice}`);
  return waivers;
}
