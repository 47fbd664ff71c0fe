import { endOfMark, type Mark } from './redact-mark.ts';

/** Characters that a token has behind its prefix. */
const alphabets = {
  letters: /[A-Za-z0-9]/,
  capitals: /[A-Z0-9]/,
  hex: /[A-Fa-f0-9]/,
  name: /[\w-]/,
  dotted: /[\w.=-]/,
  base64: /[\w+/=-]/,
} as const;

type Alphabet = keyof typeof alphabets;

interface Shape {
  readonly alphabet: Alphabet;
  /** Fewest characters behind the prefix. */
  readonly least: number;
  /** Characters before the prefix that are of the token as well. */
  readonly before: number;
}

/**
 * Prefixes of tokens, and how many characters follow at least. Prefixes and lengths: the rules of gitleaks 8 and the
 * formats that GitHub, GitLab, Docker and HashiCorp publish; shorter than those, for a cut token is one too.
 */
const tokens: readonly (readonly [Alphabet, number, string])[] = [
  ['letters', 20, 'ghp_ gho_ ghu_ ghs_ ghr_ npm_ hf_ api_org_ nfp_ figd_ gsk_ sbp_ pnu_ rdme_ lin_api_ ntn_ r8_'],
  ['name', 20, 'github_pat_ whsec_ GOCSPX- fo1_ CLOJARS_ clojars_ glagent- gloas- sq0atp- sq0csp- nvapi- tk-us- hvs. hvb. hvr.'],
  ['name', 12, 'glpat- gldt- glrt- glcbt- glptt- glft- glimt- glsoat- glffct- dckr_pat_ dckr_oat_ SWMTKN-1- SWMKEY-1- tskey-'],
  ['name', 16, 'GR1348941 pplx- sk-proj- sk-ant- sk-svcacct- sk-admin- sk-or- pscale_tkn_ pscale_pw_ pscale_oauth_ duffel_live_ duffel_test_'],
  ['name', 10, 'xoxa- xoxb- xoxc- xoxd- xoxe- xoxo- xoxp- xoxr- xoxs- xoxe.xox xapp-'],
  ['name', 40, 'pypi-'],
  ['name', 30, 'AIza sha256~ dop_v1_ doo_v1_ dor_v1_ FLWSECK- FLWSECK_TEST- PMAK- xkeysib- glsa_'],
  ['letters', 10, 'sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_ shippo_live_ shippo_test_'],
  ['letters', 16, 'sm_aat_ sm_pat_ sm_sat_ LTAI'],
  ['letters', 32, 'sk- AKCp cmVmd EZAK EZTK'],
  ['letters', 100, 'EAAC EAAM'],
  ['capitals', 16, 'AKIA ASIA ABIA ACCA AKID'],
  ['capitals', 50, 'AGE-SECRET-KEY-1'],
  ['hex', 32, 'shpat_ shpca_ shppa_ shpss_ dapi key- SK'],
  ['hex', 40, 'pul- sgp_ rubygems_ sntryu_'],
  ['dotted', 20, 'SG. ya29. dp.pt. dp.st. dp.ct. dt0c01. ATATT3x ATCTT3x ATBB'],
  ['base64', 30, 'glc_ ops_ey sntrys_ fm1r_ fm1a_ fm2_ ABSK HRKU-AA hooks.slack.com/services/ hooks.slack.com/workflows/ hooks.slack.com/triggers/ discord.com/api/webhooks/ discordapp.com/api/webhooks/'],
  ['base64', 60, 'eyJrIjoi'],
]; // prettier-ignore

/** Tokens that do not begin with what they are known by: what stands before it, and how long that is. */
const shapes: ReadonlyMap<string, Shape> = new Map([
  ...tokens.flatMap(([alphabet, least, prefixes]) =>
    prefixes.split(' ').map((prefix): [string, Shape] => [prefix, { alphabet, least, before: 0 }]),
  ),
  ['.atlasv1.', { alphabet: 'dotted', least: 40, before: 14 }],
  [':AA', { alphabet: 'name', least: 30, before: 8 }],
  ['Q~', { alphabet: 'dotted', least: 30, before: 4 }],
]);

const JWT = 'eyJ';
const escaped = (text: string): string => text.replaceAll('.', '\\.');
const prefixes = new RegExp(
  [...shapes.keys(), JWT]
    .toSorted((one, other) => other.length - one.length)
    .map(escaped)
    .join('|'),
  'g',
);

/** A text without tokens that their own form gives away. */
export function withoutTokens(text: string, mark: Mark): string {
  let done = '';
  let from = 0;
  // Where a run ends that is no JWT from wherever in it one begins.
  let ruledOut = 0;
  prefixes.lastIndex = 0;
  for (let found = prefixes.exec(text); found !== null; found = prefixes.exec(text)) {
    const [prefix] = found;
    const shape = shapes.get(prefix);
    const start = found.index - (shape?.before ?? 0);
    if (start < from || isInWord(text, start)) continue;
    let end = shape === undefined ? -1 : endOfToken(text, found.index + prefix.length, shape);
    if (end === -1 && prefix.startsWith(JWT) && start >= ruledOut) {
      const web = endOfWebToken(text, start);
      end = web.end;
      ruledOut = web.ruledOut;
    }
    if (end === -1) continue;
    done += text.slice(from, start) + mark(text.slice(start, end));
    from = prefixes.lastIndex = end;
  }
  return from === 0 ? text : done + text.slice(from);
}

function isInWord(text: string, at: number): boolean {
  return at < 0 || (at > 0 && alphabets.letters.test(text.charAt(at - 1)));
}

function endOfToken(text: string, from: number, { alphabet, least }: Shape): number {
  const end = endOfRun(text, from, alphabet);
  return end - from >= least ? end : -1;
}

/** A JSON web token, or one that is encrypted: parts of base64 with dots between, of which the first is a JSON object. */
function endOfWebToken(text: string, start: number): { readonly end: number; readonly ruledOut: number } {
  const head = endOfRun(text, start, 'name');
  if (head - start < 12 || text.charAt(head) !== '.') return { end: -1, ruledOut: head };
  const end = endOfRun(text, head + 1, 'dotted');
  return { end: end - head > 12 ? end : -1, ruledOut: end };
}

/** Where the characters end that are of an alphabet. */
function endOfRun(text: string, from: number, name: Alphabet): number {
  const alphabet = alphabets[name];
  let end = from;
  while (end < text.length && alphabet.test(text.charAt(end))) end += 1;
  return end;
}

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
const longestTitle = 80;

/** A text without private keys, whole or cut. */
export function withoutPrivateKeys(text: string, mark: Mark): string {
  let done = '';
  let from = 0;
  for (let at = text.indexOf(BEGIN); at !== -1; at = text.indexOf(BEGIN, Math.max(at + 1, from))) {
    const title = text.slice(at + BEGIN.length, at + longestTitle).split(DASHES)[0] ?? '';
    if (!title.includes('PRIVATE KEY')) continue;
    const end = endOfKey(text, at + BEGIN.length);
    done += text.slice(from, at) + mark(text.slice(at, end));
    from = end;
  }
  return from === 0 ? text : done + text.slice(from);
}

function endOfKey(text: string, from: number): number {
  const end = text.indexOf(END, from);
  if (end === -1) return text.length;
  const close = text.indexOf(DASHES, end + END.length);
  return close === -1 ? text.length : close + DASHES.length;
}

/** Whether something stands here that was taken out before. */
export function isMarked(text: string, at: number): boolean {
  return endOfMark(text, at) > at;
}
