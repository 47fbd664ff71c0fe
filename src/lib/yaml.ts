import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseDocument,
  Parser,
  type Document,
} from 'yaml';
import type { Json } from './json.ts';
import { visible } from './text.ts';

export type KeyPath = readonly (string | number)[];

/** A YAML text with its value, and where in the text each key is. */
export interface YamlFile {
  readonly file: string;
  readonly value: Json;
  /** `file:line` of the key at the path, or of the nearest thing above it. */
  readonly at: (path: KeyPath) => string;
  /** The scalar at the path as it was written, as in `0644`; null when there is none. */
  readonly source: (path: KeyPath) => string | null;
}

const maxLength = 64 * 1024;
const maxDepth = 50;
/** What follows the first syntax errors is mostly their echo. */
const maxSyntaxErrors = 5;

/**
 * Parses one small YAML 1.2 document of the plain kind: no aliases, no tags, no keys that are not scalars.
 * @returns the file, or what is wrong with it, one `file:line: …` each.
 */
export function readYaml(file: string, text: string): YamlFile | readonly string[] {
  const lines = new LineCounter();
  if (text.length > maxLength) return [`${file}:1: longer than ${maxLength} characters`];
  if (isTooDeep(text)) return [`${file}:1: nested too deeply`];
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const at = (position: number) => `${file}:${lines.linePos(position).line}`;
  const syntax = [...document.errors, ...document.warnings].slice(0, maxSyntaxErrors);
  const problems = syntax.map(({ pos, message }) => `${at(pos[0])}: ${visible(message, 300)}`);
  if (problems.length > 0) return problems;
  const refused: string[] = [];
  refuse(document.contents, (node, reason) => refused.push(`${at(startOf(node))}: ${reason}`));
  if (refused.length > 0) return refused;
  return {
    file,
    value: document.toJS() as Json,
    at: (path: KeyPath) => at(walk(document, path).position),
    source: (path: KeyPath) => {
      const { node } = walk(document, path);
      return isScalar(node) && node.source !== undefined ? node.source : null;
    },
  };
}

/**
 * Asks the first, not recursive, stage of the parser. The next one recurses, and a text of nothing but brackets
 * would not only exhaust its stack but may abort the process.
 */
function isTooDeep(text: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // The generator has to run for the parser to move on.
    Array.from(parser.next(lexeme));
    if (parser.stack.length > maxDepth) return true;
  }
  return false;
}

function refuse(node: unknown, report: (node: unknown, reason: string) => void): void {
  if (isAlias(node)) return report(node, 'aliases (*name) are not allowed here: write the value out');
  if (!isCollection(node)) return;
  for (const item of node.items) {
    if (!isPair(item)) refuse(item, report);
    else if (!isScalar(item.key)) report(item.key ?? node, 'a key must be plain text');
    else refuse(item.value, report);
  }
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
  if (isMap(node)) {
    return node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
  }
  return isSeq(node) ? node.items[Number(step)] : undefined;
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
