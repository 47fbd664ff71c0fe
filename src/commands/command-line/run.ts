import yargs from 'yargs';
import { packageVersion } from '../../lib/package.ts';
import type { Context } from '../context.ts';
import { declareFlags, flagsOf, type Parsing, type Place } from './command.ts';
import { commands } from './commands.ts';
import { readDefaults, withDefaults } from './defaults.ts';
import { misuse, problemOf, reworded } from './misuse.ts';
import { talkOptions, type Talk } from './options.ts';
import { joinStdinArgument } from './stdin-argument.ts';

const usage = `Audits Docker hosts over SSH against the CIS Docker Benchmark.

  plimsoll audit -H root@web-01 -o report/                       audit one host, write report/index.html
  plimsoll audit -i inventory.yaml --limit web --level 1         audit a group of a fleet
  plimsoll evaluate facts/*.json --benchmark cis-docker-1.6.0    judge stored facts again`;

const WIDEST = 110;

/**
 * Parses the command line and runs its command.
 * @param contextFor makes the context once the flags about talking are known
 * @returns the exit status
 * @throws PlimsollError USAGE for what cannot be parsed.
 */
export async function runCommandLine(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  contextFor: (talk: Talk) => Context,
): Promise<number> {
  let status = 0;
  const args = asFlags(given);
  const all = { ...flagsOf(commands), ...talkOptions };
  const defaults = await readDefaults(args, environment, all);
  const top: Place = {
    usage: 'plimsoll',
    commands: [...commands.map(({ name }) => name), 'completion', 'help', 'version'],
    words: [],
    flags: {},
  };
  const path: [Place, ...Place[]] = [top];
  const parsing: Parsing = {
    withDefaults: (flags) => withDefaults(flags, defaults.values, all),
    enter: (place) => path.push(place),
    run: async (work, talk) => {
      const context = contextFor(talk);
      if (defaults.found !== null) context.log.info(`Defaults for flags are those of ${defaults.found}`);
      if (defaults.warning !== null) context.log.warn(defaults.warning);
      status = await work(context);
    },
  };
  const parser = declareFlags(yargs([...joinStdinArgument(args, all)]), parsing.withDefaults(talkOptions));
  for (const { declare } of commands) declare(parser, parsing);
  parser
    .scriptName('plimsoll')
    .usage(usage)
    .command('help [command..]', 'Show what a command takes')
    .command('version', 'Show version number')
    .completion('completion', 'Print a completion script for your shell')
    .demandCommand(1, 'Say what to do: plimsoll audit -H root@HOST is a good start.')
    .parserConfiguration({ 'camel-case-expansion': false, 'dot-notation': false, 'greedy-arrays': false })
    .check((argv) => {
      const problem = problemOf(args, argv, path, all);
      if (problem !== null) throw misuse(problem, path);
      return true;
    }, true)
    .locale('en')
    .wrap(Math.min(WIDEST, process.stdout.columns || WIDEST))
    .version(packageVersion())
    .help()
    .alias('help', 'h')
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      // What a command throws comes through here as it is; what the parser says is text, or an error of its own kind.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw misuse(reworded(message ?? 'it cannot be understood', path.at(-1) ?? top), path);
    });
  await parser.parseAsync();
  return status;
}

/** `help audit` and `version` stand for the flags of the same name. */
function asFlags(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args;
  if (first === 'help') return [...rest, '--help'];
  return first === 'version' ? ['--version', ...rest] : args;
}
