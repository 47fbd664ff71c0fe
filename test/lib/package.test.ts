import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packageFile, packageVersion } from '../../src/lib/package.ts';

it('reads the version of the package', () => {
  expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
});

it('finds what the package ships, wherever the process was started', () => {
  expect(existsSync(packageFile('checks/'))).toBe(true);
  expect(existsSync(packageFile('templates/'))).toBe(true);
});
