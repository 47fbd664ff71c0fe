import { visible } from './text.ts';

/** Why something that belongs to one host or one fact could not be had, and what the reader can do about it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** The next action, in words or as a command. */
  readonly hint: string;
}

/** Errors as values, wherever partial failure is normal: a host, a table. */
export type Failable<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export function succeed<T>(value: T): Failable<T> {
  return { ok: true, value };
}

export function fail<T>(code: string, message: string, hint: string): Failable<T> {
  return { ok: false, failure: { code, message, hint } };
}

/** Of what should not have thrown: it costs the host that it happened with, and no other. */
export function internalFailure(host: string, error: unknown): Failure {
  const text = error instanceof Error ? error.message : String(error);
  return {
    code: 'INTERNAL',
    message: `${host}: ${visible(text, 200)}`,
    hint: 'This is a bug in plimsoll: please report it with this message.',
  };
}
