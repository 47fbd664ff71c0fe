import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { handlingCodes } from '../../src/commands/work/codes.ts';
import { packageFile } from '../../src/lib/package.ts';
import { sshCodes } from '../../src/ssh/codes.ts';
import { secretSources, secretVariables } from '../../src/ssh/given-secret.ts';

const read = (name: string): string => readFileSync(packageFile(`docs/${name}`), 'utf8');

describe('the list of codes', () => {
  it('is the one that docs/connections.md has', () => {
    const rows = read('connections.md').matchAll(/^\| `([A-Z_]+)` +\| /gm);
    expect([...rows].map(([, code]) => code)).toEqual([...sshCodes, ...handlingCodes]);
  });

  it('is shown case by case in docs/connection-failures.md, but for what is a bug', () => {
    const rows = read('connection-failures.md').matchAll(/^\| [^|]+ \| `([A-Z_]+)` \| \S/gm);
    expect([...new Set([...rows].map(([, code]) => code))].toSorted()).toEqual(
      sshCodes.filter((code) => code !== 'INTERNAL').toSorted(),
    );
  });
});

describe('the sources of secrets', () => {
  it('are those that docs/connections.md names', () => {
    const names = secretVariables.flatMap((name) => ['', ...secretSources].map((source) => name + source));
    const named = new Set(read('connections.md').match(/PLIMSOLL_[A-Z_]+/g));
    expect([...named].toSorted()).toEqual(names.toSorted());
  });
});
