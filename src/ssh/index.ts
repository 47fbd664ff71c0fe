export type { SshCode, SshFailure } from './codes.ts';
export { createRunner, type Runner } from './runner.ts';
export { createSecrets, type SecretsOptions } from './secrets.ts';
export type { Output, Phase, RunnerOptions, RunOptions, RunResult, Secrets } from './types.ts';
