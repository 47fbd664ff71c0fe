import { createHmac } from 'node:crypto';

/** What stands for a secret. */
export type Mark = (secret: string) => string;

const REDACTED = '[redacted ';
/** What stands for words of a command that no check asks for. */
export const WITHHELD = '[withheld]';

const mostKnown = 10_000;

/** Marks of one run: equal secrets have equal ones, and who lacks the key cannot try which secret it was. */
export function createMark(key: Uint8Array): Mark {
  const known = new Map<string, string>();
  return (secret) => {
    const found = known.get(secret);
    if (found !== undefined) return found;
    if (known.size === mostKnown) known.clear();
    const digest = createHmac('sha256', key).update(secret).digest('hex');
    const made = `${REDACTED}${digest.slice(0, 8)}]`;
    known.set(secret, made);
    return made;
  };
}

/** Whether a text went through redaction and lost a secret. */
export function isRedacted(text: string): boolean {
  return text.includes(REDACTED);
}

const mark = /\[redacted [0-9a-f]{8}\]|\[withheld\]/y;

/** Where the mark ends that stands at this place; the place itself where there is none. */
export function endOfMark(text: string, at: number): number {
  mark.lastIndex = at;
  return mark.test(text) ? mark.lastIndex : at;
}
