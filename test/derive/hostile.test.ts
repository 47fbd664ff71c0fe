import { expect, it } from 'vitest';
import { factsOf } from '../../src/derive/facts.ts';
import { auditedState, platformOf } from '../../src/derive/audited-state.ts';
import { deriveTables } from '../../src/derive/index.ts';
import { catalogue } from '../../src/facts/catalogue/index.ts';
import { stableStringify } from '../../src/lib/json.ts';
import { bundle, plainInfo, processes, type Sections } from './bundle.ts';

/** A generator of numbers below `limit` that gives the same ones in every run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

const sectionNames = [...new Set([...catalogue.values()].flatMap((table) => table.sections))];
const words = [
  'process 1', 'exe', 'arg dockerd', 'arg -H', 'arg tcp://', 'tcp 00000000:0947 1', 'socket 1', 'file /x', '| {', '| "hosts": [1]',
  '| }', 'real /a', 'as /a', 'link /etc', 'to ../../..', 'absent', 'absences listed', 'acl /', 'user:x', 'lstat zz', 'stat 41ed 0 0 a b 1 1 /',
  '-w', '-a', '-a never,exit -F', '-w / -p', 'container', 'container a 1', 'Uid', 'Uid 0 0', 'CapBnd zz', 'CapBnd ffffffffffffffff', 'uid-map', 'ns pid',
  'group ::', 'user', '1 0 8:1', '{}', '[]', 'null', '1', '{"Id":{},"Mounts":[1,null,{}],"HostConfig":7,"State":{"Running":true}}',
  '{"Id":"a","Name":["x"],"Ports":"x","Mounts":{"a":1},"Config":null,"HostConfig":{"PortBindings":[[1]],"CapAdd":[1]}}',
  '{"__proto__":{"Id":1},"constructor":2,"RepoTags":[{}],"Healthcheck":{"Test":7}}',
  '{"DriverStatus":[["a",{"toString":1}],7,null],"SecurityOptions":[{"toString":1},3],"RegistryConfig":{"IndexConfigs":[1],"Mirrors":7},"Swarm":[],"Runtimes":{"a":null},"DockerRootDir":7}',
  '\u0000', '\u001b[2J', '\u202e', '<script>', '$(reboot)', '"'.repeat(50), 'x'.repeat(5000), '/'.repeat(5000), '['.repeat(5000),
]; // prettier-ignore

it('no output of a host makes the tables throw', () => {
  const next = numbers(7);
  for (let round = 0; round < 300; round++) {
    const sections = Object.fromEntries(
      sectionNames
        .filter(() => next(4) > 0)
        .map((name) => [
          name,
          Array.from({ length: next(25) }, () => words[next(words.length)] ?? '').join(
            next(8) === 0 ? ' ' : '\n',
          ),
        ]),
    );
    const facts = factsOf(bundle(round % 2 === 0 ? sections : { ...sections, processes: processes(['-D']) }));
    const tables = deriveTables(facts);
    expect(stableStringify([tables, platformOf(facts), auditedState(facts)])).toBeTypeOf('string');
  }
});

it.each([...catalogue])('%s is derived from the sections that it names and no others', (name, table) => {
  const all = deriveTables(factsOf(bundle()));
  // The section about the host is collected for every check.
  const others = sectionNames.filter((section) => section !== 'host' && !table.sections.includes(section));
  const without: Sections = Object.fromEntries(others.map((section) => [section, null]));
  expect(stableStringify(deriveTables(factsOf(bundle(without)))[name])).toBe(stableStringify(all[name]));
});

it('values that no daemon sends do not pass for settings', () => {
  const info = { ...plainInfo, DriverStatus: [['x', { toString: 1 }]], SecurityOptions: [{ toString: 1 }] };
  expect(() => deriveTables(factsOf(bundle({ 'docker.info': JSON.stringify(info) })))).not.toThrow();
});

it.each<[string, Sections]>([
  ['limits', { 'container.processes': `all\ncontainer a 1\n${'memory 1\npids 1\n'.repeat(130_000)}` }],
  ['flags', { processes: processes(Array.from({ length: 100_000 }, () => '-Htcp://0.0.0.0:1')) }],
  ['escapes in a build step', { 'docker.history': `image a\n"RUN ${'\\"'.repeat(3_000_000)}"` }],
  ['brackets', { 'docker.containers': '['.repeat(3_000_000) }],
])('no number of %s exhausts the stack', (_what, sections) => {
  const facts = factsOf(bundle(sections));
  expect(() => deriveTables(facts)).not.toThrow();
});
