import { readFileSync } from 'node:fs';
import type { Outcome } from '../../src/result/types.ts';

const words: Readonly<Record<string, Outcome>> = { '-': 'notApplicable' };
const [header = [], ...rows] = readFileSync(new URL('./truth.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split(/ +/));

/** The true verdict of every check, by its id, on a host of truth.txt. */
export function truth(name: string): Readonly<Record<string, Outcome>> {
  const column = header.indexOf(name);
  if (column < 1) throw new Error(`truth.txt says nothing of ${name}`);
  return Object.fromEntries(
    rows.map(([check = '', ...verdicts]) => {
      const verdict = verdicts[column - 1] ?? '';
      return [check, words[verdict] ?? (verdict as Outcome)];
    }),
  );
}
