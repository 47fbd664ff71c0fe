import { existsSync, readFileSync } from 'node:fs';
import type { Options } from 'yargs';
import { PlimsollError } from '../lib/errors.ts';
import { isObject, type Json, type JsonObject } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { readYaml } from '../lib/yaml.ts';
import { secretSources, secretVariables } from '../ssh/given-secret.ts';
import { notifyVariable } from './notify.ts';

/** Secrets have names of their own in the environment, and are no flags. */
const secretNames: ReadonlySet<string> = new Set([
  ...secretVariables.flatMap((name) => ['', ...secretSources].map((source) => `${name}${source}`)),
  ...[notifyVariable, `${notifyVariable}_FILE`],
]);

const DEFAULT_FILE = 'plimsoll.yaml';
const PREFIX = 'PLIMSOLL_';

export type Defaults = ReadonlyMap<string, Json>;

/**
 * Defaults for flags: PLIMSOLL_* in the environment, then the configuration file. Names that are no flag are errors.
 * @param known every flag of every command, by name
 */
export function readDefaults(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  known: Readonly<Record<string, Options>>,
): Defaults {
  const fromEnvironment = environmentDefaults(environment, known);
  const named = flagValue(args, '--config') ?? fromEnvironment.get('config');
  const file = typeof named === 'string' ? named : existsSync(DEFAULT_FILE) ? DEFAULT_FILE : undefined;
  const fromFile = file === undefined ? [] : Object.entries(fileDefaults(file, known));
  return new Map([...fromFile, ...fromEnvironment]);
}

/** The flags with their defaults replaced. */
export function withDefaults<T extends Record<string, Options>>(options: T, defaults: Defaults): T {
  const entries = Object.entries(options).map(([name, option]) => {
    const value = defaults.get(name);
    return [name, value === undefined ? option : { ...option, default: value }];
  });
  return Object.fromEntries(entries) as T;
}

function environmentDefaults(
  environment: Readonly<Record<string, string | undefined>>,
  known: Readonly<Record<string, Options>>,
): ReadonlyMap<string, Json> {
  const given = Object.entries(environment).filter(
    ([name]) => name.startsWith(PREFIX) && !secretNames.has(name),
  );
  return new Map(
    given.map(([variable, text = '']) => {
      const name = variable.slice(PREFIX.length).toLowerCase().replaceAll('_', '-');
      const option = known[name];
      if (option === undefined) throw unknownName(`the environment variable ${variable}`, name, known);
      return [name, parseText(variable, text, option)];
    }),
  );
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

function fileDefaults(file: string, known: Readonly<Record<string, Options>>): JsonObject {
  const yaml = readYaml(file, readText(file));
  if (!('value' in yaml)) throw new PlimsollError('CONFIG_INVALID', `${file} cannot be used`, yaml);
  if (!isObject(yaml.value))
    throw new PlimsollError('CONFIG_INVALID', `${file} must be a map from flags to values`);
  for (const [name, value] of Object.entries(yaml.value)) {
    const option = known[name];
    if (option === undefined) throw unknownName(`${yaml.at([name])}: the key ${name}`, name, known);
    const expected = option.array === true ? 'array' : option.type;
    const found = Array.isArray(value) ? 'array' : typeof value;
    if (found !== expected)
      throw new PlimsollError(
        'CONFIG_INVALID',
        `${yaml.at([name])}: ${name} must be a ${expected === 'array' ? 'list' : expected}`,
      );
  }
  return yaml.value;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PlimsollError('FILE_UNREADABLE', `cannot read the configuration ${file}`, [String(cause)], {
      cause,
    });
  }
}

function unknownName(what: string, name: string, known: Readonly<Record<string, Options>>): PlimsollError {
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
