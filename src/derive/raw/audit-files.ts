import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { parseRule, type AuditRule } from './audit-rule.ts';
import { sectionText, wordLines } from './section.ts';

const generatedFile = '/etc/audit/audit.rules';
const directory = '/etc/audit/rules.d';

/** One line of a rule file. */
interface Line {
  readonly source: string;
  readonly text: string;
}

/** What the rule files leave behind once they are loaded. */
export interface FileRules {
  /** In the order in which they stand then. */
  readonly rules: readonly AuditRule[];
  /** The file that ends with auditing switched off, by -e 0; null where none does. */
  readonly switchedOff: string | null;
}

/** The rules of all files. */
export function fileRules(bundle: Bundle): Failable<readonly AuditRule[]> {
  return mapFailable(ruleLines(bundle), ({ source, generated }) =>
    [source, generated].flatMap((lines) => loaded(lines).rules),
  );
}

/**
 * What the next boot loads. augenrules writes audit.rules anew out of the files in rules.d, even out of none, so what
 * stands in audit.rules alone is lost.
 */
export function bootRules(bundle: Bundle): Failable<FileRules> {
  return mapFailable(ruleLines(bundle), ({ source, generated, isGenerated }) =>
    loaded(isGenerated ? source : generated),
  );
}

interface RuleLines {
  /** Of the files in rules.d, as augenrules joins them. */
  readonly source: readonly Line[];
  /** Of audit.rules. */
  readonly generated: readonly Line[];
  readonly isGenerated: boolean;
}

function ruleLines(bundle: Bundle): Failable<RuleLines> {
  return mapFailable(sectionText(bundle, 'audit.files'), (text) => {
    const [source, generated]: [Line[], Line[]] = [[], []];
    let file = '';
    let isGenerated = false;
    for (const [word, rest] of wordLines(text)) {
      if (word === 'file') file = rest;
      if (word === 'directory' || (word === 'file' && rest.startsWith(`${directory}/`))) isGenerated = true;
      if (word === '|')
        (file === generatedFile ? generated : source).push({ source: file, text: rest.trim() });
    }
    return { source: joined(source), generated, isGenerated };
  });
}

/** augenrules takes a -D without an option to the top and the last -e to the end. */
function joined(lines: readonly Line[]): readonly Line[] {
  const isSwitch = ({ text }: Line): boolean => text.startsWith('-e');
  const last = lines.findLast(isSwitch);
  const rest = lines.filter((line) => !isSwitch(line) && line.text !== '-D');
  return last === undefined ? rest : [...rest, last];
}

/** One line after another, as auditctl -R goes through them. */
function loaded(lines: readonly Line[]): FileRules {
  let rules: readonly AuditRule[] = [];
  let switchedOff: string | null = null;
  for (const { source, text } of lines) {
    const [option = '', ...words] = text.split(/\s+/);
    const enable = /^-e\s*(\d)/.exec(text)?.[1];
    if (enable !== undefined) switchedOff = enable === '0' ? source : null;
    // Nothing is taken any more once the rules are locked.
    if (enable === '2') break;
    if (option === '-D')
      rules = words.length === 0 ? [] : rules.filter((rule) => !hasKey(rule, words.at(-1)));
    else if (/^-[Wd]/.test(option)) rules = rules.filter((rule) => !isDeleted(rule, text));
    else if (option.startsWith('-A')) rules = [...parseRule(text, source), ...rules];
    else rules = [...rules, ...parseRule(text, source)];
  }
  return { rules, switchedOff };
}

function hasKey(rule: AuditRule, key: string | undefined): boolean {
  return rule.text.split(/\s+(?:-k\s*)?|=/).includes((key ?? '').replace(/^-k/, ''));
}

/**
 * Whether a line of -W or -d deletes a rule. The kernel compares all of it; which spellings are the same rule is not
 * worth telling, so that one that records is taken for deleted as soon as its path is, and one that hides only when
 * it is written the same.
 */
function isDeleted(rule: AuditRule, text: string): boolean {
  const [deleted] = parseRule(text.replace(/^-W/, '-w').replace(/^-d/, '-a'), rule.source);
  if (deleted === undefined || deleted.list !== rule.list || deleted.action !== rule.action) return false;
  return rule.action === 'always' ? deleted.path === rule.path : deleted.text.slice(2) === rule.text.slice(2);
}
