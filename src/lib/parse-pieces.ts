import { isObject } from './json.ts';

/**
 * What JSON.parse makes of a text that comes in pieces. Lists and objects two levels down, such as the hosts of a
 * report, are parsed one at a time, so that a long text need not be in memory as a whole.
 * @throws SyntaxError; RangeError, with what there is too much of, as soon as that is known.
 */
export async function parsePieces(
  pieces: AsyncIterable<string>,
  limits: JsonLimits = unlimited,
): Promise<unknown> {
  const parts: unknown[] = [];
  const seen = { items: 0 };
  const brackets = bracketFinder(seen);
  let length = 0;
  let [depth, part] = [0, ''];
  // The text with a stub for each part: the whole is valid exactly where this and all parts are.
  let frame = '';
  for await (const piece of pieces) {
    let from = 0;
    for (const { at, opens } of brackets(piece)) {
      if (opens && depth === 2) {
        frame += piece.slice(from, at);
        from = at;
      }
      depth += opens ? 1 : -1;
      if (depth > limits.depth) throw new RangeError('nested too deeply');
      if (opens || depth !== 2) continue;
      frame += JSON.stringify({ [stubKey]: parts.push(JSON.parse(part + piece.slice(from, at + 1))) - 1 });
      [from, part] = [at + 1, ''];
    }
    if (depth > 2) part += piece.slice(from);
    else frame += piece.slice(from);
    length += piece.length;
    if (length > limits.length) throw new RangeError(`more than ${limits.length} characters`);
    if (part.length + frame.length > limits.part)
      throw new RangeError(`more than ${limits.part} characters at a stretch`);
    if (seen.items > limits.items || parts.length > limits.parts)
      throw new RangeError('more values than can be held');
  }
  return restored(JSON.parse(frame + part), parts);
}

/** How much a text may have, so that it can be held in memory. */
export interface JsonLimits {
  readonly length: number;
  readonly depth: number;
  /** Lists, objects, and what is in them. */
  readonly items: number;
  /** Lists and objects two levels down. */
  readonly parts: number;
  /** Characters of one of them, and of all that is in none. */
  readonly part: number;
}

const unlimited: JsonLimits = {
  ...{ length: Infinity, depth: Infinity, items: Infinity, parts: Infinity, part: Infinity },
};

const stubKey = 'part';

interface Bracket {
  readonly at: number;
  readonly opens: boolean;
}

/** Finds the brackets in the pieces of one JSON text, but for those inside of strings; counts them, and the commas. */
function bracketFinder(seen: { items: number }): (piece: string) => Iterable<Bracket> {
  let [inString, escaped] = [false, false];
  return function* (piece) {
    for (let at = 0; at < piece.length; at += 1) {
      const character = piece.charAt(at);
      if (escaped) escaped = false;
      else if (inString) [inString, escaped] = [character !== '"', character === '\\'];
      else if (character === '"') inString = true;
      else if (character === ',') seen.items += 1;
      else if (character === '{' || character === '[') {
        seen.items += 1;
        yield { at, opens: true };
      } else if (character === '}' || character === ']') yield { at, opens: false };
    }
  };
}

/** Puts the parts back: every object two levels down is a stub, whatever its text was. */
function restored(frame: unknown, parts: readonly unknown[]): unknown {
  if (typeof frame !== 'object' || frame === null) return frame;
  for (const member of Object.values(frame) as unknown[]) {
    if (typeof member !== 'object' || member === null) continue;
    for (const [key, value] of Object.entries(member)) {
      if (isObject(value)) Object.defineProperty(member, key, { value: parts[Number(value[stubKey])] });
    }
  }
  return frame;
}
