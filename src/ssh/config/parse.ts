import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { PlimsollError } from '../../lib/errors.ts';
import { unreadable } from '../../lib/files.ts';
import { expandGlob } from './glob.ts';

/** One line of ssh_config. */
export interface Line {
  /** `file:line` */
  readonly at: string;
  /** In lower case. */
  readonly keyword: string;
  readonly values: readonly string[];
  /** The lines of each file that an Include names; null where only the client can tell which these are. */
  readonly included: readonly (readonly Line[])[] | null;
}

/** As OpenSSH has it. */
const MOST_LEVELS = 16;

/**
 * Reads an ssh_config file and those it includes. One that is missing, or is a folder, is empty for OpenSSH; not so
 * one that was asked for by name.
 * @param folder where relative names of Include count from
 * @param home the home folder, for `~`
 * @throws PlimsollError CONFIG_INVALID for what cannot be read, FILE_UNREADABLE for a missing file that is `required`.
 */
export async function readConfigFile(
  file: string,
  folder: string,
  home: string,
  required: boolean,
  level = 0,
): Promise<readonly Line[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => error as NodeJS.ErrnoException);
  if (typeof text !== 'string') {
    if (!required && (text.code === 'ENOENT' || text.code === 'EISDIR')) return [];
    throw unreadable(`the ssh_config ${file}`, text);
  }
  if (level > MOST_LEVELS) throw invalid(`${file}:1`, 'too many levels of Include');
  const lines: Line[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const at = `${file}:${index + 1}`;
    const words = splitLine(raw);
    if (words === undefined) throw invalid(at, 'expected a closing quote');
    const [keyword, ...values] = words;
    if (keyword === undefined) continue;
    const include = keyword.toLowerCase() === 'include' ? await filesOf(values, folder, home) : [];
    const included =
      include &&
      (await Promise.all(include.map((name) => readConfigFile(name, folder, home, false, level + 1))));
    lines.push({ at, keyword: keyword.toLowerCase(), values, included });
  }
  return lines;
}

function invalid(at: string, problem: string): PlimsollError {
  return new PlimsollError('CONFIG_INVALID', `${at}: ${problem}`);
}

/**
 * `Keyword value "other value"`, `Keyword=value`, with quotes, escapes and comments as OpenSSH's argv_split has them
 * (misc.c).
 */
function splitLine(raw: string): readonly string[] | undefined {
  const line = raw.replace(/^[ \t\r]+|[ \t\r\f]+$/g, '');
  if (line === '' || line.startsWith('#')) return [];
  const [, keyword = '', rest = ''] = /^([^\s=]+)(?:\s*=\s*|\s+|$)(.*)$/s.exec(line) ?? [];
  const words = [keyword];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < rest.length; at++) {
    const character = rest[at] ?? '';
    const next = rest[at + 1] ?? '';
    const isBlank = character === ' ' || character === '\t';
    if (character === '\\' && (/["'\\]/.test(next) || (quote === '' && next === ' '))) {
      word = `${word ?? ''}${next}`;
      at++;
    } else if (quote === '' && isBlank) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === '' && character === '#' && word === undefined) break;
    else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (character === quote) quote = '';
    else word = `${word ?? ''}${character}`;
  }
  if (quote !== '') return undefined;
  return word === undefined ? words : [...words, word];
}

/** Null where only the client can tell: variables, tokens, homes of others. */
async function filesOf(
  patterns: readonly string[],
  folder: string,
  home: string,
): Promise<readonly string[] | null> {
  const found: string[] = [];
  for (const pattern of patterns) {
    if (/[%$]|^~(?!\/)/.test(pattern)) return null;
    const name = pattern.startsWith('~/') ? join(home, pattern.slice(2)) : pattern;
    const files = await expandGlob(isAbsolute(name) ? name : join(folder, name));
    if (files === undefined) return null;
    found.push(...files);
  }
  return found;
}
