import { command, group } from './command.ts';
import { casesOption, checkOptions, choiceOptions, jsonOption, outOption } from './options.ts';
import { schemaNames } from './schema-names.ts';

export const checks = group('checks', 'The catalogue of checks', [
  command({
    usage: 'list',
    describe: 'One line a check',
    words: {},
    flags: { ...choiceOptions, ...jsonOption },
    run: async (args, context) => (await import('../checks.ts')).listChecks(args, context),
  }),
  command({
    usage: 'show <ids..>',
    describe: 'Everything about checks, as YAML',
    words: {
      ids: {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'Id, tag, number of an item or section, or ID:NUMBER of another benchmark',
      },
    },
    flags: {
      benchmark: choiceOptions.benchmark,
      checks: choiceOptions.checks,
      profile: choiceOptions.profile,
    },
    run: async (args, context) => (await import('../checks.ts')).showChecks(args, context),
  }),
  command({
    usage: 'lint <dir>',
    describe: 'Hold a folder of checks to the language, and run their cases',
    words: { dir: { type: 'string', demandOption: true, describe: 'Folder with check files' } },
    flags: casesOption,
    run: async (args, context) => (await import('../checks.ts')).lintFolder(args, context),
  }),
  command({
    usage: 'try <file> <bundle>',
    describe: 'Judge one check file on a bundle: the verdict, and what decided for every row',
    words: {
      file: { type: 'string', demandOption: true, describe: 'Check file' },
      bundle: { type: 'string', demandOption: true, describe: 'Bundle of plimsoll collect' },
    },
    flags: { params: checkOptions.params },
    run: async (args, context) => (await import('../checks/try-check.ts')).tryCheck(args, context),
  }),
  command({
    usage: 'docs',
    describe: 'Write one page a check, and an index per benchmark',
    words: {},
    flags: { ...outOption('docs/checks'), ...casesOption },
    run: async (args, context) => (await import('../checks/check-docs.ts')).documentChecks(args, context),
  }),
]);

export const waivers = group('waivers', 'Accepted failures', [
  command({
    usage: 'lint <file>',
    describe: 'Hold a waiver file to its rules, and say which waivers want attention',
    words: { file: { type: 'string', demandOption: true, describe: 'Waiver file' } },
    flags: {
      report: { type: 'string', describe: 'report.json to see which waivers are needed' },
      benchmark: choiceOptions.benchmark,
      checks: choiceOptions.checks,
    },
    run: async (args, context) => (await import('../waivers.ts')).lintWaivers(args, context),
  }),
]);

export const params = group('params', 'Parameters of checks', [
  command({
    usage: 'list',
    describe: 'Every parameter: type, default, checks that use it',
    words: {},
    flags: { checks: choiceOptions.checks, ...jsonOption },
    run: async (args, context) => (await import('../params.ts')).listParameters(args, context),
  }),
]);

export const schema = command({
  usage: 'schema <name>',
  describe: 'Print a JSON Schema',
  words: { name: { choices: schemaNames, demandOption: true, describe: 'Of what' } },
  flags: {},
  run: async (args, context) => (await import('../schema.ts')).printSchema(args.name, context),
});
