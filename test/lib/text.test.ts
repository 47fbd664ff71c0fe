import { describe, expect, it } from 'vitest';
import { asSentence, visible } from '../../src/lib/text.ts';

describe('visible', () => {
  it('leaves readable text of any script alone', () => {
    const text = 'web-01 · größe · 服务器 · שלום · 🐳';
    expect(visible(text)).toBe(text);
  });

  it.each([
    ['escape sequence', '\u001b[2J', '\\u{1b}[2J'],
    ['one-byte CSI', '\u009b31m', '\\u{9b}31m'],
    ['delete', 'a\u007f', 'a\\u{7f}'],
    ['carriage return', 'fail\rpass', 'fail\\u{d}pass'],
    ['newline', 'a\nb', 'a\\u{a}b'],
    ['line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
    ['bidi isolate', '\u2066a', '\\u{2066}a'],
    ['zero-width space', 'ad\u200bmin', 'ad\\u{200b}min'],
    ['byte order mark', '\ufeffa', '\\u{feff}a'],
    ['invisible filler', 'a\u3164', 'a\\u{3164}'],
    ['tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
    ['lone surrogate', 'a\ud83db', 'a\\u{d83d}b'],
  ])('spells out: %s', (_name, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('keeps newlines, and only these, when asked', () => {
    expect(visible('a\r\nb', 80, { keepNewlines: true })).toBe('a\\u{d}\nb');
  });

  it('cuts with a mark, and only what is longer than the limit', () => {
    expect(visible('12345', 5)).toBe('12345');
    expect(visible('123456', 5)).toBe('12345…');
  });

  it('cuts between characters, never inside one or inside its spelling', () => {
    expect(visible('ab🐳', 3)).toBe('ab…');
    expect(visible('ab\u001b', 5)).toBe('ab…');
  });

  it('reads no further than the limit', () => {
    expect(visible('\u001b'.repeat(50_000_000), 20)).toBe('\\u{1b}\\u{1b}\\u{1b}…');
  });
});

describe('asSentence', () => {
  it('begins with a capital where it begins with a word, and leaves names as they are', () => {
    expect(asSentence('start it, or name its socket')).toBe('Start it, or name its socket');
    for (const named of ['docker.info needs root', '/etc/docker is not there', 'dockerSocket is wrong', '']) {
      expect(asSentence(named)).toBe(named);
    }
  });
});
