import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../src/lib/package.ts';
import { requires } from './requirements.ts';

const scripts = readdirSync(packageFile('scripts'))
  .filter((name) => name.endsWith('.sh'))
  .map((name) => `scripts/${name}`);

describe.skipIf(requires('shellcheck'))('shell scripts of the project', () => {
  it.each([...scripts, '.ci/run'])('%s passes shellcheck', (file) => {
    expect(execFileSync('shellcheck', [packageFile(file)], { encoding: 'utf8' })).toBe('');
  });
});
