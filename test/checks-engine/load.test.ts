import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/checks/compiled.ts';
import { loadChecks, readChecks, shippedChecks } from '../../src/checks/load.ts';
import type { Check } from '../../src/checks/types.ts';
import { PlimsollError } from '../../src/lib/errors.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'plimsoll-checks-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A whole check file; `changes` replace lines by their key, null drops them. */
function checkText(id: string, changes: Readonly<Record<string, string | null>> = {}): string {
  const lines: Record<string, string | null> = {
    id,
    title: 'An example',
    severity: 'low',
    rationale: 'Because.',
    each: 'docker.files',
    expect: '{ fields: { mode: { maxMode: "0644" } } }',
    verify: 'stat',
    fix: '{ kind: advice, disruption: none, restart: false, text: Change it. }',
    references: '[]',
    tags: '[files]',
    ...changes,
  };
  return Object.entries(lines)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

function write(name: string, text: string): void {
  writeFileSync(path.join(directory, name), text);
}

async function problemsOf(...directories: readonly string[]): Promise<readonly string[]> {
  try {
    await loadChecks(directories.length > 0 ? directories : [directory]);
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'CHECKS_INVALID') {
      return error.details.map((detail) => detail.replaceAll(`${directory}/`, ''));
    }
    throw error;
  }
  return [];
}

async function problemsWith(changes: Readonly<Record<string, string | null>>): Promise<readonly string[]> {
  write('a.yaml', checkText('a', changes));
  return problemsOf();
}

describe('loadChecks', () => {
  it('fills in what a file leaves out', async () => {
    write('a.yaml', checkText('a'));
    expect(await loadChecks([directory])).toMatchObject([{ id: 'a', match: 'every', params: {} }]);
  });

  it('sorts by id', async () => {
    for (const id of ['c', 'a', 'b']) write(`${id}.yaml`, checkText(id));
    expect((await loadChecks([directory])).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('reports everything that is wrong in all files at once, by line', async () => {
    write('a.yaml', checkText('b', { each: 'docker.file', severity: 'hgih' }));
    write('c.yaml', checkText('c', { expect: '{ fields: { mod: { maxMode: "0644" } } }', extra: '1' }));
    write('d.yaml', 'id: [\n');
    const problems = await problemsOf();
    expect(problems.slice(0, 5)).toEqual([
      'a.yaml:3: severity: must be critical, high, medium, low',
      'a.yaml:1: id: must be "a", like the file',
      'a.yaml:5: each: there is no table "docker.file", did you mean "docker.files"?',
      'c.yaml:11: extra: unknown key',
      'c.yaml:6: expect.fields.mod: the table docker.files has no column "mod", did you mean "mode"?',
    ]);
    expect(problems.slice(5).every((problem) => problem.startsWith('d.yaml:'))).toBe(true);
    expect(problems.length).toBeGreaterThan(5);
  });

  it('refuses the same id twice and a parameter with two types', async () => {
    const params = (type: string) => ({
      expect: `{ fields: { ${type === 'strings' ? 'owner: { in' : 'uid: { minimum'}: { $param: p } } } }`,
      params: `{ p: { type: ${type}, description: x } }`,
    });
    write('a.yaml', checkText('a', params('strings')));
    write('b.yaml', checkText('b', params('integer')));
    expect(await problemsOf(directory, directory)).toEqual([
      expect.stringContaining('a.yaml:1: id: "a" is taken by'),
      expect.stringContaining('b.yaml:1: id: "b" is taken by'),
      expect.stringContaining('b.yaml:1: params.p: is of type strings in'),
      expect.stringContaining('b.yaml:1: params.p: is of type strings in'),
    ]);
  });

  it('says which directory cannot be read or holds no checks', async () => {
    await expect(loadChecks([`${directory}/none`])).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    expect(await problemsOf()).toEqual([expect.stringContaining('there is no check file')]);
  });

  it('follows links within the directory, as Kubernetes makes them, and none that lead out of it', async () => {
    mkdirSync(path.join(directory, '..2026'));
    writeFileSync(path.join(directory, '..2026/a.yaml'), checkText('a'));
    symlinkSync('..2026', path.join(directory, '..data'));
    symlinkSync('..data/a.yaml', path.join(directory, 'a.yaml'));
    expect(await loadChecks([directory])).toMatchObject([{ id: 'a' }]);
    const inner = path.join(directory, 'pack');
    mkdirSync(inner);
    write('secret', 'password: hunter2\n');
    symlinkSync('../secret', path.join(inner, 'b.yaml'));
    await expect(loadChecks([inner])).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      details: ['it is a link that leads out of the folder'],
    });
  });

  it('takes what the build made of a file, and reads a file that was edited since', async () => {
    write('a.yaml', checkText('a'));
    const [check] = await loadChecks([directory]);
    const compiled = { [digestOf('a.yaml', checkText('a'))]: { ...(check as Check), title: 'Compiled' } };
    const titles = async () => {
      const { checks } = await readChecks([directory], { checks: compiled, benchmarks: {} });
      return checks.map(({ title }) => title);
    };
    expect(await titles()).toEqual(['Compiled']);
    write('a.yaml', `${checkText('a')}\n`);
    expect(await titles()).toEqual(['An example']);
  });

  it('loads what is shipped', async () => {
    expect((await loadChecks([shippedChecks])).length).toBeGreaterThanOrEqual(45);
  });
});

describe('a check file', () => {
  it('hides nothing: neither what steers a terminal nor what reverses the order of letters', async () => {
    expect(await problemsWith({ title: '"red \\e[31m"' })).toEqual([
      'a.yaml:2: title: has characters that cannot be seen: red \\u{1b}[31m',
    ]);
    expect(await problemsWith({ verify: 'stat \u202exyz' })).toEqual([
      'a.yaml:7: verify: has characters that cannot be seen: stat \\u{202e}xyz',
    ]);
    expect(await problemsWith({ rationale: '"One line.\\nAnother."' })).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string | null>>, string]>([
    ['lacks a key', { verify: null }, 'a.yaml:1: the file: verify is missing'],
    [
      'has an unquoted mode',
      { expect: '{ fields: { mode: { maxMode: 0644 } } }' },
      'a.yaml:6: expect.fields.mode.maxMode: must be text: write it in quotes, as in "0644"',
    ],
    [
      'has an unquoted mode as a constant',
      { expect: '{ fields: { mode: { const: 0644 } } }' },
      'a.yaml:6: expect.fields.mode.const: the column mode holds text: write it in quotes, as in "0644"',
    ],
    [
      'has a mode that no row can have',
      { expect: '{ fields: { mode: { in: ["644"] } } }' },
      'a.yaml:6: expect.fields.mode.in.0: modes are written with four octal digits, as in "0644"',
    ],
    [
      'has an unquoted version',
      { each: 'docker.images', expect: '{ fields: { reference: { version: 1.10 } } }' },
      'a.yaml:6: expect.fields.reference.version: must be text: write it in quotes, as in "1.10"',
    ],
    [
      'misspells a keyword',
      { expect: '{ fields: { mode: { maxmode: "0644" } } }' },
      'a.yaml:6: expect.fields.mode.maxmode: unknown key, did you mean "maxMode"?',
    ],
    [
      'misspells a column under not',
      { when: '{ not: { fields: { exsts: {} } } }' },
      'a.yaml:11: when.not.fields.exsts: the table docker.files has no column "exsts", did you mean "exists"?',
    ],
    [
      'misspells a column under optionalFields',
      { expect: '{ anyOf: [{ allOf: [{ optionalFields: { ownr: { const: root } } }] }] }' },
      'a.yaml:6: expect.anyOf.0.allOf.0.optionalFields.ownr: the table docker.files has no column "ownr", did you mean "owner"?',
    ],
    [
      'names a column after the prototype',
      { expect: '{ fields: { constructor: {} } }' },
      'a.yaml:6: expect.fields.constructor: the table docker.files has no column "constructor"',
    ],
    [
      'names a column __proto__',
      { expect: '{ fields: { __proto__: {} } }' },
      'a.yaml:6: expect.fields.__proto__: the table docker.files has no column "__proto__"',
    ],
    [
      'bounds text',
      { expect: '{ fields: { owner: { minimum: 1 } } }' },
      'a.yaml:6: expect.fields.owner.minimum: "minimum" does not fit the column owner, which is of type string',
    ],
    [
      'asks for the mode of a name',
      { expect: '{ fields: { owner: { maxMode: "0644" } } }' },
      'a.yaml:6: expect.fields.owner.maxMode: "maxMode" does not fit the column owner, which is of type string',
    ],
    [
      'judges a row as a value',
      { expect: '{ minimum: 1 }' },
      'a.yaml:6: expect.minimum: judges a value, not a row: write it under "fields"',
    ],
    [
      'expects a type a column never has',
      { expect: '{ fields: { exists: { type: string } } }' },
      'a.yaml:6: expect.fields.exists.type: the column exists is of type boolean, never "string"',
    ],
    [
      'expects a constant a column never has',
      { expect: '{ fields: { exists: { const: "yes" } } }' },
      'a.yaml:6: expect.fields.exists.const: the column exists is of type boolean and never has this value',
    ],
    [
      'expects null of a column that has none',
      { expect: '{ fields: { exists: { const: null } } }' },
      'a.yaml:6: expect.fields.exists.const: the column exists is never null',
    ],
    [
      'uses a parameter it does not declare',
      { expect: '{ fields: { owner: { in: { $param: who } } } }' },
      'a.yaml:6: expect.fields.owner.in.$param: no parameter "who" is declared under params',
    ],
    [
      'uses an inherited parameter',
      { expect: '{ fields: { owner: { in: { $param: constructor } } } }' },
      'a.yaml:6: expect.fields.owner.in.$param: no parameter "constructor" is declared under params',
    ],
    [
      'declares a parameter it does not use',
      { params: '{ p: { type: string, description: x } }' },
      'a.yaml:11: params.p: is declared but not used',
    ],
    [
      'uses a parameter of a wrong type',
      {
        expect: '{ fields: { uid: { minimum: { $param: p } } } }',
        params: '{ p: { type: strings, description: x } }',
      },
      'a.yaml:6: expect.fields.uid.minimum.$param: needs a parameter of type integer, p is strings',
    ],
    [
      'compares numbers with a list of text',
      {
        expect: '{ fields: { uid: { in: { $param: p } } } }',
        params: '{ p: { type: strings, description: x } }',
      },
      'a.yaml:6: expect.fields.uid.in.$param: p holds text, the column uid is of type integer',
    ],
    [
      'has a default of a wrong type',
      {
        expect: '{ fields: { owner: { in: { $param: p } } } }',
        params: '{ p: { type: strings, description: x, default: root } }',
      },
      'a.yaml:11: params.p.default: must be a list of text',
    ],
    [
      'takes a parameter as a constant',
      { expect: '{ fields: { owner: { const: { $param: p } } } }' },
      'a.yaml:6: expect.fields.owner.const: takes no $param; use "in" with a list of one',
    ],
    [
      'has a title that begins with Ensure',
      { title: 'Ensure that it is so' },
      'a.yaml:2: title: say what is true when the check passes, without "Ensure"',
    ],
    [
      'has a long title',
      { title: 'x'.repeat(151) },
      'a.yaml:2: title: must NOT have more than 150 characters: What is true when the check passes, as a statement.',
    ],
    [
      'has a regular expression',
      { expect: '{ fields: { owner: { pattern: "^(a+)+$" } } }' },
      'a.yaml:6: expect.fields.owner.pattern: unknown key',
    ],
    ['has a $ref', { expect: '{ $ref: "#/definitions/condition" }' }, 'a.yaml:6: expect.$ref: unknown key'],
    ['expects nothing', { expect: '{}' }, 'a.yaml:6: expect: must NOT have fewer than 1 properties'],
    [
      'advises with an action',
      { fix: '{ kind: advice, disruption: none, restart: false, text: x, mode: "0644" }' },
      'a.yaml:8: fix: advice is for a person, so mode cannot be there',
    ],
    [
      'mends automatically without an action',
      { fix: '{ kind: automatic, disruption: none, restart: false, text: x }' },
      'a.yaml:8: fix: automatic needs one of mode, owner, auditRule, daemonJson, dockerUpdate',
    ],
    [
      'gives the daemon a program to run',
      {
        fix: '{ kind: guarded, disruption: none, restart: true, text: x, daemonJson: { runtimes: { x: { path: /tmp/x } } } }',
      },
      'a.yaml:8: fix.daemonJson.runtimes: must be true, false, a number or a word',
    ],
    [
      'gives the daemon a file to read',
      {
        fix: '{ kind: guarded, disruption: none, restart: true, text: x, daemonJson: { init-path: /tmp/x } }',
      },
      'a.yaml:8: fix.daemonJson.init-path: must be true, false, a number or a word',
    ],
    [
      'has two actions',
      {
        fix: '{ kind: guarded, disruption: none, restart: false, text: x, mode: "0644", owner: "root:root" }',
      },
      'a.yaml:8: fix: only one of mode, owner may be there',
    ],
    [
      'sets a limit by a parameter that is not declared',
      {
        fix: '{ kind: guarded, disruption: none, restart: false, text: x, dockerUpdate: { pids: { $param: most } } }',
      },
      'a.yaml:8: fix.dockerUpdate.pids.$param: no parameter "most" is declared under params',
    ],
    [
      'sets a limit to a number of its own',
      { fix: '{ kind: guarded, disruption: none, restart: false, text: x, dockerUpdate: { pids: 50 } }' },
      'a.yaml:8: fix.dockerUpdate.pids: must be object',
    ],
    [
      'names a column in its advice that the table has not',
      {
        fix: '{ kind: advice, disruption: none, restart: false, text: x, dockerfile: ["# {ownr}"] }',
      },
      'a.yaml:8: fix.dockerfile.0: the table docker.files has no column "ownr", did you mean "owner"?',
    ],
    [
      'would put shell into a fix',
      { fix: '{ kind: guarded, disruption: none, restart: false, text: x, owner: "root:root; reboot" }' },
      'a.yaml:8: fix.owner: must match pattern "^[a-z_][a-z0-9_-]{0,31}:[a-z_][a-z0-9_-]{0,31}$": user:group that must own the file.',
    ],
    [
      'uses aliases',
      { tags: '[&a files, *a]' },
      'a.yaml:10: aliases (*name) are not allowed here: write the value out',
    ],
    ['is nested deeply', { tags: `${'['.repeat(60)}${']'.repeat(60)}` }, 'a.yaml:1: nested too deeply'],
    ['is large', { rationale: 'x'.repeat(70_000) }, 'a.yaml:1: longer than 65536 characters'],
    ['has a key twice', { 'tags ': '[]' }, 'a.yaml:11: Map keys must be unique'],
  ])('%s', async (_name, changes, problem) => {
    expect(await problemsWith(changes)).toContain(problem);
  });

  it('may ask only that a column is set, and use what every column of any type can have', async () => {
    const setting = (value: string) => ({
      each: 'docker.daemonSettings',
      expect: `{ fields: { value: ${value} } }`,
    });
    for (const value of [
      '{}',
      '{ const: 0644 }',
      '{ minimum: 1 }',
      '{ fields: { a: { fields: { b: { maxMode: "0600" } } } } }',
    ]) {
      expect(await problemsWith(setting(value))).toEqual([]);
    }
  });
});
