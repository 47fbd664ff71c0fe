import fc from 'fast-check';
import { expect, it } from 'vitest';
import { frameMark } from '../../src/collector/assemble.ts';
import { sectionSpecs } from '../../src/collector/sections.ts';
import { handle } from '../../src/commands/work/handle.ts';
import type { Arrival } from '../../src/commands/work/tasks.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { validator } from '../../src/lib/validator.ts';
import { packageFile } from '../../src/lib/package.ts';
import { reportSchema } from '../../src/result/schema.ts';
import { checks } from '../known-wrong/judged.ts';
import { lane, patience } from './lane.ts';
import { nearly } from './texts.ts';

/** From the bytes of a host to its result, as an audit goes. */
const recorded = await loadBundle(packageFile('demo/broken.json'));
const nonce = 'f00d';
const mark = frameMark(nonce);
const names = sectionSpecs.map(({ name }) => name);
const arrival: Arrival = {
  identity: { schemaVersion: 1, host: recorded.host, collectedAt: recorded.collectedAt },
  ...{ user: 'root', nonce, sections: names, redactionKey: 'a2V5', secrets: [], cut: null },
};

type Texts = Readonly<Record<string, string>>;

function stream(texts: Texts): string {
  const frames = names.map(
    (name) =>
      `${mark} begin ${name} 99\n${texts[name] ?? recorded.sections[name]?.text ?? ''}\n${mark} about\nstatus 0\n${mark} end\n`,
  );
  return `${mark} start\n${frames.join('')}${mark} complete\n`;
}

const report = JSON.parse(JSON.stringify(reportSchema));
const { required, ...items } = report.properties.hosts.items;
// A report counts by benchmark, a host is judged before.
const before = required.filter((name: string) => name !== 'benchmarks');
const hostSchema = validator({ ...items, required: before, definitions: report.definitions });

function expectResult(text: string): void {
  const done = handle('audit', 'host', { ...arrival, parameters: {} }, Buffer.from(text), {
    ...{ checks, waiving: null },
  });
  expect(done).toMatchObject({ ok: true });
  const validate = hostSchema();
  const result: unknown = done.ok ? JSON.parse(Buffer.from(done.value.bytes).toString()) : null;
  validate(result);
  expect(validate.errors).toBeNull();
}

/** What has cost a whole fleet, its memory or its time. */
const corpus: readonly Texts[] = [
  { 'container.processes': `all\ncontainer a 1\n${'memory 1\n'.repeat(130_000)}` },
  { 'docker.history': `image a\n"RUN ${'\\"'.repeat(300_000)}"` },
  { 'daemon.config': `file /etc/docker/daemon.json\n${'| \n'.repeat(100_000)}` },
  { 'docker.containers': '{}\n'.repeat(60_000) },
  { 'docker.containers': `[${'{},'.repeat(100_000)}1]` },
  { 'docker.images': `{"Id":"${'x'.repeat(300_000)}` },
  { 'docker.images': '['.repeat(300_000) },
  { processes: 'arg junk\n'.repeat(20_000) },
  { mounts: '1 2 0:1 / /a rw - b c d\n'.repeat(2000) },
  { host: '__proto__ 1\nconstructor 2', accounts: 'user __proto__:1:1\n'.repeat(10) },
];

it(
  'a section that is nearly right, or the worst there was, gives a result that fits the schema of reports',
  () => {
    const texts = fc
      .constantFrom(...names)
      .chain((name) => nearly(recorded.sections[name]?.text ?? '').map((text): Texts => ({ [name]: text })));
    fc.assert(
      fc.property(texts, (changed) => expectResult(stream(changed))),
      lane(corpus),
    );
  },
  patience,
);

it(
  'so does a stream that is nearly right',
  () => {
    const whole = stream({});
    fc.assert(
      fc.property(nearly(whole), (text) => expectResult(text)),
      lane([whole.slice(0, 5000), `${mark} begin host 1\n`.repeat(20_000), `${mark} start\n`]),
    );
  },
  patience,
);
