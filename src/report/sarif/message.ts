import { visible } from '../../lib/text.ts';

/** Text for a SARIF message, on one line and never empty; `[words](target)` in it would become a link. */
export function messageText(text: string): string {
  return visible(text, 1000).trim().replaceAll('](', '] (') || 'No more is known.';
}
