import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { seconds } from './host-facts.ts';
import { sectionText, wordLines } from './section.ts';

/** What auditctl -R reads where there are no files to join, and what augenrules makes of them where there are. */
export const generatedFile = '/etc/audit/audit.rules';
const directory = '/etc/audit/rules.d/';
const agentDirectory = '/etc/auditbeat/';

/** One line of a rule file. */
export interface RuleLine {
  readonly source: string;
  readonly text: string;
}

/** What a rule names: a directory, something else, nothing in a directory that is there, or nothing without one. */
export type RulePlace = 'directory' | 'file' | 'absent' | 'homeless';

export interface AuditFiles {
  /** Of the files in rules.d, in the order in which augenrules joins them. */
  readonly source: readonly RuleLine[];
  /** Of audit.rules. */
  readonly generated: readonly RuleLine[];
  /** Of another program that loads rules of its own. */
  readonly agent: readonly RuleLine[];
  /** Whether there is a rules.d, out of which augenrules makes audit.rules, even out of no file. */
  readonly isGenerated: boolean;
  /** When audit.rules was written, seconds since the epoch; null where it is not known. */
  readonly generatedAt: number | null;
  /** The awk of this host knows \s, with which augenrules tells comments and settings by their first letters. */
  readonly knowsBlanks: boolean;
  /** What is now where rules name something; null where the collector did not look. */
  readonly places: ReadonlyMap<string, RulePlace> | null;
  /** Names of calls and accounts in rules that the host does not know: "call b64 NAME" and "account NAME". */
  readonly unknownNames: ReadonlySet<string>;
  /** Directories that tmpfiles.d makes below /run before rules are loaded; null where the collector did not look. */
  readonly made: ReadonlySet<string> | null;
}

export function auditFiles(bundle: Bundle): Failable<AuditFiles> {
  return mapFailable(sectionText(bundle, 'audit.files'), (text) => {
    const [source, generated, agent]: [RuleLine[], RuleLine[], RuleLine[]] = [[], [], []];
    const [places, made, unknownNames] = [new Map<string, RulePlace>(), new Set<string>(), new Set<string>()];
    const found = {
      isGenerated: false,
      knowsBlanks: false,
      looked: false,
      generatedAt: null as number | null,
    };
    let [file, isOpen] = ['', false];
    for (const [word, rest] of wordLines(text)) {
      if (word === 'file') file = rest;
      if (word === 'directory' || (word === 'file' && rest.startsWith(directory))) found.isGenerated = true;
      if (word === 'written' && file === generatedFile) found.generatedAt = seconds(rest);
      if (word === 'awk') found.knowsBlanks = rest === 'blanks';
      if (word === 'paths') found.looked = true;
      if (word === 'path') readPlace(rest, places);
      if (word === 'made') made.add(rest);
      if (word === 'unknown') unknownNames.add(rest);
      if (word === '|' && isJoined(file)) {
        const last = isOpen ? source.pop() : undefined;
        source.push(last === undefined ? { source: file, text: rest } : { ...last, text: last.text + rest });
        isOpen = false;
      } else if (word === '|' && file === generatedFile) generated.push({ source: file, text: rest });
      else if (word === '|' && file.startsWith(agentDirectory)) agent.push({ source: file, text: rest });
      if (word === 'unended' && isJoined(file)) isOpen = true;
    }
    const { looked, ...rest } = found;
    return {
      ...rest,
      source,
      generated,
      agent,
      unknownNames,
      places: looked ? places : null,
      made: looked ? made : null,
    };
  });
}

/** augenrules splits the names of files at blanks, so that such a file is not found; see the loop over `ls` in it. */
function isJoined(file: string): boolean {
  return file.startsWith(directory) && !/\s/.test(file);
}

function readPlace(text: string, into: Map<string, RulePlace>): void {
  const [, kind, path = ''] = /^(directory|file|absent|homeless) (\/.*)$/.exec(text) ?? [];
  if (kind !== undefined) into.set(path, kind as RulePlace);
}

/**
 * The lines as augenrules puts them: without comments, the last -D without an option, -b and -f at the top and the last
 * -e at the end. From version 4 on it takes carriage returns away.
 */
export function joinedLines(
  { source, knowsBlanks }: AuditFiles,
  version: number | null,
): readonly RuleLine[] {
  const blanks = knowsBlanks ? '\\s*' : '';
  const is = (pattern: string): ((line: RuleLine) => boolean) => {
    const expression = new RegExp(`^${blanks}${pattern}`);
    return ({ text }) => expression.test(text);
  };
  const special = [knowsBlanks ? '-D\\s*$' : '-D$', '-b', '-f', '-e'].map(is);
  const lines = source
    .map(({ source: file, text }) => ({ source: file, text: version === 3 ? text : text.replace(/\r$/, '') }))
    .filter(({ text }) => text !== '' && !is('#')({ source: '', text }));
  const [clear, backlog, failure, enable] = special.map((matches) => lines.findLast(matches));
  const rest = lines.filter((line) => !special.some((matches) => matches(line)));
  return [clear, backlog, failure, ...rest, enable].filter((line) => line !== undefined);
}
