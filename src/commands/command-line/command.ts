import type { Argv, InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { Context } from '../context.ts';
import { optionGroups, type Talk } from './options.ts';

export type Flags = Readonly<Record<string, Options>>;
type Words = Readonly<Record<string, PositionalOptions>>;

/** What a command takes and does. */
interface Spec<F extends Flags, W extends Words> {
  /** As in `show <ids..>`. */
  readonly usage: string;
  readonly describe: string;
  /** The words of `usage` that stand for something. */
  readonly words: W;
  readonly flags: F;
  /** Imports what it needs only now: help and completion are to be quick. */
  readonly run: (args: InferredOptionTypes<F> & InferredOptionTypes<W>, context: Context) => Promise<number>;
}

/** Where the words of a command line have led to. */
export interface Place {
  readonly usage: string;
  /** Names of the commands that may come next. */
  readonly commands: readonly string[];
  /** Names of the words of `usage`. */
  readonly words: readonly string[];
  readonly flags: Flags;
}

/** What a command is declared with. */
export interface Parsing {
  /** The flags with their defaults from the environment and the configuration file. */
  readonly withDefaults: (flags: Flags) => Flags;
  /** Called at each command on the way to the one that is run. */
  readonly enter: (place: Place) => void;
  readonly run: (work: (context: Context) => Promise<number>, talk: Talk) => Promise<void>;
}

/** A command that can be declared to the parser. */
export interface Command {
  readonly name: string;
  /** Its flags, or those of the commands below it. */
  readonly flags: Flags;
  readonly declare: (parser: Argv<Talk>, parsing: Parsing) => void;
}

export function command<F extends Flags, W extends Words>(spec: Spec<F, W>): Command {
  type Args = InferredOptionTypes<F> & InferredOptionTypes<W>;
  const { usage, describe, flags } = spec;
  const words = Object.entries(spec.words);
  return {
    name: usage.split(' ')[0] ?? usage,
    flags,
    declare(parser, { enter, run, withDefaults }) {
      parser.command<Talk>(
        usage,
        describe,
        (y) => {
          enter({ usage, commands: [], words: words.map(([word]) => word), flags });
          for (const [word, option] of words) y.positional(word, option);
          return declareFlags(y, withDefaults(flags));
        },
        // The parser holds them to what is declared here.
        (args) => {
          const whole: unknown = { ...emptyLists(flags), ...args };
          return run((context) => spec.run(whole as Args, context), args);
        },
      );
    },
  };
}

/** Commands behind a common word, as in `checks list`. */
export function group(name: string, describe: string, members: readonly Command[]): Command {
  const commands = members.map((member) => member.name);
  const choices = commands.map((member) => `plimsoll ${name} ${member}`).join(', ');
  return {
    name,
    flags: flagsOf(members),
    declare(parser, parsing) {
      parser.command<Talk>(name, describe, (y) => {
        parsing.enter({ usage: name, commands, words: [], flags: {} });
        for (const member of members) member.declare(y, parsing);
        return y.demandCommand(1, `Say what to do: ${choices}.`);
      });
    },
  };
}

/** All flags of some commands; of those with the same name, the first. */
export function flagsOf(commands: readonly Command[]): Flags {
  return Object.fromEntries(commands.flatMap(({ flags }) => Object.entries(flags)).reverse());
}

/** A flag that takes a value must get one: `--limit` and no more would mean all hosts. */
export function declareFlags(parser: Argv, flags: Flags): Argv<Talk> {
  const empty = emptyLists(flags);
  for (const [name, { default: value, ...option }] of Object.entries(flags)) {
    const shown = value === undefined || name in empty ? {} : { default: value as unknown };
    parser.option(name, { ...option, ...shown, requiresArg: option.type !== 'boolean' });
  }
  for (const [title, options] of Object.entries(optionGroups))
    parser.group(
      Object.keys(options).filter((name) => name in flags),
      title,
    );
  return parser as Argv<Talk>;
}

/** Defaults that the help would show as `[]`; so the parser is not told of them. */
function emptyLists(flags: Flags): Readonly<Record<string, readonly never[]>> {
  const lists = Object.entries(flags).filter(
    ([, { default: value }]) => Array.isArray(value) && value.length === 0,
  );
  return Object.fromEntries(lists.map(([name]) => [name, []]));
}
