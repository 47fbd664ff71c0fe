import { readFile } from 'node:fs/promises';
import type { Selectable } from '../../checks/select.ts';
import type { Waiving } from '../../evaluate/waivers/apply.ts';
import type { Nameable } from '../../evaluate/waivers/control-names.ts';
import { readWaivers } from '../../evaluate/waivers/read.ts';
import type { Waiver } from '../../evaluate/waivers/types.ts';
import { PlimsollError } from '../../lib/errors.ts';
import { unreadable } from '../../lib/files.ts';
import { sha256OfText } from '../../result/digest.ts';
import type { AcceptArguments } from '../command-line/arguments.ts';
import type { Context } from '../context.ts';
import type { Selected } from './selected-checks.ts';

/** The waivers of a run, and the digest of their file. */
export interface LoadedWaivers {
  readonly waivers: readonly Waiver[];
  readonly digest: string;
}

/** The waivers of --waivers, null without; throws as `loadWaivers` does. */
export async function waiversOf(
  args: AcceptArguments,
  { all }: Pick<Selected, 'all'>,
  context: Pick<Context, 'log'>,
): Promise<LoadedWaivers | null> {
  return args.waivers === undefined ? null : loadWaivers(args.waivers, all, context);
}

/** What of a run's waivers judging needs. */
export function waivingOf(waivers: readonly Waiver[], checks: readonly Selectable[], day: string): Waiving {
  return { waivers, checks: checks.map(({ id, tags, numbers }) => ({ id, tags, numbers })), day };
}

/**
 * The waivers of a file, whose selectors must fit one of the checks; what an InSpec file is taken for is said.
 * @throws PlimsollError FILE_UNREADABLE, or WAIVERS_INVALID with all that is wrong, `file:line: …` each.
 */
export async function loadWaivers(
  file: string,
  checks: readonly Nameable[],
  { log }: Pick<Context, 'log'>,
): Promise<LoadedWaivers> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(`the waivers ${file}`, cause);
  });
  const { waivers, problems, notices } = readWaivers(file, text, checks);
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 error' : `${problems.length} errors`;
    throw new PlimsollError('WAIVERS_INVALID', `The waivers cannot be used: ${count}.`, problems);
  }
  if (notices.length > 0) log.info(`${file} is a waiver file of InSpec:`);
  for (const notice of notices) log.info(`  ${notice}`);
  return { waivers, digest: sha256OfText([text]) };
}
