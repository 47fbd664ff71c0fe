import { describe, expect, it } from 'vitest';
import { createLog, type LogOptions } from '../../src/lib/log.ts';

/** A log and what it has written. */
function record(options: Omit<LogOptions, 'stderr'>, terminal = {}) {
  const written: string[] = [];
  const log = createLog({ ...options, stderr: { write: (text) => written.push(text), ...terminal } });
  return { log, text: () => written.join('') };
}

describe('createLog', () => {
  it('keeps a hostile message on its own line and off the terminal', () => {
    const { log, text } = record({});
    log.warn('host said \u001b[2J\nerror: forged');
    expect(text()).toBe('warning: host said \\u{1b}[2J\\u{a}error: forged\n');
  });

  it('prints the details of an error one per line', () => {
    const { log, text } = record({});
    log.error('inventory is invalid', ['line 3: no such key', 'line 9: \u0007']);
    expect(text()).toBe('error: inventory is invalid\n  line 3: no such key\n  line 9: \\u{7}\n');
  });

  it('says what goes wrong even when quiet', () => {
    const { log, text } = record({ quiet: true }, { isTTY: true });
    log.info('done');
    log.progress(['1 of 3']);
    log.warn('slow');
    log.error('broken');
    expect(text()).toBe('warning: slow\nerror: broken\n');
  });

  it('shows debug only when verbose', () => {
    const silent = record({});
    silent.log.debug('detail');
    expect(silent.text()).toBe('');
    const loud = record({ verbose: true });
    loud.log.debug('detail');
    expect(loud.text()).toBe('debug: detail\n');
  });

  it('colours nothing unless asked', () => {
    const plain = record({});
    plain.log.error('x');
    expect(plain.text()).not.toContain('\u001b');
    const coloured = record({ color: true });
    coloured.log.error('x');
    expect(coloured.text()).toBe('\u001b[31merror: \u001b[0mx\n');
  });

  it('shows no progress where there is no terminal or it is not wanted', () => {
    const piped = record({});
    piped.log.progress(['1 of 3']);
    expect(piped.text()).toBe('');
    const unwanted = record({ progress: false }, { isTTY: true });
    unwanted.log.progress(['1 of 3']);
    expect(unwanted.text()).toBe('');
  });

  it('keeps progress under messages, within the terminal, and takes it away', () => {
    const { log, text } = record({}, { isTTY: true, columns: 12, rows: 3 });
    log.progress(['1 of 3: web-01', '  web-02', '  one line too many for the screen']);
    log.info('hello');
    log.progress([]);
    log.progress([]);
    const [erase, lines] = ['\u001b[1A\r\u001b[J', '\u001b[?7l1 of 3: we…\n  web-02\u001b[?7h'];
    expect(text()).toBe(`${lines}${erase}hello\n${lines}${erase}`);
  });

  it('styles parts of a message, but not what they say', () => {
    const message = [{ style: 'red', text: 'fail\u001b[5m' }, ' in web'] as const;
    const coloured = record({ color: true });
    coloured.log.info(message);
    expect(coloured.text()).toBe('\u001b[31mfail\\u{1b}[5m\u001b[0m in web\n');
    const plain = record({});
    plain.log.info(message);
    expect(plain.text()).toBe('fail\\u{1b}[5m in web\n');
  });
});
