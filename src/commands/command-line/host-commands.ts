import { command, group } from './command.ts';
import {
  checkOptions,
  connectOptions,
  jsonOption,
  judgeOptions,
  outOption,
  outputOptions,
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
