import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends every run with `N passed, N failed, N skipped` on a line of its own, or adds that line to the file
 * named by CLOSING_LINE_FILE. With CI=true a skipped test fails the run: what was not tried is not known to work.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const { passed, failed, skipped } = count(modules);
    const line = `${passed} passed, ${failed + unhandled.length} failed, ${skipped} skipped\n`;
    const refused = process.env.CI === 'true' && skipped > 0;
    if (refused) {
      process.exitCode = 1;
      process.stdout.write('CI=true: a skipped test fails the run.\n');
    }
    const file = process.env.CLOSING_LINE_FILE;
    if (file === undefined) process.stdout.write(line);
    else appendFileSync(file, line);
  }
}

/** A file or a hook that failed outside any test counts as one failure, so that nothing failed goes uncounted. */
function count(modules: readonly TestModule[]): { passed: number; failed: number; skipped: number } {
  const states = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => test.result().state),
  );
  const broken = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  return {
    passed: states.filter((state) => state === 'passed').length,
    failed:
      states.filter((state) => state === 'failed').length +
      broken.filter((suite) => suite.errors().length > 0).length,
    skipped: states.filter((state) => state === 'skipped').length,
  };
}
