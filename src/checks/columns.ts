import type { Condition } from './types.ts';

/** Columns that a condition on a row judges, each once, in the order of the file. */
export function mentionedColumns(condition: Condition): readonly string[] {
  return [...new Set(collect(condition))];
}

function collect(condition: Condition): readonly string[] {
  const branches = [...(condition.anyOf ?? []), ...(condition.allOf ?? [])];
  if (condition.not) branches.push(condition.not);
  return [
    ...Object.keys(condition.fields ?? {}),
    ...Object.keys(condition.optionalFields ?? {}),
    ...branches.flatMap(collect),
  ];
}
