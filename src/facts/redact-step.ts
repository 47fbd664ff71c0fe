import { withheldCommand, withheldWords, type Withholder } from './redact-command.ts';
import type { Mark } from './redact-mark.ts';
import { isSecretName } from './redact-names.ts';
import { keptNames, keptText, type Place } from './redact-words.ts';
import { loginOf } from './redact-urls.ts';

const nothing: Place = { names: 'none', digests: false };

/**
 * A build step of an image with what checks ask about. Of variables, build arguments and labels the names stay, and
 * that a value is empty.
 */
export function withheldStep(step: string, mark: Mark): string {
  return stepBy(step, { mark, heard: () => undefined });
}

/** By what the secrets are known that programs of a step were given, as in `curl -u`. */
export function secretsGiven(step: string): readonly string[] {
  const names = new Set<string>();
  stepBy(step, { mark: (secret) => secret, heard: (name) => names.add(name) });
  if (/identified by \[redacted /i.test(step)) names.add('IDENTIFIED BY');
  return [...names];
}

const NOP = '#(nop)';

function stepBy(step: string, by: Withholder): string {
  const nop = step.slice(0, 200).indexOf(NOP);
  const begin = nop === -1 ? 0 : endOfBlanks(step, nop + NOP.length);
  const [before, text] = [step.slice(0, begin), step.slice(begin)];
  const word = /^[A-Z]{1,20}(?= )/.exec(text)?.[0] ?? '';
  const from = endOfBlanks(text, word.length);
  return before + text.slice(0, from) + instruction(word, text.slice(from), by);
}

function endOfBlanks(text: string, from: number): number {
  let end = from;
  while (text.charAt(end) === ' ') end += 1;
  return end;
}

function instruction(word: string, rest: string, by: Withholder): string {
  switch (word) {
    case 'ENV':
    case 'ARG':
    case 'LABEL':
      return keptSettings(rest, by.mark);
    case 'CMD':
    case 'ENTRYPOINT':
    case 'SHELL':
    case 'HEALTHCHECK':
      return keptList(rest, by);
    case 'ADD':
    case 'COPY':
    case 'EXPOSE':
    case 'USER':
    case 'WORKDIR':
    case 'VOLUME':
    case 'STOPSIGNAL':
      return keptNames(rest, by.mark);
    case 'MAINTAINER':
      return keptText(rest, nothing, by.mark);
    case 'ONBUILD':
      return stepBy(rest, by);
    default:
      return keptRun(rest, by);
  }
}

/** `|2 A=b C=d /bin/sh -c …`: the values of build arguments stand before the command. */
function keptRun(text: string, by: Withholder): string {
  const count = /^\|\d{1,4} /.exec(text)?.[0];
  if (count === undefined) return withheldCommand(text, by);
  const shell = startOfShell(text, count.length);
  const values = keptSettings(text.slice(count.length, shell).trim(), by.mark);
  const rest = text.slice(shell);
  return `${count}${values}${rest === '' ? '' : ` ${withheldCommand(rest, by)}`}`;
}

/** Where a path stands that `-c` follows; at the end where none does. */
function startOfShell(text: string, from: number): number {
  for (let at = text.indexOf('/', from); at !== -1; at = text.indexOf('/', at + 1)) {
    if (
      text.charAt(at - 1) === ' ' &&
      /^\/[\w./-]{1,100} (?:(?:-[\w-]{1,20}|pipefail) ){0,4}-\w{0,8}c /.test(text.slice(at, at + 200))
    )
      return at;
  }
  return text.length;
}

const name = /^[A-Za-z_][\w./-]*$/;

/** `A=b c D=e`: values may hold blanks, so each ends where the next name begins. `ENV A b` is the oldest form. */
function keptSettings(text: string, mark: Mark): string {
  const comment = text.endsWith(' # buildkit') ? ' # buildkit' : '';
  const found: { readonly name: string; readonly value: string[] }[] = [];
  for (const word of text.slice(0, text.length - comment.length).split(/\s/)) {
    const equals = word.indexOf('=');
    if (equals > 0 && name.test(word.slice(0, equals).replaceAll('"', '')))
      found.push({ name: word.slice(0, equals), value: [word.slice(equals + 1)] });
    else if (found.length > 0) found.at(-1)?.value.push(word);
    else if (name.test(word)) found.push({ name: word, value: [] });
    else if (word !== '') return keptText(text, nothing, mark);
  }
  return (
    found
      .map((setting) => keptSetting(setting.name, setting.value.join(' ').trim(), setting.value, mark))
      .join(' ') + comment
  );
}

function keptSetting(named: string, value: string, parts: readonly string[], mark: Mark): string {
  if (parts.length === 0) return named;
  if (/^["']*$/.test(value)) return `${named}=""`;
  return `${named}=${keptValueOf(named, value, mark)}`;
}

/** A switch stays, for it may turn verification off; that an address held a password is still to be seen. */
function keptValueOf(named: string, value: string, mark: Mark): string {
  if (/^(?:[a-z][a-z0-9+.-]{0,20}:\/\/\[redacted [0-9a-f]{8}\]@)?\[redacted [0-9a-f]{8}\]$/i.test(value))
    return value;
  if (isSecretName(named)) return mark(value);
  if (/^["']?(?:true|false|yes|no|on|off|0|1)["']?$/i.test(value)) return value;
  const start = value.indexOf('://') + 3;
  const login = start === 2 ? '' : loginOf(value.slice(start));
  if (!/^[^:]*:./.test(login)) return mark(value);
  const scheme =
    /[a-z][a-z0-9+.-]{0,20}:\/\/$/i.exec(value.slice(Math.max(0, start - 24), start))?.[0] ?? '://';
  return `${scheme}${mark(login)}@${mark(value.slice(0, start) + value.slice(start + login.length + 1))}`;
}

/** Words in quotes, with or without commas between them, in a list: `["redis-cli" "-a" "…"]`. */
function keptList(text: string, by: Withholder): string {
  const open = text.indexOf('[');
  const words = open === -1 ? null : quotedWords(text, open + 1);
  if (words === null) return withheldCommand(text, by);
  const kept = keptTest(words, by).map((word) => JSON.stringify(word));
  const comment = text.endsWith(' # buildkit') ? ' # buildkit' : '';
  return `${text.startsWith('&{') ? '&{' : ''}[${kept.join(' ')}]${comment}`;
}

/** The test of a health check: how it is run, and the command. */
export function keptTest(words: readonly string[], by: Withholder): readonly string[] {
  const [kind = '', ...command] = words;
  if (!/^CMD(?:-SHELL)?$|^NONE$/.test(kind)) return withheldWords(words, by);
  return [
    kind,
    ...(kind === 'CMD' ? withheldWords(command, by) : command.map((line) => withheldCommand(line, by))),
  ];
}

/** What is in quotes; null where a quote does not end, or other than a separator is between. */
function quotedWords(text: string, from: number): readonly string[] | null {
  const words: string[] = [];
  let at = from;
  for (let start = text.indexOf('"', at); start !== -1; start = text.indexOf('"', at)) {
    if (!/^[ ,\]]{0,8}$/.test(text.slice(at, start))) return null;
    let end = start + 1;
    while (end < text.length && text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1;
    if (end >= text.length) return null;
    words.push(unquoted(text.slice(start, end + 1)));
    at = end + 1;
  }
  return words;
}

function unquoted(word: string): string {
  try {
    return String(JSON.parse(word));
  } catch {
    return word.slice(1, -1);
  }
}
