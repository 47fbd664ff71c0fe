import type { InferredOptionTypes, Options } from 'yargs';
import type {
  acceptOptions,
  checkOptions,
  choiceOptions,
  connectOptions,
  judgeOptions,
  notifyOptions,
  outputOptions,
  targetOptions,
  trackOptions,
} from './options.ts';

export type TargetArguments = InferredOptionTypes<typeof targetOptions>;
export type ConnectArguments = InferredOptionTypes<typeof connectOptions>;
export type ChoiceArguments = InferredOptionTypes<typeof choiceOptions>;
export type CheckArguments = InferredOptionTypes<typeof checkOptions>;
export type AcceptArguments = InferredOptionTypes<typeof acceptOptions>;
export type TrackArguments = InferredOptionTypes<typeof trackOptions>;
export type NotifyArguments = InferredOptionTypes<typeof notifyOptions>;
export type OutputArguments = InferredOptionTypes<typeof outputOptions>;
export type JudgeArguments = InferredOptionTypes<typeof judgeOptions>;

/** What a command gets when none of the flags is given. */
export function defaultsOf<F extends Readonly<Record<string, Options>>>(flags: F): InferredOptionTypes<F> {
  const entries = Object.entries(flags).map(([name, option]) => [name, option.default as unknown]);
  return Object.fromEntries(entries) as InferredOptionTypes<F>;
}
