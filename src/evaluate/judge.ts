import type { Condition } from '../checks/types.ts';
import { keywordsOf, type Keyword } from '../checks/vocabulary.ts';
import type { Json } from '../lib/json.ts';
import { describeKeyword } from './describe.ts';
import { compoundIssue, mistyped, notSet, undetermined } from './issues.ts';
import { judgeLeaf, type Parameters } from './judge-leaf.ts';
import { allHold, anyHolds, isViolation, negated, passed, type Judgement } from './judgement.ts';
import { hasMembers, lookUp, member, type Target } from './target.ts';
import { words } from './words.ts';

/**
 * Holds a condition against a row or a value. What a fact or a parameter is missing for stays undecided.
 * All keywords must hold; when the value is not of the stated `type`, that alone is the issue.
 */
export function judge(condition: Condition, target: Target, parameters: Parameters): Judgement {
  const one = (keyword: Keyword) => judgeKeyword(keyword, condition, target, parameters);
  if (condition.type !== undefined) {
    const type = one('type');
    if (type.state !== 'pass') return type;
  }
  return allHold(keywordsOf(condition).map(one));
}

function judgeKeyword(
  keyword: Keyword,
  condition: Condition,
  target: Target,
  parameters: Parameters,
): Judgement {
  switch (keyword) {
    case 'fields':
    case 'optionalFields':
      return judgeFields(keyword, condition[keyword] ?? {}, target, parameters);
    case 'allOf':
      return allHold((condition.allOf ?? []).map((branch) => judge(branch, target, parameters)));
    case 'anyOf':
      return judgeAnyOf(condition.anyOf ?? [], target, parameters);
    case 'not':
      return judgeNot(condition.not ?? {}, target, parameters);
    case 'items':
    case 'contains':
      return judgeList(keyword, condition[keyword] ?? {}, target, parameters);
    default:
      return judgeLeaf(keyword, condition[keyword] ?? null, target, parameters);
  }
}

function judgeAnyOf(branches: readonly Condition[], target: Target, parameters: Parameters): Judgement {
  const parts = branches.map((branch) => judge(branch, target, parameters));
  return anyHolds(parts, () => compoundIssue(target, 'anyOf', { anyOf: branches }));
}

function judgeNot(condition: Condition, target: Target, parameters: Parameters): Judgement {
  const part = judge(condition, target, parameters);
  return negated(part, () => compoundIssue(target, 'not', { not: condition }));
}

function judgeFields(
  keyword: 'fields' | 'optionalFields',
  fields: Readonly<Record<string, Condition>>,
  target: Target,
  parameters: Parameters,
): Judgement {
  if (!hasMembers(target)) {
    return mistyped(keyword, 'an object', 'an object', target);
  }
  const parts = Object.entries(fields).map(([name, condition]) => {
    const found = lookUp(target, name);
    if ('failure' in found) return undetermined(name, condition, found.failure);
    const column = member(target, name, found.value);
    if (found.value !== null) return judge(condition, column, parameters);
    if (keyword === 'optionalFields') return passed;
    return namesNull(condition) ? judge(condition, column, parameters) : notSet(column.path, condition);
  });
  return allHold(parts);
}

/** Whether a condition says by name that null is fine; only then can null satisfy `fields`. */
function namesNull(condition: Condition): boolean {
  if (condition.const === null || condition.type === 'null') return true;
  if (Array.isArray(condition.in) && condition.in.includes(null)) return true;
  return [...(condition.anyOf ?? []), ...(condition.allOf ?? [])].some(namesNull);
}

/** One issue however many items are wrong; for `items` it shows those that are. */
function judgeList(
  keyword: 'items' | 'contains',
  condition: Condition,
  target: Target,
  parameters: Parameters,
): Judgement {
  const { path } = target;
  const expected = describeKeyword(keyword, condition);
  const list: Json = target.row ? null : target.value;
  if (!Array.isArray(list)) return mistyped(keyword, expected, expected, target);
  const parts = list.map((value: Json) => judge(condition, { path, value }, parameters));
  const issue = (actual: Json, message: string) => ({ path, rule: keyword, expected, actual, message });
  if (keyword === 'contains') {
    return anyHolds(parts, () => issue(list, `${path} is ${words(list)}, expected ${expected}`));
  }
  const all = allHold(parts);
  if (!isViolation(all.state)) return all;
  const wrong = list.filter((_item, index) => isViolation(parts[index]?.state ?? 'pass'));
  return { state: all.state, issues: [issue(wrong, `${path} holds ${words(wrong)}, expected ${expected}`)] };
}
