import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readBenchmark } from '../../src/checks/benchmark-file.ts';
import { readProfile } from '../../src/checks/profile.ts';
import { knownChecks } from '../../src/commands/judge/choices.ts';
import { readReport } from '../../src/commands/deliver/read-report.ts';
import { readWaivers } from '../../src/evaluate/waivers/read.ts';
import { parseBundle } from '../../src/facts/load.ts';
import { loadInventory } from '../../src/inventory/index.ts';
import { PlimsollError } from '../../src/lib/errors.ts';
import { packageFile } from '../../src/lib/package.ts';
import { parsePieces } from '../../src/lib/parse-pieces.ts';
import { readConfigFile } from '../../src/ssh/config/parse.ts';
import { parseKnownHosts } from '../../src/ssh/known-hosts.ts';
import { lane, patience } from './lane.ts';
import { nearly } from './texts.ts';

const { known: checks } = await knownChecks([], []);
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));
const read = (path: string): string => readFileSync(packageFile(path), 'utf8');

/** Whether a file can be used or not, whoever reads it says so in the way that the program tells a person. */
function usableOrRefused(
  samples: readonly string[],
  parse: (text: string) => unknown,
  corpus: readonly string[],
) {
  return fc.assert(
    fc.asyncProperty(nearly(...samples), async (text) => {
      try {
        await parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(PlimsollError);
      }
    }),
    lane(corpus),
  );
}

/** For those that read a file themselves. */
function asFile(name: string, parse: (path: string) => Promise<unknown>): (text: string) => Promise<unknown> {
  return (text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return parse(path);
  };
}

const deep = '['.repeat(100_000);
const aliases = `a: &a {}\nhosts:\n${Array.from({ length: 101 }, (_, index) => `  h${index}: *a\n`).join('')}`;
const bomb = `a: &a [x, x]\n${Array.from({ length: 30 }, (_, index) => `b${index}: &b${index} [*${index === 0 ? 'a' : `b${index - 1}`}, *a]\n`).join('')}`;
const chain = Array.from({ length: 3000 }, (_, index) => `[g${index}:children]\ng${index + 1}\n`).join('');
const hub = `${Array.from({ length: 2000 }, (_, index) => `[p${index}:children]\nhub\n`).join('')}[hub:children]\n${Array.from({ length: 2000 }, (_, index) => `c${index}\n`).join('')}`;
const ansible = [
  '[web]\nweb[01:20] ansible_host=10.0.0.1 ansible_user="a b"\n[all:vars]\nansible_become=yes\n[fleet:children]\nweb\n',
  'all:\n  children:\n    web:\n      hosts:\n        a: {ansible_port: 22}\n        b:\n',
  '{"web": {"hosts": ["a"], "vars": {"x": "\\"y\\""}}, "_meta": {"hostvars": {"a": {"ansible_host": "b"}}}}',
];

describe('a file that is nearly right is used, or refused in words', () => {
  it.each<[string, readonly string[], (text: string) => unknown, readonly string[]]>([
    ['bundle', [read('demo/default.json')], (text) => parseBundle('x', Buffer.from(text)), [deep, `{"sections":{},"host":{"parameters":${deep}`]],
    ['report', ['{"schemaVersion":1,"tool":{"name":"plimsoll"},"hosts":[{"name":"a","results":[]}],"checks":[]}'], asFile('report.json', readReport), [deep, '{"hosts":[{"part":1}]}', `{"hosts":[${'{},'.repeat(100_000)}{}]}`, '{"__proto__":{"a":1},"hosts":[{"__proto__":1}]}']],
    ['inventory', [read('inventory.example.yaml')], asFile('inventory.yaml', loadInventory), [deep, aliases, bomb, `hosts: {}\n${'a: 1\n'.repeat(30_000)}`, `hosts: {}\n${`a${' '.repeat(60_000)}x\n`.repeat(10)}`, 'hosts:\n  __proto__: {address: x}\n', '"'.repeat(60_000)]],
    ['inventory of Ansible', ansible, asFile('hosts', loadInventory), [deep, `{"a":"${'\\"'.repeat(1_000_000)}"}`, 'a[1:999999999]\n', chain, hub, 'x'.repeat(1_000_000), 'a[1:9][1:9][1:9][1:9][1:9][1:9][1:9]\n']],
    ['ssh_config', ['Host a *.b !c\n  HostName "x y"\n  Port 22\nMatch exec "true"\n  User %u\nInclude none*\n'], asFile('ssh_config', (path) => readConfigFile(path, folder, folder, true)), [`Include ${folder}/ssh_config`, `User "${'x'.repeat(1_000_000)}"`, `Include ${'x'.repeat(1_000_000)}*`]],
    ['known_hosts', ['[a]:2222,b ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==\n|1|c2FsdA==|aGFzaA== ssh-rsa AAAA\n@revoked * ssh-rsa AAAA\n'], (text) => parseKnownHosts(text, 'known_hosts'), ['|1|'.repeat(100_000)]],
    ['waivers', [read('examples/waivers.yaml')], (text) => readWaivers('waivers.yaml', text, checks), [deep, bomb]],
    ['benchmark', [read('checks/benchmarks/cis-docker-1.8.0.yaml').slice(0, 2000)], (text) => readBenchmark('benchmark.yaml', text, new Map(), 'own'), [deep, bomb]],
    ['profile', [read('examples/profile.yaml')], (text) => readProfile('profile.yaml', text), [deep, bomb]],
  ])('%s', (_what, samples, parse, corpus) => usableOrRefused(samples, parse, corpus), patience); // prettier-ignore
});

it(
  'JSON in pieces is the JSON that it is as a whole',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(
          fc.oneof(fc.json(), nearly('{"a":[{"b":[1,"]"]},{}],"c":{"d":{"e":"\\""}}}')),
          fc.integer({ min: 1, max: 20 }),
        ),
        async ([text, length]) => {
          const pieces = Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
            text.slice(index * length, (index + 1) * length),
          );
          const whole = await attempt(() => Promise.resolve(JSON.parse(text)));
          expect(await attempt(() => parsePieces(stream(pieces)))).toEqual(whole);
        },
      ),
      lane([['{"a":[{"part":0}]}', 3] as [string, number]]),
    ),
  patience,
);

async function* stream(pieces: readonly string[]): AsyncIterable<string> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

async function attempt(parse: () => Promise<unknown>): Promise<unknown> {
  try {
    return await parse();
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return SyntaxError;
  }
}
