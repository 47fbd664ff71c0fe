import type { Failure } from '../lib/failure.ts';

/** Why a host could not be audited, or its output was cut. A closed list: reports and scripts build on it. */
export const sshCodes = [
  'DNS',
  'REFUSED',
  'TIMEOUT',
  'UNREACHABLE',
  'CONNECTION_LOST',
  'HOST_KEY_UNKNOWN',
  'HOST_KEY_MISMATCH',
  'HOST_KEY_REVOKED',
  'NO_COMMON_ALGORITHM',
  'AUTH_FAILED',
  'KEY_UNREADABLE',
  'SUDO_PASSWORD_REQUIRED',
  'SUDO_PASSWORD_WRONG',
  'SUDO_NOT_PERMITTED',
  'SUDO_REQUIRES_TTY',
  'SUDO_MISSING',
  'NO_SHELL',
  'JUMP_FAILED',
  'CLIENT_MISSING',
  'OUTPUT_TOO_LARGE',
  'HOST_EXHAUSTED',
  'INTERRUPTED',
  'INTERNAL',
] as const;

export type SshCode = (typeof sshCodes)[number];

export interface SshFailure extends Failure {
  readonly code: SshCode;
}

export interface Refused {
  readonly ok: false;
  readonly failure: SshFailure;
}

export function failure(code: SshCode, message: string, hint: string): SshFailure {
  return { code, message, hint };
}

export function refuse(reason: SshFailure): Refused {
  return { ok: false, failure: reason };
}

/** Longest text of the remote side in a message. */
export const REMOTE_TEXT = 200;
