import { isMap, isNode, isPair, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { Json } from '../lib/json.ts';

export type KeyPath = readonly (string | number)[];

/** A YAML text with its value, and where in the text each key is. */
export interface YamlFile {
  readonly file: string;
  readonly value: Json;
  /** `file:line` of the key at the path, or of the nearest thing above it. */
  readonly at: (path: KeyPath) => string;
}

/**
 * Parses one YAML 1.2 document. An empty one is null.
 * @returns the file, or what is wrong with its syntax, one `file:line: …` each.
 */
export function readYaml(file: string, text: string): YamlFile | readonly string[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return document.errors.map(({ pos, code, message }) => {
      // In a block the parser points at the end of what comes before the key.
      const start = code === 'DUPLICATE_KEY' ? skipBlank(text, pos[0]) : pos[0];
      const what = code === 'DUPLICATE_KEY' ? duplicateKey(text, start) : message;
      return `${file}:${lines.linePos(start).line}: ${what}`;
    });
  }
  try {
    // An alias that is expanded too often is refused by the parser (100 times at most).
    const value = document.toJS({ maxAliasCount: 100 }) as Json;
    return { file, value, at: (path: KeyPath) => `${file}:${lines.linePos(offset(document, path)).line}` };
  } catch (error) {
    return [`${file}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function skipBlank(text: string, position: number): number {
  const blank = /(?:\s|#.*)*/y;
  blank.lastIndex = position;
  return position + (blank.exec(text)?.[0].length ?? 0);
}

function duplicateKey(text: string, position: number): string {
  const key = /^[^\s:]*/.exec(text.slice(position, position + 100))?.[0] ?? '';
  return `${key}: is there twice`;
}

function offset(document: Document, path: KeyPath): number {
  let node: unknown = document.contents;
  let found = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    const child = isMap(node)
      ? node.items.find((item) => isNode(item.key) && String(item.key) === String(step))
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined;
    const start = isPair(child) ? child.key : child;
    if (isNode(start)) found = start.range?.[0] ?? found;
    node = isPair(child) ? child.value : child;
  }
  return found;
}
