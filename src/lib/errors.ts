/** The closed list of reasons for which a run cannot start (exit status 2). */
export type ErrorCode =
  | 'USAGE'
  | 'CONFIG_INVALID'
  | 'INVENTORY_INVALID'
  | 'CHECKS_INVALID'
  | 'BENCHMARK_INVALID'
  | 'PARAMETERS_INVALID'
  | 'WAIVERS_INVALID'
  | 'PROFILE_INVALID'
  | 'BUNDLE_INVALID'
  | 'COST_LIMIT'
  | 'REPORT_INVALID'
  | 'HISTORY_LOCKED'
  | 'FILE_UNREADABLE'
  | 'FILE_UNWRITABLE';

/**
 * An error the user can mend. Everything else that is thrown is a bug.
 * `details` are printed one per line under the message: all that is wrong, at once.
 */
export class PlimsollError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly string[];

  constructor(code: ErrorCode, message: string, details: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.name = 'PlimsollError';
    this.code = code;
    this.details = details;
  }
}
