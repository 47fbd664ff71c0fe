import { isObject, sameJson } from '../lib/json.ts';
import type { Json } from '../lib/json.ts';
import type { Member } from './json-text.ts';

/** A top-level key, the value it is to have, and the marks of the steps that want it. */
export interface Setting {
  readonly key: string;
  readonly value: Json;
  readonly marks: readonly number[];
}

/**
 * The file after the fixes, one member after the other, every line opened by a tag and a space:
 * `=` a member that stays, `-1,2` one that goes and `+1,2` one that comes with step 1 or 2, `|` the lines below its first.
 * The order and the spelling of what stays are the file's own; new keys follow at the end.
 */
export function settingLines(
  members: readonly Member[],
  indent: string,
  settings: readonly Setting[],
): string[] {
  const wanted = new Map(settings.map((setting) => [setting.key, setting]));
  const lines = members.flatMap((member) => {
    const setting = wanted.get(member.key);
    wanted.delete(member.key);
    if (setting === undefined || isSatisfied(member.value, setting.value))
      return tagged('=', indent, member.text);
    const marks = setting.marks.join(',');
    const value = mergedValue(member.value, setting.value);
    return [
      ...tagged(`-${marks}`, indent, member.text),
      ...tagged(`+${marks}`, indent, memberText(member.key, value, indent)),
    ];
  });
  const added = [...wanted.values()].flatMap(({ key, value, marks }) =>
    tagged(`+${marks.join(',')}`, indent, memberText(key, value, indent)),
  );
  return [...lines, ...added];
}

/** Whether a key that has `current` needs no change to have `wanted`. */
export function isSatisfied(current: Json | undefined, wanted: Json): boolean {
  return current !== undefined && sameJson(mergedValue(current, wanted), current);
}

/** Objects are merged, so that options nobody asked to change survive; everything else is replaced. */
export function mergedValue(current: Json | undefined, wanted: Json): Json {
  if (!isObject(current) || !isObject(wanted)) return wanted;
  const merged = new Map(Object.entries(current));
  for (const [key, value] of Object.entries(wanted)) merged.set(key, mergedValue(merged.get(key), value));
  return Object.fromEntries(merged);
}

/** One member of the new file, and the marks of the steps with which it comes and goes. */
export interface MemberLine {
  readonly text: string;
  /** It is there only with one of these, unless there are none. */
  readonly with: readonly number[];
  /** It is not there with any of these. */
  readonly without: readonly number[];
}

/** What `settingLines` says, member by member. */
export function memberLines(lines: readonly string[]): MemberLine[] {
  const members: MemberLine[] = [];
  for (const line of lines) {
    const tag = line.slice(0, line.indexOf(' '));
    const text = line.slice(tag.length + 1);
    const above = tag === '|' ? members.pop() : undefined;
    if (above === undefined) members.push({ text, with: marksOf(tag, '+'), without: marksOf(tag, '-') });
    else members.push({ ...above, text: `${above.text}\n${text}` });
  }
  return members;
}

function marksOf(tag: string, sign: string): number[] {
  return tag.startsWith(sign) ? tag.slice(1).split(',').map(Number) : [];
}

/** The file for the chosen steps: what the script's own `daemon_compose` writes. */
export function composed(lines: readonly string[], chosen: ReadonlySet<number>): string {
  const isChosen = (mark: number): boolean => chosen.has(mark);
  const members = memberLines(lines)
    .filter((member) => member.with.length === 0 || member.with.some(isChosen))
    .filter((member) => !member.without.some(isChosen));
  return members.length === 0 ? '{\n}\n' : `{\n${members.map(({ text }) => text).join(',\n')}\n}\n`;
}

function memberText(key: string, value: Json, indent: string): string {
  const text = JSON.stringify(value, null, indent || '  ');
  return `${JSON.stringify(key)}: ${text.replaceAll('\n', `\n${indent}`)}`;
}

function tagged(tag: string, indent: string, text: string): string[] {
  const [first = '', ...rest] = escaped(text).split('\n');
  return [`${tag} ${indent}${first}`, ...rest.map((line) => `| ${line}`)];
}

/** In valid JSON such characters stand in strings only, where \u says the same; a carriage return is white space. */
function escaped(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
