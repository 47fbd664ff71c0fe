import type { Case } from '../../checks/case-file.ts';
import { mentionedColumns } from '../../checks/columns.ts';
import { parameterTypes } from '../../checks/parameters.ts';
import type { Check } from '../../checks/types.ts';
import { describe } from '../../evaluate/describe.ts';
import { nounOf } from '../../evaluate/nouns.ts';
import { joinWords } from '../../evaluate/words.ts';
import { catalogue } from '../../facts/catalogue/index.ts';
import type { Benchmark, Fix, Outcome } from '../../result/types.ts';

const outcomes: Readonly<Record<Outcome, string>> = {
  pass: 'pass',
  fail: 'fail',
  manual: 'a person must judge',
  notApplicable: 'not applicable',
  error: 'error',
};

/**
 * The page of one check, in Markdown.
 * @param benchmarks all that are known
 */
export function checkPage(check: Check, cases: readonly Case[], benchmarks: readonly Benchmark[]): string {
  const parts = [
    `# ${plain(check.title)}`,
    facts(check, benchmarks),
    section('Why', plain(check.rationale)),
    section('How it is decided', decision(check)),
    section('Parameters', parameters(check)),
    section('Proven by', proofs(cases)),
    section('By hand', ['```text', check.verify, '```'].join('\n')),
    section('Fix', fixText(check.fix)),
    section('References', check.references.map((address) => `- <${address}>`).join('\n')),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Whether facts alone decide the check, or what must be set for them to. */
export function decidedBy(check: Check): string {
  const ofFix = updateParameters(check.fix);
  const open = Object.entries(check.params).filter(
    ([name, { default: value }]) => value === undefined && !ofFix.includes(name),
  );
  if (open.length === 0) return 'facts';
  return `facts and ${joinWords(
    open.map(([name]) => `\`${name}\``),
    'and',
  )}; a person until then`;
}

function facts(check: Check, benchmarks: readonly Benchmark[]): string {
  const places = benchmarks.flatMap((benchmark) => placesIn(benchmark, check));
  return [
    '|     |     |',
    '| --- | --- |',
    row('id', `\`${check.id}\``),
    row('When it fails', plain(check.failureTitle ?? '')),
    ...(places.length === 0 ? [row('Benchmarks', 'beyond them')] : places),
    row('Severity', check.severity),
    row('Decided by', decidedBy(check)),
    row('Tags', check.tags.join(', ')),
  ].join('\n');
}

/** A row for each item that the check answers, as in `5.4, level 1, manual`. */
function placesIn({ title, items }: Benchmark, { id }: Check): readonly string[] {
  return items
    .filter(({ checks }) => checks.includes(id))
    .map(({ number, level, assessment }) =>
      row(
        plain(title),
        [
          number,
          ...(level === null ? [] : [`level ${level}`]),
          ...(assessment === null ? [] : [assessment]),
        ].join(', '),
      ),
    );
}

function decision(check: Check): string {
  const table = catalogue.get(check.each);
  const noun = nounOf(check.each);
  const scope = [
    check.keys ? `${table?.key ?? 'key'} is ${joinWords(check.keys, 'or')}` : '',
    check.when ? describe(check.when) : '',
  ].filter((part) => part !== '');
  const wanted = {
    every: `Every ${noun.one} in scope must be one of which ${describe(check.expect)}.`,
    some: `There must be a ${noun.one} of which ${describe(check.expect)}.`,
    none: `There may be no ${noun.one} of which ${describe(check.expect)}.`,
  }[check.match];
  const names = [...new Set([...mentionedColumns(check.when ?? {}), ...mentionedColumns(check.expect)])];
  const columns = names.map((name) => row(`\`${name}\``, plain(table?.columns[name]?.description ?? '')));
  return [
    `Looks at the table \`${check.each}\`: ${plain(table?.description ?? '')}`,
    scope.length === 0 ? '' : `In scope: ${plain(scope.join(', and '))}.`,
    plain(wanted),
    ['| column | says |', '| --- | --- |', ...columns].join('\n'),
    'What could not be determined is an error, never a pass.',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function parameters(check: Check): string {
  const rows = Object.entries(check.params).map(([name, { type, description, default: value }]) =>
    row(
      `\`${name}\``,
      parameterTypes[type],
      value === undefined ? 'none' : `\`${JSON.stringify(value)}\``,
      plain(description),
    ),
  );
  return rows.length === 0
    ? ''
    : ['| name | is | default | says |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function proofs(cases: readonly Case[]): string {
  return cases.length === 0
    ? ''
    : [
        '| case | verdict |',
        '| --- | --- |',
        ...cases.map(({ name, outcome }) => row(plain(name), outcomes[outcome])),
      ].join('\n');
}

function fixText(fix: Fix): string {
  const steps = fix.steps === undefined ? [] : [['```text', ...fix.steps, '```'].join('\n')];
  return [plain(fix.text), ...steps, plain(fixKind(fix))].join('\n\n');
}

/** Names of the parameters that say the values which the fix sets. */
function updateParameters({ dockerUpdate }: Fix): readonly string[] {
  return Object.values(dockerUpdate ?? {}).map(({ $param }) => $param);
}

function fixKind(fix: Fix): string {
  const { kind, disruption, restart } = fix;
  const how = {
    automatic: 'The fix script does it.',
    guarded: 'The fix script does it when it is asked for by name.',
    advice: 'It is left to a person: the fix script only says how.',
  }[kind];
  const [parameter] = updateParameters(fix);
  const until = parameter === undefined ? '' : ` Until the parameter ${parameter} is set, it only says how.`;
  return `${how}${until} Disruption of running workloads: ${disruption}.${restart ? ' The daemon must be restarted.' : ''}`;
}

function section(title: string, text: string): string {
  return text === '' ? '' : `## ${title}\n\n${text}`;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Text that Markdown shows as it is. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|#]/g, '\\$&').replaceAll('\n', ' ');
}
