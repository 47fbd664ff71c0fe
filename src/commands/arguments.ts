import type { InferredOptionTypes } from 'yargs';
import type { checkOptions, connectOptions, outputOptions, targetOptions } from './options.ts';

export type TargetArguments = InferredOptionTypes<typeof targetOptions>;
export type ConnectArguments = InferredOptionTypes<typeof connectOptions>;
export type CheckArguments = InferredOptionTypes<typeof checkOptions>;
export type OutputArguments = InferredOptionTypes<typeof outputOptions>;
