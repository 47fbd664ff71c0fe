import type { JsonObject } from '../../src/lib/json.ts';
import { tally } from '../../src/result/tally.ts';
import type { CheckResult, HostResult, Outcome, Report } from '../../src/result/types.ts';
import { nasty } from './hostile-report.ts';
import { sampleChecks } from './sample-checks.ts';
import { reportOf } from './sample-report.ts';

const pieces = [
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '`',
    '``',
    '|',
    '\\',
    '\\|',
    '\\\\|',
    '[',
    ']',
    '](',
    ')',
    '{',
    '}',
    '{{',
    '#',
    '*',
  ],
  ...[
    '_',
    '~',
    '$',
    '@everyone',
    '@',
    '=',
    '+',
    '-',
    '%',
    '%2e%2e',
    '/',
    '../',
    '/..',
    '..',
    '.',
    ':',
    ';',
    ',',
  ],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '  ',
    '\u0000',
    '\u0001',
    '\u000b',
    '\u001b[31m',
    '\u001b]0;x\u0007',
    '\u007f',
  ],
  ...['\u0085', '\u009b31m', '\u00a0', '\u00ad', '\u061c', '\u200b', '\u200f', '\u2028', '\u2029', '\u202e'],
  ...[
    '\u2066',
    '\u3000',
    '\ufeff',
    '\ufffe',
    '\uffff',
    '\ud800',
    '\udc00',
    '\udbff\udfff',
    '😀',
    '\u{e0041}',
    'é',
  ],
  ...[
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(1)',
    '-1+1',
    '@SUM(1)',
  ],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    ']]>',
    '<![CDATA[',
    '<!--',
    '-->',
    '<?xml?>',
  ],
  ...[
    '<!DOCTYPE a [<!ENTITY b "c">]>&b;',
    '&#27;',
    '&amp;',
    '![x](http://evil.example/x.png)',
    '[x](javascript:1)',
  ],
  ...[
    'https://evil.example/',
    'www.evil.example',
    'a@evil.example',
    '#1',
    '| a | b |',
    '\n| --- |',
    '\n# x',
    '```\n',
  ],
  ...[
    '# HELP x y',
    '\nplimsoll_hosts 1\n',
    '",evil="',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'true',
    '1e999',
  ],
  ...[
    'file:/etc/../../x',
    'file:',
    'container:',
    'container:/',
    'daemon:icc',
    'web-01',
    'x'.repeat(300),
    '',
    'a b',
  ],
] as const;

/** A generator of numbers below a bound, the same ones on every run. */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** So many strings to break a format with: every piece alone, then pieces put together; a few longer than any limit. */
export function hostileStrings(count: number): readonly string[] {
  const next = numbers(7);
  const piece = () => pieces[next(pieces.length)] ?? '';
  const mixed = Array.from({ length: count }, () => Array.from({ length: 1 + next(6) }, piece).join(''));
  const huge = [nasty, '|', '`<'].map((part) => part.repeat(Math.ceil(100_000 / part.length)));
  return [...huge, ...pieces, ...mixed].slice(0, count);
}

const outcomes: readonly Outcome[] = ['fail', 'error', 'manual', 'pass', 'notApplicable'];
const states: readonly HostResult['state'][] = ['audited', 'partial', 'unreachable'];

/** A report of one host for each string, which is all that the host ever says. */
export function reportSaying(strings: readonly string[], first: number): Report {
  const hosts = strings.map((word, index) => hostSaying(word, first + index));
  return reportOf(hosts);
}

/** The same with few hosts: each says as many strings as there are checks, one in each result and all about itself. */
export function packedReportSaying(strings: readonly string[]): Report {
  const most = sampleChecks.length;
  const starts = strings.flatMap((_word, index) => (index % most === 0 ? [index] : []));
  return reportOf(starts.map((start) => talkativeHost(strings.slice(start, start + most), start)));
}

function talkativeHost(words: readonly string[], start: number): HostResult {
  const results = words.map((word, at) => resultSaying(word, start + at));
  // So that the end of each is seen: longer texts are cut.
  const all = words.map((word) => word.slice(0, 80)).join(' ');
  return {
    ...hostNamed(all, start, 'partial'),
    groups: words,
    labels: Object.fromEntries(words.map((word) => [word, word])),
    results,
    summary: tally(results),
  };
}

function hostSaying(word: string, index: number): HostResult {
  const state = states[Math.floor(index / 5) % 3] ?? 'audited';
  const results = state === 'unreachable' ? [] : [resultSaying(word, index)];
  return { ...hostNamed(word, index, state), results, summary: tally(results) };
}

function hostNamed(word: string, index: number, state: HostResult['state']): HostResult {
  return {
    // Two hosts never have the same name, whatever they are called.
    name: `${word}${index}`,
    address: word,
    groups: [word, word],
    labels: { [word]: word },
    state,
    error: state === 'audited' ? null : { code: word, message: word, hint: word },
    collectedAt: state === 'unreachable' ? null : '2026-11-23T02:00:13Z',
    platform: { os: word, kernel: word, engine: word },
    ...{ engines: [], facts: null, benchmarks: {} },
    audited: null,
    results: [],
    summary: tally([]),
  };
}

function resultSaying(word: string, index: number): CheckResult {
  const values: JsonObject = Object.fromEntries([
    [word, [word, { [word]: word }]],
    ['__proto__', word],
  ]);
  const shared = { path: word, rule: word, expected: word, actual: word };
  return {
    check: sampleChecks[index % sampleChecks.length]?.id ?? '',
    outcome: outcomes[index % outcomes.length] ?? 'fail',
    reason: word,
    findings: [
      { ...shared, subject: word, message: word },
      { ...shared, subject: `container:${word}`, actual: values, message: '' },
      { ...shared, subject: `file:/${word}`, message: word },
    ],
    evidence: [
      { subject: word, values, note: word },
      { subject: '__proto__', values },
    ],
    considered: 3,
    attestation: null,
    waiver: waiverSaying(word, index),
    fix: { kind: 'advice', disruption: 'none', restart: false },
  };
}

function waiverSaying(word: string, index: number): CheckResult['waiver'] {
  if (index % 4 > 1) return null;
  return { id: word, reason: word, expires: '2026-12-31', state: index % 4 === 0 ? 'active' : 'expired' };
}
