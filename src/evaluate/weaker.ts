import type { Condition } from '../checks/types.ts';
import { keywordsOf, type Keyword } from '../checks/vocabulary.ts';

/** A condition without one of its parts. */
export interface Weaker {
  /** Where the part was, as in `fields.mode.maxMode`. */
  readonly without: string;
  readonly condition: Condition;
}

/**
 * Every condition that `condition` becomes when one of its parts is left out. `{}` asks of a column only that it is
 * shown, and `type` only goes with other keywords: they are no parts of their own.
 */
export function weaker(condition: Condition): readonly Weaker[] {
  return keywordsOf(condition).flatMap((keyword) => withoutPart(condition, keyword));
}

function withoutPart(condition: Condition, keyword: Keyword): readonly Weaker[] {
  switch (keyword) {
    case 'type':
      return [];
    case 'fields':
    case 'optionalFields':
      return inColumns(condition[keyword] ?? {}).map(({ without, columns }) => ({
        without: `${keyword}.${without}`,
        condition: { ...condition, [keyword]: columns },
      }));
    case 'anyOf':
    case 'allOf':
      return inBranches(condition[keyword] ?? []).map(({ without, branches }) => ({
        without: `${keyword}.${without}`,
        condition: { ...condition, [keyword]: branches },
      }));
    case 'not':
    case 'items':
    case 'contains':
      return weaker(condition[keyword] ?? {}).map((part) => ({
        without: `${keyword}.${part.without}`,
        condition: { ...condition, [keyword]: part.condition },
      }));
    default:
      return [{ without: keyword, condition: omit(condition, keyword) }];
  }
}

function inColumns(columns: Readonly<Record<string, Condition>>) {
  return Object.entries(columns).flatMap(([name, condition]) =>
    weaker(condition).map((part) => ({
      without: `${name}.${part.without}`,
      columns: { ...columns, [name]: part.condition },
    })),
  );
}

/** The last branch stays: no branch at all is no weaker condition. */
function inBranches(branches: readonly Condition[]) {
  return branches.flatMap((branch, index) => [
    ...(branches.length > 1 ? [{ without: `${index + 1}`, branches: branches.toSpliced(index, 1) }] : []),
    ...weaker(branch).map((part) => ({
      without: `${index + 1}.${part.without}`,
      branches: branches.with(index, part.condition),
    })),
  ]);
}

function omit(condition: Condition, keyword: Keyword): Condition {
  return Object.fromEntries(Object.entries(condition).filter(([key]) => key !== keyword));
}
