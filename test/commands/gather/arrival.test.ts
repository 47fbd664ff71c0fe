import { describe, expect, it } from 'vitest';
import { frameMark } from '../../../src/collector/assemble.ts';
import { sectionSpecs } from '../../../src/collector/sections.ts';
import { bundleOf } from '../../../src/commands/gather/arrival.ts';
import { gather } from '../../../src/commands/gather/gather.ts';
import type { Arrival } from '../../../src/commands/work/tasks.ts';
import type { Host } from '../../../src/inventory/types.ts';
import { bundle } from '../../derive/bundle.ts';

const secret = 'h"un\\te r/2?>~Ünter';
const nonce = 'n0nce';
const { schemaVersion, host, collectedAt } = bundle();

function arrival(secrets: readonly string[]): Arrival {
  const sections = sectionSpecs.map(({ name }) => name);
  const redactionKey = Buffer.alloc(32).toString('base64');
  return { identity: { schemaVersion, host, collectedAt }, user: 'root', nonce, sections, redactionKey, secrets, cut: null }; // prettier-ignore
}

/** The stream of a host that prints the same in every section, and complains of it. */
function stream(text: string): Uint8Array {
  const mark = frameMark(nonce);
  const sections = sectionSpecs.map(
    ({ name, maxBytes }) =>
      `${mark} begin ${name} ${maxBytes}\n${text}\n${mark} about\nstatus 1\n${text}\n${mark} end\n`,
  );
  return Buffer.from(`${mark} start\n${sections.join('')}${mark} complete\n`);
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const spellings = {
  'as it is': secret,
  'as JSON spells it': JSON.stringify(secret).slice(1, -1),
  'as PHP spells JSON': JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
  'as JSON in JSON spells it': JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  'as a URL spells it': encodeURIComponent(secret),
  'as a URL in small letters spells it': encodeURIComponent(secret).replaceAll(/%../g, (escape) =>
    escape.toLowerCase(),
  ),
  'as a form spells it': new URLSearchParams({ a: secret }).toString().slice(2),
  'in base64': base64(secret),
  'in base64 for URLs': Buffer.from(secret).toString('base64url'),
  'in base64 with a newline': base64(`${secret}\n`),
  'in base64 behind a user': base64(`me:${secret}`),
  'in base64 behind a longer user': base64(`root:${secret}`),
};

describe('a secret that a host sends back', () => {
  it.each(Object.entries(spellings))('%s, is in no section', (_title, spelling) => {
    const { sections } = bundleOf(arrival(['', 'abc', secret]), stream(`os "${spelling}"`));
    expect(Object.keys(sections)).toHaveLength(sectionSpecs.length);
    for (const [name, { text, stderr }] of Object.entries(sections))
      for (const left of [text, stderr]) expect(left, name).not.toContain(spelling.slice(6, -6));
  });

  it('is in no message', () => {
    const { failure } = bundleOf(arrival([secret]), Buffer.from(`login: ${secret}`));
    expect(failure?.message).toContain('it says: login: (secret)');
  });

  it('stays where it is a word that every host is sent', async () => {
    const runner = {
      run: () => Promise.resolve({ ok: true, value: { pieces: [stream('')], cut: null, secrets: ['docker', 'hunter2'] } } as const), // prettier-ignore
      close: () => undefined,
    };
    const run = { totalTimeout: 9000 } as Parameters<typeof gather>[1]['run'];
    const options = { runner, run, sections: new Set(['host']), commandLimit: 9, redactionKey: '', now: () => new Date(0) }; // prettier-ignore
    const gathered = await gather({ ...host, transport: 'local' } as unknown as Host, options);
    expect('arrival' in gathered ? gathered.arrival.secrets : null).toEqual(['hunter2']);
  });
});
