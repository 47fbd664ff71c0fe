import { defineConfig } from 'vitest/config';

const minutes = 60_000;

export default defineConfig({
  test: {
    reporters: ['default', './test/closing-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/live/**'],
          // What hangs is to fail; how busy the machine is, is not.
          testTimeout: 2 * minutes,
          // By default one core is left idle, which is half of a small machine.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'live',
          include: ['test/live/**/*.live.test.ts'],
          // They share one machine: its ports, its Docker daemon, its audit rules.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 2 * minutes,
          hookTimeout: 2 * minutes,
        },
      },
    ],
  },
});
