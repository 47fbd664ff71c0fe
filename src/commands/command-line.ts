import yargs, { type Argv, type Options } from 'yargs';
import { PlimsollError } from '../lib/errors.ts';
import { packageVersion } from '../lib/package.ts';
import { audit } from './audit.ts';
import { documentChecks } from './check-docs.ts';
import { lintFolder, listChecks, showChecks } from './checks.ts';
import { collect } from './collect.ts';
import type { Context } from './context.ts';
import { readDefaults, withDefaults } from './defaults.ts';
import { demo } from './demo.ts';
import { diff } from './diff.ts';
import { evaluate } from './evaluate.ts';
import { fix } from './fix.ts';
import { listHistory } from './history.ts';
import { listInventory } from './inventory.ts';
import {
  acceptOptions,
  checkOptions,
  connectOptions,
  diffOptions,
  notifyOptions,
  outputOptions,
  talkOptions,
  trackOptions,
  targetOptions,
} from './options.ts';
import { plan } from './plan.ts';
import { report } from './report.ts';
import { lintWaivers } from './waivers.ts';
import { printSchema, schemas, type SchemaName } from './schema.ts';
import { joinStdinArgument } from './stdin-argument.ts';

/** Flags of single commands; all others are shared. */
const ownOptions = {
  out: { alias: 'o', type: 'string', describe: 'Folder to write to' },
  json: { type: 'boolean', default: false, describe: 'JSON instead of text' },
  report: { type: 'string', describe: 'report.json to see which waivers are needed' },
  cases: { type: 'string', default: 'test/checks', describe: 'Folder of the case files' },
} as const satisfies Record<string, Options>;

const allOptions = {
  ...talkOptions,
  ...targetOptions,
  ...connectOptions,
  ...checkOptions,
  ...acceptOptions,
  ...trackOptions,
  ...notifyOptions,
  ...outputOptions,
  ...ownOptions,
};

const usage = `Audits Docker hosts over SSH against the CIS Docker Benchmark.

  plimsoll audit -H root@web-01 -o report/                       audit one host, write report/index.html
  plimsoll audit -i inventory.yaml --limit web --level 1         audit a group of a fleet
  plimsoll evaluate facts/*.json --benchmark cis-docker-1.6.0    judge stored facts again`;

export interface Talk {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly progress: boolean;
}

/**
 * Parses the command line and runs its command.
 * @param contextFor makes the context once the flags about talking are known
 * @returns the exit status
 * @throws PlimsollError USAGE for what cannot be parsed.
 */
export async function runCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  contextFor: (talk: Talk) => Context,
): Promise<number> {
  let status = 0;
  const defaults = readDefaults(args, environment, allOptions);
  const options = <T extends Record<string, Options>>(chosen: T): T => withDefaults(chosen, defaults);
  const run = (command: (context: Context) => Promise<number>, talk: Talk): Promise<void> =>
    command(contextFor(talk)).then((result) => {
      status = result;
    });
  const parser = yargs([...joinStdinArgument(args)]) as unknown as Argv<Talk>;
  parser
    .scriptName('plimsoll')
    .usage(usage)
    .options(options(talkOptions))
    .command(
      'audit',
      'Collect, judge and report in one go',
      (y) =>
        y.options(
          options({
            ...targetOptions,
            ...connectOptions,
            ...checkOptions,
            ...acceptOptions,
            ...trackOptions,
            ...notifyOptions,
            ...outputOptions,
          }),
        ),
      (argv) => run((context) => audit(argv, context), argv),
    )
    .command(
      'collect',
      'Only gather: one redacted fact bundle per host',
      (y) =>
        y.options(
          options({ ...targetOptions, ...connectOptions, out: { ...ownOptions.out, default: 'facts' } }),
        ),
      (argv) => run((context) => collect(argv, context), argv),
    )
    .command(
      'evaluate <bundles..>',
      'Judge stored bundles; no host is contacted',
      (y) =>
        y
          .positional('bundles', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'Bundle files',
          })
          .options(
            options({
              ...checkOptions,
              ...acceptOptions,
              ...trackOptions,
              ...notifyOptions,
              ...outputOptions,
            }),
          ),
      (argv) => run((context) => evaluate(argv, context), argv),
    )
    .command(
      'report <report>',
      'Render a report.json again',
      (y) =>
        y
          .positional('report', { type: 'string', demandOption: true, describe: 'report.json of an audit' })
          .options(options(outputOptions)),
      (argv) => run((context) => report(argv, context), argv),
    )
    .command(
      'diff <old> <new>',
      'What changed between two report.json files',
      (y) =>
        y
          .positional('old', { type: 'string', demandOption: true, describe: 'The earlier report.json' })
          .positional('new', { type: 'string', demandOption: true, describe: 'The later report.json' })
          .options({ json: ownOptions.json, ...diffOptions }),
      (argv) => run((context) => diff(argv, context), argv),
    )
    .command(
      'fix <report>',
      'Write the fix scripts of a report.json',
      (y) =>
        y
          .positional('report', { type: 'string', demandOption: true, describe: 'report.json of an audit' })
          .options(
            options({
              host: { ...targetOptions.host, describe: 'Only these hosts: name or glob (repeatable)' },
              out: { ...ownOptions.out, default: 'fix' },
            }),
          ),
      (argv) => run((context) => fix(argv, context), argv),
    )
    .command(
      'plan',
      'Print the script that a host would run; connects to nothing',
      (y) => y.options(options({ ...checkOptions, 'docker-socket': targetOptions['docker-socket'] })),
      (argv) => run((context) => plan(argv, context), argv),
    )
    .command('checks', 'The catalogue of checks', (y) =>
      y
        .command(
          'list',
          'One line a check',
          (z) => z.options(options({ ...checkOptions, json: ownOptions.json })),
          (argv) => run((context) => listChecks(argv, context), argv),
        )
        .command(
          'show <ids..>',
          'Everything about checks, as YAML',
          (z) =>
            z
              .positional('ids', {
                type: 'string',
                array: true,
                demandOption: true,
                describe: 'Slug, CIS number, section or tag',
              })
              .options(options(checkOptions)),
          (argv) => run((context) => showChecks({ ...argv, ids: argv.ids.map(String) }, context), argv),
        )
        .command(
          'lint <dir>',
          'Hold a folder of checks to the language, and run their cases',
          (z) =>
            z
              .positional('dir', { type: 'string', demandOption: true })
              .options(options({ cases: ownOptions.cases })),
          (argv) => run((context) => lintFolder(argv, context), argv),
        )
        .command(
          'docs',
          'Write one page a check, and an index per edition',
          (z) =>
            z.options(
              options({ out: { ...ownOptions.out, default: 'docs/checks' }, cases: ownOptions.cases }),
            ),
          (argv) => run((context) => documentChecks(argv, context), argv),
        )
        .demandCommand(1, 'Say what to do with the checks: list, show, lint or docs.'),
    )
    .command('inventory', 'The hosts of an inventory', (y) =>
      y
        .command(
          'list',
          'What the inventory comes to, host by host',
          (z) => z.options(options({ ...targetOptions, json: ownOptions.json })),
          (argv) => run((context) => listInventory(argv, context), argv),
        )
        .demandCommand(1, 'Say what to do with the inventory: list.'),
    )
    .command('waivers', 'Accepted failures', (y) =>
      y
        .command(
          'lint <file>',
          'Hold a waiver file to its rules, and say which waivers want attention',
          (z) =>
            z.positional('file', { type: 'string', demandOption: true, describe: 'Waiver file' }).options(
              options({
                report: ownOptions.report,
                benchmark: checkOptions.benchmark,
                checks: checkOptions.checks,
              }),
            ),
          (argv) => run((context) => lintWaivers(argv, context), argv),
        )
        .demandCommand(1, 'Say what to do with the waivers: lint.'),
    )
    .command('history', 'Runs that --history keeps', (y) =>
      y
        .command(
          'list <dir>',
          'One line a run: when, of which scope, what it came to, and whether its report is kept',
          (z) =>
            z
              .positional('dir', { type: 'string', demandOption: true, describe: 'Folder of --history' })
              .options({ json: ownOptions.json }),
          (argv) => run((context) => listHistory(argv, context), argv),
        )
        .demandCommand(1, 'Say what to do with the history: list.'),
    )
    .command(
      'schema <name>',
      'Print a JSON Schema',
      (y) => y.positional('name', { choices: Object.keys(schemas) as SchemaName[], demandOption: true }),
      (argv) => run((context) => printSchema(argv.name, context), argv),
    )
    .command(
      'demo',
      'Audit a sample fleet over real SSH on loopback; nothing to set up',
      (y) => y.options(options({ output: outputOptions.output })),
      (argv) => run((context) => demo(argv, context), argv),
    )
    .completion('completion', 'Print a completion script for your shell')
    .demandCommand(1, 'Say what to do: plimsoll audit -H root@HOST is a good start.')
    .strict()
    .recommendCommands()
    .parserConfiguration({ 'camel-case-expansion': false, 'greedy-arrays': false })
    .check((argv) => onlyOnce(argv), true)
    .wrap(Math.min(110, process.stdout.columns || 110))
    .version(packageVersion())
    .help()
    .alias('help', 'h')
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      // yargs hands on what a command throws, and its own messages as text.
      const hint = 'plimsoll --help shows the commands and their flags';
      const said = message?.replace(/\s+/g, ' ') ?? 'unusable command line';
      throw error ?? new PlimsollError('USAGE', said, [hint]);
    });
  await parser.parseAsync();
  return status;
}

/** A flag that takes one value must not be given two. */
function onlyOnce(argv: Readonly<Record<string, unknown>>): true {
  const singles = Object.entries(allOptions).filter(([, option]) => !('array' in option));
  const twice = singles.find(([name]) => Array.isArray(argv[name]));
  if (twice !== undefined) throw new PlimsollError('USAGE', `--${twice[0]} is given more than once`);
  return true;
}
