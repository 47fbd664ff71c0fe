import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { parseFlags, type Flags } from './dockerd-flags.ts';
import type { DockerdProcess } from './dockerd-process.ts';
import { sectionText, wordLines } from './section.ts';

/** What the files of docker.service say on disk of how it is started. */
interface UnitCommand {
  /** The main process of the running unit. */
  readonly pid: number;
  /** Lines of the unit file and its drop-ins, in the order in which they count. */
  readonly lines: readonly string[];
  /** Files of variables, by path, line by line. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
}

/**
 * The flags of the next dockerd: what systemd would start by its files as they are on disk, where the running one is
 * its unit's. Where that is not known, nothing is said to change.
 */
export function nextFlags(
  bundle: Bundle,
  dockerd: Failable<DockerdProcess>,
  flags: Failable<Flags>,
): Failable<Flags> {
  const command = unitCommand(bundle);
  if (command === null || !dockerd.ok || command.pid !== dockerd.value.pid) return flags;
  const words = commandWords(command);
  return words === null ? flags : mapFailable(flags, () => parseFlags(words));
}

function unitCommand(bundle: Bundle): UnitCommand | null {
  const section = sectionText(bundle, 'systemd.command');
  if (!section.ok) return null;
  let pid = 0;
  const lines: string[] = [];
  const variables = new Map<string, string[]>();
  let into = lines;
  for (const [word, rest] of wordLines(section.value)) {
    if (word === 'main') pid = Number(rest);
    if (word === 'unit') into = lines;
    if (word === 'variables') variables.set(rest, (into = []));
    if (word === '|') into.push(rest);
  }
  return { pid, lines, variables };
}

/** The words of the command, null where it is not dockerd itself, or holds what only systemd can fill in. */
function commandWords({ lines, variables }: UnitCommand): readonly string[] | null {
  const [command, ...more] = effective(lines, 'ExecStart');
  if (command === undefined || more.length > 0) return null;
  const environment = new Map<string, string>();
  const assign = (text: string): void => {
    const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text) ?? [];
    if (name !== undefined && value !== undefined) environment.set(name, value);
  };
  for (const line of effective(lines, 'Environment')) for (const { text } of splitWords(line)) assign(text);
  for (const file of effective(lines, 'EnvironmentFile')) {
    for (const line of variables.get(file.replace(/^-/, '')) ?? []) {
      assign(line.replace(/^([^=]*)=(["'])(.*)\2\s*$/, '$1=$3').trim());
    }
  }
  const words = splitWords(command.replace(/^[-@:+!|]+/, '')).flatMap((word) => expand(word, environment));
  const program = words[0] ?? '';
  return program.endsWith('/dockerd') && !words.some((word) => /%[^%]/.test(word)) ? words : null;
}

/** Values of a setting in order; an empty one takes back those before it. */
function effective(lines: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  for (const line of lines) {
    const [, key, value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== name) continue;
    if (value === '') values.length = 0;
    else values.push(value);
  }
  return values;
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** Words as systemd.syntax(7) has them; a quote begins where a word does. */
function splitWords(text: string): readonly Word[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g)].map(
    ([, double, single, plain]) => ({
      text: (double ?? single ?? plain ?? '').replace(/\\(.)/g, '$1'),
      quoted: plain === undefined,
    }),
  );
}

/** `$NAME` alone becomes the words of its value, `${NAME}` is replaced where it stands; see systemd.service(5). */
function expand({ text, quoted }: Word, environment: ReadonlyMap<string, string>): readonly string[] {
  const alone = quoted ? null : /^\$(\w+)$/.exec(text);
  if (alone !== null) return splitWords(environment.get(alone[1] ?? '') ?? '').map((word) => word.text);
  const filled = text.replace(/\$\{(\w+)\}/g, (_all, name: string) => environment.get(name) ?? '');
  return [filled.replaceAll('$$', () => '$')];
}
