import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { comment, heredoc, isPlainPath, sh, wrapped } from '../../src/fix/quote.ts';

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
const nasty = ["it's", "'''", '$(id)', '`id`', '-rf', '*', '\\', '"', '!', '#{x}', '', printable];

describe('sh', () => {
  it('gives the shell back the same word', () => {
    const script = `printf '%s\\n' ${nasty.map(sh).join(' ')}`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(nasty.join('\n') + '\n');
  });

  it.each(['a\nb', 'a\0b', 'caf\u00e9', '\u001b[2J', '\u{1f600}', '\t', '\u202e'])('refuses %j', (text) => {
    expect(() => sh(text)).toThrow('not printable ASCII');
  });
});

describe('comment', () => {
  it('shows every byte that is not printable ASCII, and the backslash', () => {
    expect(comment('a\nb\\c\u202e\u{1f600}\x7f\0')).toBe(
      'a\\x0ab\\x5cc\\xe2\\x80\\xae\\xf0\\x9f\\x98\\x80\\x7f\\x00',
    );
  });

  it('is one line of at most 80 characters whatever comes', () => {
    for (const text of [
      'x'.repeat(81),
      '\n'.repeat(4096),
      '\u{1f600}'.repeat(40),
      'x'.repeat(76) + '\u{1f600}\n',
      '\\'.repeat(99),
    ]) {
      expect(comment(text)).toMatch(/^[\x20-\x7e]{70,77}\.\.\.$/);
    }
    expect(comment('x'.repeat(80))).toBe('x'.repeat(80));
  });

  it('takes a lone surrogate', () => {
    expect(comment('\ud800x')).toBe('\\xef\\xbf\\xbdx');
  });
});

describe('heredoc', () => {
  it('carries its text unchanged through the shell', () => {
    const text = '$HOME `id` \\ "x" \\\n\tend\n';
    expect(execFileSync('sh', ['-c', `cat ${heredoc(text)}\n`], { encoding: 'utf8' })).toBe(text);
  });

  it.each(['no newline', 'caf\u00e9\n', 'a\r\n', '\0\n'])('refuses %j', (text) => {
    expect(() => heredoc(text)).toThrow();
  });
});

describe('isPlainPath', () => {
  it('takes absolute printable paths only', () => {
    expect(isPlainPath("/etc/it's $(id)")).toBe(true);
    expect(['', '/', 'etc', '/a\nb', '/caf\u00e9', `/${'x'.repeat(4095)}`].map(isPlainPath)).not.toContain(
      true,
    );
  });
});

describe('wrapped', () => {
  it('keeps every word and ends long texts', () => {
    expect(wrapped('one two '.repeat(30)).join(' ')).toBe('one two '.repeat(30).trim());
    expect(wrapped('word '.repeat(3000))).toHaveLength(21);
    const umlauts = wrapped('Schl\u00fcssel f\u00fcr K\u00f6ln '.repeat(9)).map(comment).join(' ');
    expect(umlauts.match(/ln/g)).toHaveLength(9);
  });
});
