import { countedAs } from '../../result/tally.ts';
import type { CheckResult, Severity, Tally } from '../../result/types.ts';

export type Status = Exclude<keyof Tally, 'score' | 'attested'>;

interface StatusText {
  readonly status: Status;
  readonly glyph: string;
  readonly word: string;
  readonly meaning: string;
}

/** How each status is shown, the most pressing first. Never by colour alone. */
export const statuses: readonly StatusText[] = [
  {
    status: 'fail',
    glyph: '✗',
    word: 'Fail',
    meaning:
      'At least one subject is not as the check expects. What was found stands beside what was expected.',
  },
  {
    status: 'error',
    glyph: '!',
    word: 'Error',
    meaning:
      'Could not be determined: a fact was missing, unreadable or cut short. The reason says what was missing and how to grant it. Counts against the score.',
  },
  {
    status: 'manual',
    glyph: '?',
    word: 'Manual',
    meaning:
      'A person must judge. The gathered facts are shown; nothing is counted for or against the score.',
  },
  {
    status: 'waived',
    glyph: '~',
    word: 'Waived',
    meaning:
      'Failed, and a waiver that is in force accepts it. The finding is still shown; it is left out of the score.',
  },
  { status: 'pass', glyph: '✓', word: 'Pass', meaning: 'Every subject that was looked at is as expected.' },
  {
    status: 'notApplicable',
    glyph: '–',
    word: 'N/A',
    meaning: 'There is nothing on this host that the check is about. The reason says why.',
  },
];

const byStatus = new Map(statuses.map((text) => [text.status, text]));

/** The status a result is shown and counted under. */
export function statusOf(result: CheckResult): StatusText {
  return statusText(countedAs(result));
}

export function statusText(status: Status): StatusText {
  const text = byStatus.get(status);
  if (text === undefined) throw new Error(`no such status: ${status}`);
  return text;
}

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};
