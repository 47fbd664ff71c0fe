import { readFileSync } from 'node:fs';
import { PlimsollError } from '../../lib/errors.ts';
import { unreadable } from '../../lib/files.ts';
import { bodyOf, hasChanged, messageOf } from '../../notify/message.ts';
import { post } from '../../notify/send.ts';
import type { Report } from '../../result/types.ts';
import type { NotifyArguments, OutputArguments, TrackArguments } from '../command-line/arguments.ts';
import { exit, type Context } from '../context.ts';
import { exitStatus } from './exit-status.ts';
import { notifyVariable } from './notify-variable.ts';

/** Tells a webhook of a run, if it is to be told. */
export type Notifier = (report: Report) => Promise<void>;

/**
 * A notifier as the flags ask for it. It never fails: what goes wrong is a warning.
 * @throws PlimsollError when the address is missing or no https URL, or there is nothing to see a change by.
 */
export function notifierOf(
  args: NotifyArguments & TrackArguments & Pick<OutputArguments, 'fail-on'>,
  context: Context,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Notifier {
  const form = args.notify;
  if (form === undefined) return () => Promise.resolve();
  const occasion = args['notify-on'];
  if (occasion === 'change' && args.history === undefined && args.baseline === undefined) {
    throw new PlimsollError('USAGE', '--notify has nothing to see a change by', [
      'give --history or --baseline, or --notify-on fail or always',
    ]);
  }
  const url = addressOf(environment);
  return async (report) => {
    if (context.signal.aborted) return;
    const status = exitStatus(report, args['fail-on']);
    const wanted = { always: true, fail: status !== exit.clean, change: hasChanged(report) }[occasion];
    if (!wanted) return;
    const problem = await post(url, bodyOf(messageOf(report, status), form));
    if (problem !== null) context.log.warn(`the notice was not delivered: ${problem}`);
  };
}

function addressOf(environment: Readonly<Record<string, string | undefined>>): URL {
  const file = environment[`${notifyVariable}_FILE`];
  const text = environment[notifyVariable] ?? (file === undefined ? '' : readAddress(file));
  const address = text.trim();
  if (URL.canParse(address) && new URL(address).protocol === 'https:') return new URL(address);
  // The text is not quoted: it is a secret.
  throw new PlimsollError(
    'USAGE',
    `--notify wants an https URL in ${notifyVariable}, or in the file that ${notifyVariable}_FILE names`,
  );
}

function readAddress(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}
