import { closeSync, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';

/** True when there is a terminal to ask on, whatever stdin and stdout are connected to. */
export function hasTerminal(device = '/dev/tty'): boolean {
  try {
    closeSync(openSync(device, 'r+'));
    return true;
  } catch {
    return false;
  }
}

/**
 * Asks on the terminal without echo.
 * @returns what was typed, undefined when nothing was (Enter, Ctrl-D) or there is no terminal. Ctrl-C interrupts.
 */
export function askHidden(question: string, device = '/dev/tty'): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (!hasTerminal(device)) return resolve(undefined);
    const fd = openSync(device, 'r+');
    const terminal = new ReadStream(fd);
    let typed = '';
    terminal.setRawMode(true);
    terminal.setEncoding('utf8');
    writeSync(fd, question);
    const finish = (answer: string | undefined): void => {
      terminal.setRawMode(false);
      writeSync(fd, '\n');
      terminal.destroy();
      resolve(answer);
    };
    terminal.on('data', (text: string) => {
      for (const character of text) {
        if (character === '\u0003') {
          finish(undefined);
          // Raw mode keeps the terminal from doing it.
          process.kill(process.pid, 'SIGINT');
          return;
        }
        if (character === '\r' || character === '\n' || character === '\u0004')
          return finish(typed || undefined);
        if (character === '\u007f' || character === '\b') typed = [...typed].slice(0, -1).join('');
        else if (character === '\u0015') typed = '';
        else typed += character;
      }
    });
    terminal.on('error', () => finish(undefined));
  });
}
