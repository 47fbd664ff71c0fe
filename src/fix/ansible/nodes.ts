import { Scalar } from 'yaml';
import { isPlainText } from '../quote.ts';

/**
 * Text in which Ansible expands nothing: `!unsafe`, in quotes. A block would not do for several lines: to libyaml a tab
 * at its start is an error.
 * Throws on anything but printable ASCII and tabs: the plan has to turn such values into advice before they get here.
 */
export function unsafe(text: string): Scalar {
  if (!text.split(/[\n\t]/).every(isPlainText)) throw new Error('a playbook is written in printable ASCII');
  const scalar = new Scalar(text);
  scalar.tag = '!unsafe';
  scalar.type = text.includes('\n') ? Scalar.QUOTE_DOUBLE : Scalar.QUOTE_SINGLE;
  return scalar;
}
