import { mentionedColumns } from '../checks/columns.ts';
import type { Condition } from '../checks/types.ts';
import type { Failure } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { asSentence } from '../lib/text.ts';
import { describe } from './describe.ts';
import type { Issue, Judgement } from './judgement.ts';
import { valuesOf, type Target } from './target.ts';
import { typedWords, words } from './words.ts';

/**
 * The issue that what `condition` is about is not as `expected`. On a row it belongs to the column that the
 * condition is about, or to the whole row when there are several.
 */
export function issueAbout(target: Target, rule: string, condition: Condition, expected: string): Issue {
  if (!target.row) {
    const { path, value } = target;
    return {
      path,
      rule,
      expected,
      actual: value,
      message: `${path} is ${words(value)}, expected ${expected}`,
    };
  }
  const values = valuesOf(target.row, mentionedColumns(condition));
  const facts = values.map(([name, value]) => `${name} is ${words(value)}`).join(' and ');
  const message = `${facts}, expected ${expected}`;
  const [first] = values;
  if (first && values.length === 1) return { path: first[0], rule, expected, actual: first[1], message };
  return { path: '', rule, expected, actual: Object.fromEntries(values), message };
}

/** The one issue of a failed `anyOf` or `not`, in place of those of its branches. */
export function compoundIssue(target: Target, rule: 'anyOf' | 'not', condition: Condition): Issue {
  const expected = describe(condition);
  return issueAbout(target, rule, condition, target.row ? `that ${expected}` : expected);
}

/** The value is of a type that the keyword cannot judge. */
export function mistyped(rule: string, expected: string, expectedJson: Json, target: Target): Judgement {
  const { path } = target;
  const actual = target.row ? null : target.value;
  const message = `${path} is ${typedWords(actual)}, expected ${expected}`;
  return { state: 'mistyped', issues: [{ path, rule, expected: expectedJson, actual, message }] };
}

/** A column that must be set is not. */
export function notSet(path: string, condition: Condition): Judgement {
  const expected = describe(condition);
  const message = expected === 'set' ? `${path} is not set` : `${path} is not set, expected ${expected}`;
  return { state: 'fail', issues: [{ path, rule: 'fields', expected, actual: null, message }] };
}

/** A column could not be determined. */
export function undetermined(path: string, condition: Condition, failure: Failure): Judgement {
  const message = `${path} could not be determined: ${failureText(failure)}`;
  const issue = { path, rule: 'error', expected: describe(condition), actual: null, message };
  return { state: 'error', issues: [issue] };
}

/** What is missing and how to get it, as one text. */
export function failureText({ message, hint }: Failure): string {
  if (hint === '') return message;
  return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${asSentence(hint)}`;
}
