import { PlimsollError } from '../../lib/errors.ts';
import { didYouMean, nearest } from '../../lib/nearest.ts';
import type { Flags, Place } from './command.ts';
import { talkOptions } from './options.ts';

/** A command line that cannot be used, with the way to the help that is about it. */
export function misuse(message: string, path: readonly Place[]): PlimsollError {
  const words = path.map(({ usage }) => usage).join(' ');
  const command = words.replaceAll(/ <[^>]*>/g, '');
  const help = `${command} --help shows ${path.length === 1 ? 'the commands' : 'all that it takes'}`;
  return new PlimsollError('USAGE', message, words === command ? [help] : [`usage: ${words}`, help]);
}

/** What the parser says, as we say it. */
export function reworded(message: string, { words }: Place): string {
  const given = (name: string): string =>
    words.includes(name) ? name : `${name.length === 1 ? '-' : '--'}${name}`;
  return message
    .replace(/^Not enough non-option arguments.*/, 'an argument is missing')
    .replace(/^Not enough arguments following: (.*)/, (_, name: string) => `${given(name)} lacks a value`)
    .replace(/^Invalid values:/, '')
    .replaceAll(
      /\s*Argument: (.*), Given: (.*), Choices: (.*)/g,
      (_, name: string, _value: string, choices: string) => `${given(name)} must be one of ${choices}; `,
    )
    .replace(/; $/, '');
}

/**
 * What is wrong with a parsed command line; null when nothing is.
 * @param args as typed
 * @param argv as the parser gives it: what is given by name, by its name, all other words in `_`
 * @param path where the words have led to, from `plimsoll` on
 * @param all every flag of every command
 */
export function problemOf(
  args: readonly string[],
  argv: Readonly<Record<string, unknown>>,
  path: readonly [Place, ...Place[]],
  all: Flags,
): string | null {
  const place = path.at(-1) ?? path[0];
  const words = argv['_'] as readonly unknown[];
  const [extra] = words.slice(path.length - 1).map(String);
  if (extra !== undefined && !place.commands.includes(extra)) return wordProblem(extra, place);
  const flags: Flags = { ...talkOptions, ...place.flags };
  const known = new Set(['_', '$0', 'help', 'h', 'version', ...place.words, ...namesOf(flags)]);
  const unknown = Object.keys(argv).find((name) => !known.has(name));
  if (unknown !== undefined) return flagProblem(unknown, flags, all);
  for (const [name, option] of Object.entries(flags)) {
    if (option.array !== true && Array.isArray(argv[name])) return `--${name} is given more than once`;
    if (option.type === 'boolean') {
      if (args.some((arg) => arg.startsWith(`--${name}=`) && !/=(true|false)$/.test(arg)))
        return `--${name} takes no value`;
    } else if ([argv[name]].flat().includes(false)) return `--${name} takes a value`;
  }
  return null;
}

function wordProblem(word: string, { commands, flags }: Place): string {
  if (commands.length > 0) return `there is no command "${word}"${didYouMean(word, commands)}`;
  const flag = nearest(word, Object.keys(flags));
  if (flag !== null) return `"${word}" is one word too many, did you mean "--${flag}"?`;
  return `"${word}" is one word too many${'host' in flags ? '; a host is named with -H' : ''}`;
}

function flagProblem(name: string, flags: Flags, all: Flags): string {
  const typed = name.length === 1 ? `-${name}` : `--${name}`;
  if (namesOf(all).includes(name)) return `${typed} is a flag of other commands, not of this one`;
  const meant = name.length === 1 ? null : nearest(name, Object.keys(flags));
  return `there is no flag ${typed}${meant === null ? '' : `, did you mean "--${meant}"?`}`;
}

function namesOf(flags: Flags): readonly string[] {
  return Object.entries(flags).flatMap(([name, { alias }]) => [name, ...[alias ?? []].flat()]);
}
