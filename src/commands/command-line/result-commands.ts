import { command, group } from './command.ts';
import {
  diffOptions,
  editedOption,
  jsonOption,
  judgeOptions,
  outOption,
  outputOptions,
  targetOptions,
} from './options.ts';

const reportWord = {
  report: { type: 'string', demandOption: true, describe: 'report.json of an audit' },
} as const;

export const evaluate = command({
  usage: 'evaluate <bundles..>',
  describe: 'Judge stored bundles; no host is contacted',
  words: { bundles: { type: 'string', array: true, demandOption: true, describe: 'Bundle files' } },
  flags: { limit: targetOptions.limit, ...judgeOptions },
  run: async (args, context) => (await import('../evaluate.ts')).evaluate(args, context),
});

export const report = command({
  usage: 'report <report>',
  describe: 'Render a report.json again',
  words: reportWord,
  flags: { ...editedOption, ...outputOptions },
  run: async (args, context) => (await import('../report.ts')).report(args, context),
});

export const diff = command({
  usage: 'diff <old> <new>',
  describe: 'What changed between two report.json files',
  words: {
    old: { type: 'string', demandOption: true, describe: 'The earlier report.json' },
    new: { type: 'string', demandOption: true, describe: 'The later report.json' },
  },
  flags: { ...jsonOption, ...diffOptions, ...editedOption },
  run: async (args, context) => (await import('../diff.ts')).diff(args, context),
});

export const fix = command({
  usage: 'fix <report>',
  describe: 'Write the fix scripts of a report.json',
  words: reportWord,
  flags: {
    host: { ...targetOptions.host, describe: 'Only these hosts: name or glob (repeatable)' },
    ...outOption('fix'),
    ...editedOption,
  },
  run: async (args, context) => (await import('../fix.ts')).fix(args, context),
});

export const history = group('history', 'Runs that --history keeps', [
  command({
    usage: 'list <dir>',
    describe: 'One line a run: when, of which scope, what it came to, and whether its report is kept',
    words: { dir: { type: 'string', demandOption: true, describe: 'Folder of --history' } },
    flags: jsonOption,
    run: async (args, context) => (await import('../history.ts')).listHistory(args, context),
  }),
]);
