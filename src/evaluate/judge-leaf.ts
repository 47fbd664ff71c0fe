import { property, type Json } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import { describeKeyword } from './describe.ts';
import { mistyped } from './issues.ts';
import { passed, type Judgement } from './judgement.ts';
import { leaves, type LeafKeyword } from './leaves.ts';
import type { Target } from './target.ts';
import { words } from './words.ts';

/** Values of the parameters of one check; a name that is absent has neither a value nor a default. */
export type Parameters = ReadonlyMap<string, Json>;

/** Keywords that judge text: with them a value like "1777" needs no quotes to be read as text. */
const judgesText = new Set<LeafKeyword>(['maxMode', 'version', 'covers', 'startsWith', 'minLength']);

/** Judges one value by one keyword. A value of the wrong type is that even where the parameter is missing. */
export function judgeLeaf(
  keyword: LeafKeyword,
  written: Json,
  target: Target,
  parameters: Parameters,
): Judgement {
  // The validator keeps these keywords off rows: a row has no value of its own.
  if (target.row) throw new Error(`"${keyword}" does not judge a row`);
  const { path, value } = target;
  const parameter = parameterOf(keyword, written);
  const operand = parameter === null ? written : parameters.get(parameter);
  const expected = describeKeyword(keyword, operand ?? written);
  if (!leaves[keyword].reads(value)) return mistyped(keyword, expected, operand ?? expected, target);
  const issue = { path, rule: keyword, expected: operand ?? expected, actual: value };
  if (operand === undefined) {
    const message = `${path} is ${words(value)}; expected ${expected}, which is not set`;
    return { state: 'needsParam', issues: [{ ...issue, message, parameter: parameter ?? '' }] };
  }
  if (leaves[keyword].holds(value, operand)) return passed;
  const asIs = typeof value === 'string' && value !== '' && judgesText.has(keyword);
  const shown = asIs ? visible(value, 200) : words(value);
  return { state: 'fail', issues: [{ ...issue, message: `${path} is ${shown}, expected ${expected}` }] };
}

function parameterOf(keyword: LeafKeyword, written: Json): string | null {
  // What follows `const` is always a literal.
  const name = keyword === 'const' ? undefined : property(written, '$param');
  return typeof name === 'string' ? name : null;
}
