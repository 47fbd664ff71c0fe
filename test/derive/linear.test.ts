import { expect, it } from 'vitest';
import { judgeBundle } from '../../src/commands/judge/judge.ts';
import { file, plainNetwork, type Sections } from './bundle.ts';
import { checks, containerId, hostWith, inspect, running } from '../known-wrong/judged.ts';

/** Ways to go through what a host sent, each as many steps as what it goes through is long. */
const walks: readonly (readonly [object, readonly PropertyKey[]])[] = [
  [
    Array.prototype,
    [
      ...[
        'every',
        'filter',
        'find',
        'findIndex',
        'findLast',
        'flatMap',
        'includes',
        'indexOf',
        'join',
        'map',
      ],
      ...['reduce', 'slice', 'some', 'toSorted', 'concat', 'unshift', 'splice', Symbol.iterator],
    ],
  ],
  [
    String.prototype,
    [
      ...['endsWith', 'includes', 'indexOf', 'match', 'matchAll', 'replace', 'replaceAll', 'search', 'split'],
      ...['startsWith', 'trim', 'toLowerCase', Symbol.iterator],
    ],
  ],
  [RegExp.prototype, ['exec', 'test']],
  [Map.prototype, ['entries', 'forEach', 'keys', 'values', Symbol.iterator]],
  [Set.prototype, ['entries', 'forEach', 'keys', 'values', Symbol.iterator]],
];

function stepsOf(work: () => unknown): number {
  let steps = 0;
  const undo = walks.flatMap(([prototype, names]) =>
    names.map((name) => {
      const original = Reflect.get(prototype, name) as (...given: unknown[]) => unknown;
      const counted = function (this: { length?: number; size?: number }, ...given: unknown[]): unknown {
        const text = given.at(0);
        const from = Number(given.at(1) ?? 0);
        const result = original.apply(this, given);
        const length = this.length ?? this.size ?? (typeof text === 'string' ? text.length : 0);
        steps += 1 + (name === 'indexOf' ? (result === -1 ? length : Number(result)) - from : length);
        return result;
      };
      Object.defineProperty(prototype, name, { value: counted, configurable: true, writable: true });
      return () =>
        Object.defineProperty(prototype, name, { value: original, configurable: true, writable: true });
    }),
  );
  try {
    work();
  } finally {
    for (const put of undo) put();
  }
  return steps;
}

/** A host with so many of each: containers with mounts, ports, images with a history, networks, accounts, files. */
function host(count: number): Sections {
  const each = (make: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => make(index)).join('\n');
  const idOf = (index: number): string => index.toString(16).padStart(64, '0');
  const { 'container.processes': kernel, 'container.members': members } = running() as Record<string, string>;
  const binds = (index: number) =>
    ['a', 'b', 'c', 'd'].map((name) => ({
      ...{
        Type: 'bind',
        Source: `/srv/${index}/${name}`,
        Destination: `/${name}`,
        RW: true,
        Propagation: 'rprivate',
      },
    }));
  return {
    'docker.containers': each((index) =>
      inspect(
        {
          NetworkMode: 'bridge',
          PortBindings: { '80/tcp': [{ HostIp: '', HostPort: String(1024 + index) }] },
        },
        {
          ...{ Id: idOf(index), Name: `/web-${index}`, Image: `sha256:${index}`, Mounts: binds(index) },
          State: { Status: 'running', Running: true, Pid: 100 + index, Health: null },
          Networks: ['bridge', `net-${index}`],
        },
      ),
    ),
    'container.processes': each((index) =>
      (kernel ?? '').replaceAll(containerId, idOf(index)).replace(/ 5$/m, ` ${100 + index}`),
    ),
    'container.members': each((index) => (members ?? '').replaceAll(containerId, idOf(index))),
    'docker.images': each((index) =>
      JSON.stringify({
        Id: `sha256:${index}`,
        RepoTags: [`web:${index}`],
        RepoDigests: [],
        Size: 1,
        Env: [null],
      }),
    ),
    'docker.history': each(
      (index) => `image sha256:${index}\n${'"RUN apt-get update"\n"ADD a b"\n'.repeat(5)}`,
    ),
    'docker.networks': `${JSON.stringify(plainNetwork)}\n${each((index) => JSON.stringify({ ...plainNetwork, Id: `n${index}`, Name: `net-${index}`, Options: {} }))}`,
    mounts: `1 0 8:1 / / rw - ext4 /dev/sda1 rw\n${each((index) => `${10 + index} 1 8:${index + 2} / /srv/${index} rw shared:${index} - ext4 /dev/sdb${index} rw`)}`,
    accounts: each((index) => `user u${index}:${1000 + index}:100`),
    files: each((index) => file(`/srv/${index}/a`)),
  };
}

it('of twice as many containers, mounts, ports, images, steps, networks and accounts come twice as many steps', () => {
  const judge = (count: number): number => {
    const bundle = hostWith(host(count));
    return stepsOf(() => judgeBundle(bundle, checks, {}));
  };
  judge(10);
  const [few, many] = [judge(60), judge(120)];
  expect(many / few).toBeLessThan(2.2);
});
