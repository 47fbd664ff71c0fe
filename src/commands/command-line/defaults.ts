import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Options } from 'yargs';
import { PlimsollError } from '../../lib/errors.ts';
import { unreadable } from '../../lib/files.ts';
import { isObject, type Json } from '../../lib/json.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { distrust } from '../../lib/trusted.ts';
import { secretSources, secretVariables } from '../../ssh/given-secret.ts';
import { notifyVariable } from '../deliver/notify-variable.ts';
import type { Flags } from './command.ts';

/** Secrets have names of their own in the environment, and are no flags. */
const secretNames: ReadonlySet<string> = new Set([
  ...secretVariables.flatMap((name) => ['', ...secretSources].map((source) => `${name}${source}`)),
  ...[notifyVariable, `${notifyVariable}_FILE`],
]);

const DEFAULT_FILE = 'plimsoll.yaml';
const PREFIX = 'PLIMSOLL_';

export interface Defaults {
  readonly values: ReadonlyMap<string, Json>;
  /** The configuration file of the working folder, where it was taken. */
  readonly found: string | null;
  /** Why it was not. */
  readonly warning: string | null;
}

/**
 * Defaults for flags: PLIMSOLL_* in the environment, then the configuration file: the one that is named, or that of the
 * working folder where nobody but root and the user can have written it. Names that are no flag are errors.
 * @param known every flag of every command, by name
 */
export async function readDefaults(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  known: Flags,
): Promise<Defaults> {
  const fromEnvironment = environmentDefaults(environment, known);
  const named = flagValue(args, '--config') ?? fromEnvironment.get('config');
  const here = typeof named !== 'string' && existsSync(DEFAULT_FILE) ? resolve(DEFAULT_FILE) : null;
  const reason = here === null ? null : await distrust(here);
  const found = reason === null ? here : null;
  const file = typeof named === 'string' ? named : found === null ? undefined : DEFAULT_FILE;
  // The file is chosen by now, and chooses no other.
  const inFile = Object.fromEntries(Object.entries(known).filter(([name]) => name !== 'config'));
  const fromFile = file === undefined ? [] : await fileDefaults(file, inFile);
  const warning = reason && `${here ?? ''} is left out: ${reason}; name it with --config to use it`;
  return { values: new Map([...fromFile, ...fromEnvironment]), found, warning };
}

/**
 * The flags with their defaults replaced.
 * @param known as `readDefaults` takes it: what only a flag of that name elsewhere takes, as `fail-on: high`, which is
 * nothing for `diff`, is left to that one
 */
export function withDefaults(flags: Flags, defaults: Defaults['values'], known: Flags): Flags {
  const entries = Object.entries(flags).map(([name, option]) => {
    const value = defaults.get(name);
    const foreign = !isChoice(value, option) && isChoice(value, known[name]);
    return [name, value === undefined || foreign ? option : { ...option, default: value }];
  });
  return Object.fromEntries(entries) as Flags;
}

function isChoice(value: Json | undefined, option: Options = {}): boolean {
  return option.choices === undefined || option.choices.some((choice) => choice === value);
}

function environmentDefaults(
  environment: Readonly<Record<string, string | undefined>>,
  known: Flags,
): ReadonlyMap<string, Json> {
  const given = Object.entries(environment).filter(
    ([name]) => name.startsWith(PREFIX) && !secretNames.has(name),
  );
  return new Map(
    given.map(([variable, text = '']) => {
      const name = variable.slice(PREFIX.length).toLowerCase().replaceAll('_', '-');
      const flag = flagOf(name, known);
      if (flag === null) throw unknownName(`the environment variable ${variable}`, name, known);
      return [flag.name, flag.meaning(parseText(variable, text, flag.option))];
    }),
  );
}

interface Flag {
  readonly name: string;
  readonly option: Options;
  /** What a value of the name comes to: that of `no-color` is for `color`, and says the opposite. */
  readonly meaning: (value: Json) => Json;
}

function flagOf(name: string, known: Flags): Flag | null {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (option !== undefined) return { name, option, meaning: (value) => value };
  const positive = /^no-(.*)$/.exec(name)?.[1] ?? '';
  const denied = Object.hasOwn(known, positive) ? known[positive] : undefined;
  return denied?.type === 'boolean'
    ? { name: positive, option: denied, meaning: (value) => value !== true }
    : null;
}

function parseText(variable: string, text: string, option: Options): Json {
  if (option.array === true) return text.split(',').filter((item) => item !== '');
  if (option.type === 'boolean') {
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    throw new PlimsollError('CONFIG_INVALID', `${variable} must be true or false`);
  }
  return option.type === 'number' ? Number(text) : text;
}

/** The reader of YAML takes a while to load, and most command lines come without such a file. */
async function fileDefaults(file: string, known: Flags): Promise<readonly (readonly [string, Json])[]> {
  const { readYaml } = await import('../../lib/yaml.ts');
  const yaml = readYaml(file, readText(file));
  if (!('value' in yaml)) throw new PlimsollError('CONFIG_INVALID', `${file} cannot be used`, yaml);
  // Of nothing but remarks.
  if (yaml.value === null) return [];
  if (!isObject(yaml.value))
    throw new PlimsollError('CONFIG_INVALID', `${file} must be a map from flags to values`);
  return Object.entries(yaml.value).map(([name, written]) => {
    const flag = flagOf(name, known);
    if (flag === null) throw unknownName(`${yaml.at([name])}: the key ${name}`, name, known);
    // It is one as a rule.
    const value = name === 'benchmark' && typeof written === 'string' ? [written] : written;
    const problem = typeProblem(value, flag.option);
    if (problem !== null)
      throw new PlimsollError('CONFIG_INVALID', `${yaml.at([name])}: ${name} must be ${problem}`);
    return [flag.name, flag.meaning(value)];
  });
}

/** What a value must be when it is not; a number in a list may have been written as 2.10, and is 2.1. */
function typeProblem(value: Json, { array, type = 'string' }: Options): string | null {
  if (array !== true) return typeof value === type ? null : `a ${type}`;
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  return isList ? null : 'a list of text, numbers in quotes';
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(`the configuration ${file}`, cause);
  }
}

function unknownName(what: string, name: string, known: Flags): PlimsollError {
  return new PlimsollError(
    'CONFIG_INVALID',
    `${what} is no flag of plimsoll${didYouMean(name, Object.keys(known))}`,
  );
}

/** The value of a flag before the command line is parsed: it decides what the defaults are. */
function flagValue(args: readonly string[], flag: string): string | undefined {
  const index = args.indexOf(flag);
  if (index !== -1) return args[index + 1];
  return args.find((arg) => arg.startsWith(`${flag}=`))?.slice(flag.length + 1);
}
