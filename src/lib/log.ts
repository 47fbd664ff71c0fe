import { visible } from './text.ts';

export interface LogOptions {
  /** Where everything goes: talk never mixes with the data on stdout. */
  readonly stderr: {
    readonly write: (text: string) => unknown;
    readonly isTTY?: boolean;
    /** Width of the terminal in characters. */
    readonly columns?: number;
  };
  /** Drops info and progress. */
  readonly quiet?: boolean;
  /** Shows debug. */
  readonly verbose?: boolean;
  readonly color?: boolean;
  /** False for no progress even on a terminal; elsewhere there is never any. */
  readonly progress?: boolean;
}

/** Messages may quote hosts: control characters in them are spelled out, so one call is always one line. */
export interface Log {
  readonly debug: (message: string) => void;
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  /** `details` follow the message, each on an indented line. */
  readonly error: (message: string, details?: readonly string[]) => void;
  /** Shows one line that the next one replaces; an empty message takes it away. */
  readonly progress: (message: string) => void;
}

/** Longest message in characters: a host must not flood the terminal. */
const maxLength = 4000;
const eraseLine = '\r\u001b[K';
const styles = { red: 31, yellow: 33, dim: 2 } as const;

export function createLog(options: LogOptions): Log {
  const { stderr, quiet = false, verbose = false, color = false } = options;
  const live = stderr.isTTY === true && !quiet && options.progress !== false;
  let current = '';

  function paint(text: string, style: keyof typeof styles): string {
    return color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;
  }
  function line(prefix: string, message: string): void {
    const text = prefix + visible(message, maxLength) + '\n';
    stderr.write(current === '' ? text : eraseLine + text + current);
  }
  return {
    debug(message) {
      if (verbose) line(paint('debug: ', 'dim'), message);
    },
    info(message) {
      if (!quiet) line('', message);
    },
    warn(message) {
      line(paint('warning: ', 'yellow'), message);
    },
    error(message, details = []) {
      line(paint('error: ', 'red'), message);
      for (const detail of details) line('  ', detail);
    },
    progress(message) {
      if (!live) return;
      // A line that wraps could not be erased, and the mark of a cut takes one column.
      const text = visible(message, (stderr.columns ?? 80) - 2);
      if (text === '' && current === '') return;
      stderr.write(eraseLine + text);
      current = text;
    },
  };
}
