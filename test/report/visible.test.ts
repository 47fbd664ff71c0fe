import { describe, expect, it } from 'vitest';
import { longestText, visible } from '../../src/report/html/visible.ts';

describe('visible', () => {
  it.each([
    ['web-01', 'web-01'],
    ['naïve Ünïcode 日本', 'naïve Ünïcode 日本'],
    ['a\u0000b\u001b[2J', 'a\\u{0}b\\u{1b}[2J'],
    ['line\r\nfeed\ttab', 'line\\u{d}\\u{a}feed\\u{9}tab'],
    ['\u0085\u009b', '\\u{85}\\u{9b}'],
    ['user\u202egnp.exe\u2066', 'user\\u{202e}gnp.exe\\u{2066}'],
    ['ze\u200bro\ufeff\u00ad\u2060', 'ze\\u{200b}ro\\u{feff}\\u{ad}\\u{2060}'],
    ['\u2028\u2029\u3164', '\\u{2028}\\u{2029}\\u{3164}'],
    ['lone \ud800 half', 'lone \\u{d800} half'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
    ['whole 😀 pair', 'whole 😀 pair'],
  ])('shows %j as %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves what just fits and says how much it cut', () => {
    expect(visible('x'.repeat(longestText))).toBe('x'.repeat(longestText));
    expect(visible('x'.repeat(longestText + 3))).toBe(
      `${'x'.repeat(longestText)}… (truncated, 3 characters more, full text in report.json)`,
    );
  });

  it('does not cut a character in two', () => {
    const text = `${'x'.repeat(longestText - 1)}😀tail`;
    expect(visible(text)).toContain('x… (truncated, 6 characters more');
  });
});
