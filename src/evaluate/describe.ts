import { keywordsOf, type Keyword } from '../checks/vocabulary.ts';
import type { Condition } from '../checks/types.ts';
import { property, type Json } from '../lib/json.ts';
import { modeWords } from '../lib/mode.ts';
import { joinWords, words } from './words.ts';

/** A condition in plain words that read well after "is", "expected" or "where". */
export function describe(condition: Condition): string {
  const telling = tellingKeywords(condition);
  const parts = telling.map((keyword) => {
    const either = keyword === 'anyOf' && telling.length > 1 ? 'either ' : '';
    return either + phrases[keyword](condition[keyword]);
  });
  return parts.length === 0 ? 'set' : parts.join(' and ');
}

/** "at least 1" already says that it is a number. */
function tellingKeywords(condition: Condition): readonly Keyword[] {
  const keywords = keywordsOf(condition);
  return keywords.length > 1 ? keywords.filter((keyword) => keyword !== 'type') : keywords;
}

/** One keyword with its operand in plain words. */
export function describeKeyword(keyword: Keyword, operand: unknown): string {
  return phrases[keyword](operand);
}

const maxAlternatives = 20;

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'not set',
};

type Phrase = (operand: unknown) => string;

const phrases: Readonly<Record<Keyword, Phrase>> = {
  fields: (fields) => columns(fields, (name, text) => `${name} is ${text}`),
  optionalFields: (fields) => columns(fields, (name, text) => `${name}, if set, is ${text}`),
  type: (name) => typeNames[String(name)] ?? String(name),
  const: (value) => words(value as Json),
  in: (list) => (Array.isArray(list) ? oneOf(list) : `one of ${literal(list)}`),
  like: (list) => (Array.isArray(list) ? `like ${oneOf(list)}` : `like one of ${literal(list)}`),
  minimum: (bound) => `at least ${literal(bound)}`,
  maximum: (bound) => `at most ${literal(bound)}`,
  minLength: (bound) => (bound === 1 ? 'not empty' : `at least ${literal(bound)} characters long`),
  minItems: (bound) =>
    bound === 1 ? 'a list that is not empty' : `a list of at least ${literal(bound)} items`,
  maxItems: (bound) => (bound === 0 ? 'an empty list' : `a list of at most ${literal(bound)} items`),
  items: (condition) => `a list in which every item is ${describe(condition as Condition)}`,
  contains: (condition) => `a list with ${describe(condition as Condition)}`,
  not: (condition) => negated(condition as Condition),
  anyOf: (branches) => joinWords((branches as readonly Condition[]).map(alternative), 'or'),
  allOf: (branches) => joinWords((branches as readonly Condition[]).map(describe), 'and'),
  maxMode: (mode) => `at most ${modeWords(String(mode))}`,
  covers: (path) => `${String(path)} or a directory above it`,
  startsWith: (prefix) => `text that begins with ${words(prefix as Json)}`,
  version: (oldest) => `version ${literal(oldest)} or later`,
};

/** In brackets where it says several things, so that it is clear what belongs together. */
function alternative(condition: Condition): string {
  const columnsNamed = Object.keys({ ...condition.fields, ...condition.optionalFields }).length;
  const isCompound = columnsNamed > 1 || tellingKeywords(condition).length > 1;
  return isCompound ? `(${describe(condition)})` : describe(condition);
}

function negated(condition: Condition): string {
  const [keyword, ...more] = keywordsOf(condition);
  return keyword === 'contains' && more.length === 0
    ? `without ${describe(condition.contains as Condition)}`
    : `not ${describe(condition)}`;
}

function columns(fields: unknown, phrase: (name: string, text: string) => string): string {
  const parts = Object.entries(fields as Record<string, Condition>);
  return joinWords(
    parts.map(([name, condition]) => phrase(name, describe(condition))),
    'and',
  );
}

function oneOf(list: readonly Json[]): string {
  if (list.length === 0) return 'one of an empty list';
  const shown = list.slice(0, maxAlternatives).map(words);
  const more = list.length - shown.length;
  return joinWords(more > 0 ? [...shown, `one of ${more} more`] : shown, 'or');
}

function literal(operand: unknown): string {
  const parameter = property(operand, '$param');
  return typeof parameter === 'string' ? `the parameter ${parameter}` : String(operand);
}
