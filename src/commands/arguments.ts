import type { InferredOptionTypes } from 'yargs';
import type {
  acceptOptions,
  checkOptions,
  connectOptions,
  notifyOptions,
  outputOptions,
  targetOptions,
  trackOptions,
} from './options.ts';

export type TargetArguments = InferredOptionTypes<typeof targetOptions>;
export type ConnectArguments = InferredOptionTypes<typeof connectOptions>;
export type CheckArguments = InferredOptionTypes<typeof checkOptions>;
export type AcceptArguments = InferredOptionTypes<typeof acceptOptions>;
export type TrackArguments = InferredOptionTypes<typeof trackOptions>;
export type NotifyArguments = InferredOptionTypes<typeof notifyOptions>;
export type OutputArguments = InferredOptionTypes<typeof outputOptions>;
