import type { Log } from '../lib/log.ts';
import type { Workers } from './work/tasks.ts';

/** What a command gets from the process it runs in. */
export interface Context {
  readonly log: Log;
  /** Data, and nothing else, goes here. */
  readonly stdout: (text: string) => Promise<void>;
  readonly now: () => Date;
  /** Aborted by SIGINT and SIGTERM, with the name of the signal as the reason. */
  readonly signal: AbortSignal;
  /** Says that from now on there is something to end in order; before, a signal ends the process at once. */
  readonly begin: () => void;
  readonly color: boolean;
  /** Starts those who handle what nobody vouches for; whoever asks for them closes them. */
  readonly startWorkers: () => Promise<Workers>;
}

/** Exit statuses; see the README. */
export const exit = {
  clean: 0,
  findings: 1,
  unusable: 2,
  incomplete: 3,
  interrupted: 130,
  terminated: 143,
} as const;

/** The exit status of a run that a signal ended. */
export function interruptedBy(signal: AbortSignal): number {
  return signal.reason === 'SIGTERM' ? exit.terminated : exit.interrupted;
}
