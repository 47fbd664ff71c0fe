import { endOfMark, type Mark } from './redact-mark.ts';
import { isSecretName, isWeakName } from './redact-names.ts';
import { withoutPrivateKeys, withoutTokens } from './redact-shapes.ts';
import { withoutLogins } from './redact-urls.ts';

/**
 * Replaces what has the form of a secret in a text; what is around it stays. Each pass looks at a character a bounded
 * number of times, whatever the text is.
 */
export function redactText(text: string, mark: Mark): string {
  return withoutValues(withoutForms(text, mark), mark);
}

/** Only what gives itself away, whatever it is called: keys, tokens, logins in addresses. */
export function withoutForms(text: string, mark: Mark): string {
  return withoutTokens(withoutLogins(withoutPrivateKeys(text, mark), mark), mark);
}

/** What says that a text may name a secret: most texts do not, and are done. */
const hint = /pass|pwd|pw\b|secret|token|cred|key|auth|mnemonic|dsn|bearer|basic|cookie/i;

const isBlank = (character: string): boolean => character === ' ' || character === '\t';
const inName = /[\w.-]/;
const endsValue = /[\s"',;]/;

const mostBlanks = 8;
const longestName = 100;

/** A text without the values that follow the name of a secret: `name=value`, `"name": "value"`, `--name value`. */
function withoutValues(text: string, mark: Mark): string {
  if (!hint.test(text)) return text;
  let done = '';
  let from = 0;
  for (let at = nextSign(text, 0); at !== -1; at = nextSign(text, Math.max(at + 1, from))) {
    const value = valueAt(text, at, from);
    if (value === null) continue;
    done += text.slice(from, value.start) + mark(text.slice(value.start, value.end));
    from = value.end;
  }
  return from === 0 ? text : done + text.slice(from);
}

const sign = /[=: \t]/g;

/** Where the next sign is that a value may follow: `=`, `:`, or the blank behind an option or the scheme of a login. */
function nextSign(text: string, from: number): number {
  sign.lastIndex = from;
  return sign.test(text) ? sign.lastIndex - 1 : -1;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function valueAt(text: string, at: number, least: number): Span | null {
  const isSigned = !isBlank(text.charAt(at));
  if (!isSigned && isBlank(text.charAt(at - 1))) return null;
  const name = nameBefore(text, at, least);
  const from = skipBlanks(text, at + 1);
  if (!isSigned && isScheme(name)) return tokenAt(text, from);
  if (isSigned && isHeader(name)) return headerAt(text, from);
  if (!(isSigned || (name.startsWith('-') && /[^-/=:]/.test(text.charAt(from)))) || !isSecretName(name))
    return null;
  if (isPathEnd(text, at, name)) return null;
  const span = spanAt(text, from);
  return isHarmless(name, text.slice(span.start, span.end)) ? null : span;
}

/** The name before a sign, with quotes and blanks between them. */
function nameBefore(text: string, at: number, least: number): string {
  let end = at;
  while (end > least && at - end < mostBlanks && isBlank(text.charAt(end - 1))) end -= 1;
  while (end > least && at - end < 2 * mostBlanks && /["'\\]/.test(text.charAt(end - 1))) end -= 1;
  let start = end;
  while (start > least && end - start < longestName && inName.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, end);
}

function isHeader(name: string): boolean {
  return /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i.test(name);
}

function isScheme(name: string): boolean {
  return /^(?:bearer|basic)$/i.test(name);
}

/** What follows `Bearer`, where it is no word of a sentence. */
function tokenAt(text: string, from: number): Span | null {
  const span = spanAt(text, from);
  const value = text.slice(span.start, span.end);
  return value.length >= 8 && !/^[a-z-]+[.:)]?$/i.test(value) && !isHarmless('', value) ? span : null;
}

/** What a header says of who asks, but for the name of the scheme. */
function headerAt(text: string, from: number): Span | null {
  const scheme = /(?:basic|bearer|token|digest|negotiate|apikey|aws4-hmac-sha256)[ \t]/iy;
  scheme.lastIndex = from;
  const start = skipBlanks(text, scheme.test(text) ? scheme.lastIndex : from);
  let end = start;
  while (end < text.length && !/["'\n]/.test(text.charAt(end))) end += 1;
  return isHarmless('', text.slice(start, end)) ? null : { start, end };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at - from < mostBlanks && isBlank(text.charAt(at))) at += 1;
  return at;
}

/** A value in quotes ends with them, a list or an object with its line, any other at the next blank or separator. */
function spanAt(text: string, from: number): Span {
  const quote = /^\\?["']/.exec(text.slice(from, from + 2))?.[0];
  if (quote !== undefined) return quotedAt(text, from + quote.length, quote);
  const ends = /[[{]/.test(text.charAt(from)) && endOfMark(text, from) === from ? /\n/ : endsValue;
  let end = endOfMark(text, from);
  while (end < text.length && !ends.test(text.charAt(end))) end += 1;
  return { start: from, end };
}

function quotedAt(text: string, start: number, quote: string): Span {
  let end = start;
  while (end < text.length && text.charAt(end) !== '\n' && !text.startsWith(quote, end))
    end += text.charAt(end) === '\\' ? 2 : 1;
  return { start, end: Math.min(end, text.length) };
}

/** What is no secret whatever it is called. */
export function isHarmless(name: string, value: string): boolean {
  if (/^(?:true|false|yes|no|on|off|null|none|nil|undefined|\**|<[\w-]*>)$/i.test(value)) return true;
  if (isReference(value) || endOfMark(value, 0) === value.length) return true;
  if (name === '' || !isWeakName(name)) return false;
  // A path points to it; a label in reverse DNS form is no variable.
  return /^~?\/[\w./-]*$/.test(value) || (name.split('.').length > 2 && /^[a-z]{3,5}$/.test(value));
}

const longestReference = 200;

/** What a shell or a template puts in later. */
export function isReference(value: string): boolean {
  return value.length <= longestReference && /^(?:\$\w+|\$\{\w+\}|\$\(.*|\{\{.*|%\w+%)$/s.test(value);
}

/** `/run/token:/x`: the name is one of a file. */
function isPathEnd(text: string, at: number, name: string): boolean {
  return text.charAt(at) === ':' && text.charAt(at - name.length - 1) === '/';
}
