import { defineConfig } from 'vitest/config';

const minutes = 60_000;

/** What only computes: nothing is left behind that another file could meet, so that they share their modules. */
const pure = [
  ...['checks', 'checks-engine', 'derive', 'diff', 'evaluate', 'facts', 'fix', 'fuzz', 'known-wrong', 'lib'],
  ...['relations', 'result'],
].map((folder) => `test/${folder}/**/*.test.ts`);

/** Live tests that use neither a Docker daemon nor the audit rules of the kernel. */
const withoutDocker = [
  'demo',
  'examples',
  'full-disk',
  'report',
  'scripts',
  'ssh',
  'ssh-faults',
  'ssh-messages',
  'ssh-roads',
].map((name) => `test/live/${name}.live.test.ts`);

// What hangs is to fail; how busy the machine is, is not.
const limits = { testTimeout: 5 * minutes, hookTimeout: 5 * minutes };
// By default one core is left idle, which is half of a small machine.
const unit = { ...limits, maxWorkers: '100%' };
// They share one machine: its ports, its Docker daemon, its audit rules.
const live = { ...limits, fileParallelism: false };

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    projects: [
      { test: { ...unit, name: 'pure', include: pure, isolate: false } },
      { test: { ...unit, name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/live/**', ...pure] } },
      { test: { ...live, name: 'live', include: withoutDocker, sequence: { groupOrder: 1 } } },
      {
        test: {
          ...live,
          name: 'docker',
          include: ['test/live/**/*.live.test.ts'],
          exclude: withoutDocker,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
