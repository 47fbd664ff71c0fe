import { command, group } from './command.ts';
import {
  checkOptions,
  connectOptions,
  jsonOption,
  listFormatOption,
  judgeOptions,
  outOption,
  outputOptions,
  rowOptions,
  targetOptions,
} from './options.ts';

export const audit = command({
  usage: 'audit',
  describe: 'Collect, judge and report in one go',
  words: {},
  flags: { ...targetOptions, ...connectOptions, ...judgeOptions },
  run: async (args, context) => (await import('../audit.ts')).audit(args, context),
});

export const collect = command({
  usage: 'collect',
  describe: 'Only gather: one redacted fact bundle per host',
  words: {},
  flags: { ...targetOptions, ...connectOptions, ...outOption('facts') },
  run: async (args, context) => (await import('../collect.ts')).collect(args, context),
});

export const plan = command({
  usage: 'plan',
  describe: 'Print the script that a host would run; connects to nothing',
  words: {},
  flags: { ...checkOptions, 'docker-socket': targetOptions['docker-socket'] },
  run: async (args, context) => (await import('../plan.ts')).plan(args, context),
});

export const ping = command({
  usage: 'ping',
  describe: 'Log in, become root, find the engine: one line a host, nothing judged',
  words: {},
  flags: { ...targetOptions, ...connectOptions, ...listFormatOption },
  run: async (args, context) => (await import('../ping.ts')).ping(args, context),
});

export const facts = command({
  usage: 'facts [words..]',
  describe: 'The tables that checks see, of a bundle or of a host: facts FILE|-H HOST [TABLE]',
  words: {
    words: {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Bundle file, unless a host is named, and a table [which tables there are]',
    },
  },
  flags: { ...targetOptions, ...connectOptions, ...rowOptions, ...jsonOption },
  run: async (args, context) => (await import('../facts.ts')).facts(args, context),
});

export const inventory = group('inventory', 'The hosts of an inventory', [
  command({
    usage: 'list',
    describe: 'What the inventory comes to, host by host',
    words: {},
    flags: { ...targetOptions, ...jsonOption },
    run: async (args, context) => (await import('../inventory.ts')).listInventory(args, context),
  }),
]);

export const demo = command({
  usage: 'demo',
  describe: 'Audit a sample fleet over real SSH on loopback; nothing to set up',
  words: {},
  flags: { output: { ...outputOptions.output, describe: 'Report folder [plimsoll-demo]' } },
  run: async (args, context) => (await import('../demo.ts')).demo(args, context),
});
