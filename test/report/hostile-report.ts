import type { JsonObject } from '../../src/lib/json.ts';
import { tally } from '../../src/result/tally.ts';
import type { CheckResult, HostResult, Report } from '../../src/result/types.ts';
import { sampleChecks } from './sample-checks.ts';
import { reportOf } from './sample-report.ts';

/** Sets the canary when it ever runs, in every way that markup can run something. */
const markup = [
  '"\'><script>window.pwned = 1</script>',
  '<img src=x onerror="window.pwned = 1">',
  '<svg onload=window.pwned=1></svg>',
  '</title></style></script></textarea><iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '<a href="javascript:window.pwned=1">x</a><base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '{{constructor.constructor "return 1"}} {{{this}}} ${window.pwned=1} ]]> --> <!--',
].join('');

/** Characters that hide, reorder or control: ESC, NUL, C1, bidi, zero width, line separators, a lone surrogate. */
export const tricks = 'a\u0000b\u001b[31mc\u0085d\u202ee\u2066f\u200bg\u2028h\ud800i\ufeffj\r\nk\tl';

export const nasty = `${tricks}${markup}\`$(id)\` ; rm -rf /`;

/** Two hosts whose every own word is hostile; the second one's are `bytes` long besides. */
export function hostileReport({ bytes = 10 * 1024 * 1024 } = {}): Report {
  return reportOf([hostOf(nasty), hostOf(`${nasty}${'A'.repeat(bytes)}`)]);
}

function hostOf(word: string): HostResult {
  const results = sampleChecks.slice(0, 5).map((check, at) => resultOf(word, check.id, at));
  return {
    name: word,
    address: word,
    groups: [word, '__proto__'],
    labels: poisoned(word) as Record<string, string>,
    state: 'partial',
    error: { code: word, message: word, hint: word },
    collectedAt: '2026-11-23T02:00:13Z',
    platform: { os: word, kernel: word, engine: word },
    ...{ engines: [], facts: null, benchmarks: {} },
    audited: {
      machineIdSha256: null,
      dockerdPath: word,
      dockerdFlags: [word],
      daemonConfig: { path: word, sha256: null, text: word, withheld: null },
    },
    results,
    summary: tally(results),
  };
}

const outcomes = ['fail', 'error', 'manual', 'pass', 'notApplicable'] as const;

function resultOf(word: string, check: string, at: number): CheckResult {
  const values: JsonObject = { ...poisoned(word), list: [word, { [word]: null }] };
  return {
    check,
    outcome: outcomes[at] ?? 'pass',
    reason: word,
    findings: [
      {
        subject: `container:${word}`,
        path: word,
        rule: 'const',
        expected: false,
        actual: word,
        message: word,
      },
      { subject: '__proto__', path: '', rule: 'constructor', expected: null, actual: values, message: '' },
    ],
    evidence: [{ subject: word, values, note: word }],
    considered: 2,
    attestation: null,
    waiver: at === 0 ? { id: word, reason: word, expires: '2026-12-31', state: 'expired' } : null,
    fix: { kind: 'advice', disruption: 'none', restart: false },
  };
}

/** An object as JSON.parse makes it from hostile text, with a key of its own named __proto__. */
function poisoned(word: string): JsonObject {
  return Object.fromEntries([
    ['__proto__', 'polluted'],
    ['toHTML', word],
    ['constructor', word],
    [word, word],
  ]);
}
