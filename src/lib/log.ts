import { visible } from './text.ts';

export interface LogOptions {
  /** Where everything goes: talk never mixes with the data on stdout. */
  readonly stderr: {
    readonly write: (text: string) => unknown;
    readonly isTTY?: boolean;
    /** Size of the terminal in characters. */
    readonly columns?: number;
    readonly rows?: number;
  };
  /** Drops info and progress. */
  readonly quiet?: boolean;
  /** Shows debug. */
  readonly verbose?: boolean;
  readonly color?: boolean;
  /** False for no progress even on a terminal; elsewhere there is never any. */
  readonly progress?: boolean;
}

const styles = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** A part of a message that stands out where there is colour. */
export interface Styled {
  readonly style: keyof typeof styles;
  readonly text: string;
}

export type Message = string | readonly (string | Styled)[];

/** Messages may quote hosts: control characters in them are spelled out, so one call is always one line. */
export interface Log {
  readonly debug: (message: string) => void;
  readonly info: (message: Message) => void;
  readonly warn: (message: string) => void;
  /** `details` follow the message, each on an indented line. */
  readonly error: (message: string, details?: readonly string[]) => void;
  /** Shows lines that the next call replaces; none takes them away. */
  readonly progress: (lines: readonly Message[]) => void;
  /** Whether progress is seen. */
  readonly live: boolean;
}

/** Longest message in characters: a host must not flood the terminal. */
const maxLength = 4000;
const eraseBelow = '\r\u001b[J';
/** Without wrapping, a line that is wider than it is long in characters stays one line, and can be erased as one. */
const [noWrap, wrap] = ['\u001b[?7l', '\u001b[?7h'];

export function createLog(options: LogOptions): Log {
  const { stderr, quiet = false, verbose = false, color = false } = options;
  const live = stderr.isTTY === true && !quiet && options.progress !== false;
  let current: readonly string[] = [];

  function paint(text: string, style: Styled['style']): string {
    return color ? `\u001b[${styles[style]}m${text}\u001b[0m` : text;
  }
  function printable(message: Message, max: number): string {
    let left = max;
    const parts = typeof message === 'string' ? [message] : message;
    return parts
      .map((part) => {
        const [text, style] = typeof part === 'string' ? [part] : [part.text, part.style];
        const shown = left > 0 ? visible(text, left) : '';
        left -= shown.length;
        return style === undefined || shown === '' ? shown : paint(shown, style);
      })
      .join('');
  }
  function erase(): string {
    if (current.length === 0) return '';
    return (current.length > 1 ? `\u001b[${current.length - 1}A` : '') + eraseBelow;
  }
  function drawn(): string {
    return current.length === 0 ? '' : noWrap + current.join('\n') + wrap;
  }
  function line(prefix: string, message: Message): void {
    stderr.write(erase() + prefix + printable(message, maxLength) + '\n' + drawn());
  }
  return {
    live,
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
    progress(lines) {
      if (!live) return;
      const before = erase();
      // The mark of a cut takes one column, and the line above the first must stay in sight to be erased.
      const width = (stderr.columns ?? 80) - 2;
      current = lines.slice(0, (stderr.rows ?? 24) - 1).map((message) => printable(message, width));
      const text = before + drawn();
      if (text !== '') stderr.write(text);
    },
  };
}
