import type { Json } from '../../lib/json.ts';
import { modeWords } from '../../lib/mode.ts';
import type { Finding } from '../../result/types.ts';
import { counted, show } from '../format.ts';

/** How the rules of the check language read; the others speak through their name. */
const phrases: Readonly<Record<string, (expected: Json) => string>> = {
  // How the evaluation says null.
  const: (expected) => (expected === 'not set' ? expected : show(expected)),
  in: (expected) =>
    Array.isArray(expected) && expected.length === 0 ? 'nothing' : `one of ${show(expected)}`,
  like: (expected) =>
    Array.isArray(expected) && expected.length === 0 ? 'nothing' : `like one of ${show(expected)}`,
  type: (expected) => `type ${show(expected)}`,
  minimum: (expected) => `at least ${show(expected)}`,
  maximum: (expected) => `at most ${show(expected)}`,
  minLength: (expected) => `at least ${counted(Number(expected), 'character')}`,
  minItems: (expected) => `at least ${counted(Number(expected), 'entry', 'entries')}`,
  maxItems: (expected) =>
    expected === 0 ? 'no entries' : `at most ${counted(Number(expected), 'entry', 'entries')}`,
  maxMode: (expected) => `mode ${modeWords(show(expected))} or stricter`,
  startsWith: (expected) => `starts with ${show(expected)}`,
  covers: (expected) => `covers ${show(expected)}`,
};

/** What a finding expected, in words; empty where its message alone says it. */
export function expectation(finding: Finding): string {
  if (saysNothing(finding)) return '';
  const phrase = Object.hasOwn(phrases, finding.rule) ? phrases[finding.rule] : undefined;
  if (phrase !== undefined) return phrase(finding.expected);
  // Rules that are made of others say what they expect in words.
  return typeof finding.expected === 'string'
    ? finding.expected
    : `${finding.rule}: ${show(finding.expected)}`;
}

/** What was found instead; empty where its message alone says it. */
export function found(finding: Finding): string {
  if (saysNothing(finding)) return '';
  return finding.rule === 'error' && finding.actual === null ? 'not known' : show(finding.actual);
}

/** A finding about a whole row, or about its absence, has no value to show. */
function saysNothing(finding: Finding): boolean {
  return finding.path === '' && finding.expected === null && finding.actual === null;
}
