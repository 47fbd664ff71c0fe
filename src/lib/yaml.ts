import {
  Composer,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  YAMLParseError,
  type CST,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Json } from './json.ts';
import { visible } from './text.ts';

export type KeyPath = readonly (string | number)[];

/** A YAML text with its value, and where in the text each key is. */
export interface YamlFile {
  readonly file: string;
  readonly value: Json;
  /** What Python's reader would warn of, `file:line: …` each. */
  readonly warnings: readonly string[];
  /** `file:line` of the key at the path, or of the nearest thing above it. */
  readonly at: (path: KeyPath) => string;
  /** The scalar at the path as it was written, as in `0644`; null when there is none. */
  readonly source: (path: KeyPath) => string | null;
  /** The tag of the value at the path, as in `!vault`; null when there is none. */
  readonly tag: (path: KeyPath) => string | null;
}

/** What a kind of file may have beyond the plain kind. */
export interface YamlOptions {
  /** Most characters; 64 Ki unless said otherwise. */
  readonly maxLength?: number;
  /** As Python's reader takes it: aliases, merge keys, tags on values, `yes` for true, and the last of equal keys. */
  readonly python?: boolean;
}

const maxDepth = 50;
/** Most values that a document may come to, each alias counted as what it stands for. */
const MOST_NODES = 2_000_000;
/** Most words, signs, blanks and line ends of a document. */
const MOST_LEXEMES = 1_000_000;
/** What follows the first syntax errors is mostly their echo. */
const maxSyntaxErrors = 5;

/**
 * Parses one YAML document, 1.2 unless `python`, of the plain kind: no aliases, no tags, no keys that are not scalars.
 * A value with a tag that only `python` lets through is the text behind the tag; `tag` tells it.
 * @returns the file, or what is wrong with it, one `file:line: …` each.
 */
export function readYaml(
  file: string,
  content: string,
  { maxLength = 64 * 1024, python = false }: YamlOptions = {},
): YamlFile | readonly string[] {
  if (content.length > maxLength) return [`${file}:1: longer than ${maxLength} characters`];
  // A carriage return alone ends a line too, which the parser does not know.
  const text = content.replaceAll(/\r(?!\n)/g, '\n');
  const lines = new LineCounter();
  const document = compose(text, lines, python);
  if (typeof document === 'string') return [`${file}:1: ${document}`];
  const at = (position: number) => `${file}:${lines.linePos(position).line}`;
  const warnings = python ? [] : document.warnings;
  const syntax = [...document.errors, ...warnings].slice(0, maxSyntaxErrors);
  const problems = syntax.map(({ pos, message }) => `${at(pos[0])}: ${visible(message, 300)}`);
  if (problems.length > 0) return problems;
  const refused: string[] = [];
  const repeated: string[] = [];
  refuse(document.contents, python, {
    wrong: (node, reason) => refused.push(`${at(startOf(node))}: ${reason}`),
    repeated: (node, key) =>
      repeated.push(`${at(startOf(node))}: ${visible(key, 60)} is there twice: the last counts`),
  });
  if (refused.length > 0) return refused;
  if (python && weightOf(document) > MOST_NODES)
    return [`${file}:1: with its aliases written out it would have more than ${MOST_NODES} values`];
  try {
    return fileOf(file, document, at, repeated);
  } catch (error) {
    // An alias of what it stands in.
    return [`${file}:1: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function fileOf(
  file: string,
  document: Document,
  at: (position: number) => string,
  warnings: readonly string[],
): YamlFile {
  return {
    file,
    warnings,
    // How much comes of aliases was bounded.
    value: document.toJS({ maxAliasCount: -1 }) as Json,
    at: (path: KeyPath) => at(walk(document, path).position),
    source: (path: KeyPath) => {
      const { node } = walk(document, path);
      return isScalar(node) && node.source !== undefined ? node.source : null;
    },
    tag: (path: KeyPath) => {
      const { node } = walk(document, path);
      return isNode(node) ? (node.tag ?? null) : null;
    },
  };
}

/**
 * Stops the first, not recursive, stage of the parser at a nesting that is too deep: the next one recurses, and a
 * text of nothing but brackets would not only exhaust its stack but may abort the process. So it does where there are
 * too many words and signs: each takes a hundred times its memory.
 * @returns what there is too much of, if so.
 */
function compose(text: string, lines: LineCounter, python: boolean): Document | string {
  const seen = { tooMuch: '' };
  function* tokens(): Generator<CST.Token> {
    const parser = new Parser(lines.addNewLine);
    lines.addNewLine(0);
    let count = 0;
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme);
      count += 1;
      if (parser.stack.length > maxDepth) seen.tooMuch = 'nested too deeply';
      if (count > MOST_LEXEMES) seen.tooMuch = `more than ${MOST_LEXEMES} words and signs`;
      if (seen.tooMuch !== '') return;
    }
    yield* parser.end();
  }
  // The parser's own search for keys that are there twice takes quadratic time.
  const options = { prettyErrors: false, uniqueKeys: false, ...(python && { version: '1.1' as const }) };
  const [first, second] = new Composer(options).compose(tokens(), true, text.length);
  if (seen.tooMuch !== '' || first === undefined) return seen.tooMuch;
  if (second !== undefined) {
    const message = 'Source contains multiple documents';
    const [start, end] = second.range;
    first.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', message));
  }
  return first;
}

interface Report {
  readonly wrong: (node: unknown, reason: string) => void;
  readonly repeated: (node: unknown, key: string) => void;
}

function refuse(node: unknown, python: boolean, report: Report): void {
  if (isAlias(node) && !python)
    return report.wrong(node, 'aliases (*name) are not allowed here: write the value out');
  if (!isCollection(node)) return;
  const keys = new Set<string>();
  for (const item of node.items) {
    if (!isPair(item)) refuse(item, python, report);
    else if (!isScalar(item.key)) report.wrong(item.key ?? node, 'a key must be plain text');
    else {
      const key = String(item.key.value);
      const isMerge = python && key === '<<';
      if (keys.has(key) && !python) report.wrong(item.key, 'Map keys must be unique');
      else if (keys.has(key) && !isMerge) report.repeated(item.key, key);
      keys.add(key);
      refuse(item.value, python, report);
    }
  }
}

/** How many values a document comes to with every alias written out; an alias of what is not there yet is none. */
function weightOf(document: Document): number {
  const anchors = new Map<string, number>();
  const weigh = (node: unknown): number => {
    if (isAlias(node)) return anchors.get(node.source) ?? 1;
    let weight = 1;
    if (isPair(node)) weight = weigh(node.key) + weigh(node.value);
    else if (isCollection(node)) for (const item of node.items) weight += weigh(item);
    if (isNode(node) && !isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, weight);
    return weight;
  };
  return weigh(document.contents);
}

function walk(document: Document, path: KeyPath): { readonly position: number; readonly node: unknown } {
  let node: unknown = document.contents;
  let position = startOf(node);
  for (const step of path) {
    const child = childOf(node, step);
    position = startOf(isPair(child) ? child.key : child) || position;
    node = isPair(child) ? child.value : child;
  }
  return { position, node };
}

function childOf(node: unknown, step: string | number): unknown {
  if (isMap(node)) return indexOf(node).get(String(step));
  return isSeq(node) ? node.items[Number(step)] : undefined;
}

const indices = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** A map's pairs by key: a file may have ten thousand hosts, and each asks for its line. */
function indexOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = indices.get(map);
  if (known !== undefined) return known;
  const pairs = map.items.flatMap((item) =>
    isScalar(item.key) ? [[String(item.key.value), item] as const] : [],
  );
  const index = new Map(pairs);
  indices.set(map, index);
  return index;
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
