import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditedState } from '../../src/derive/audited-state.ts';
import { factsOf } from '../../src/derive/facts.ts';
import { deriveTables } from '../../src/derive/index.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { redactSection } from '../../src/facts/redact.ts';
import { saveBundle } from '../../src/facts/save.ts';
import { stableStringify } from '../../src/lib/json.ts';
import { bundle, daemonJson, rowOf } from '../derive/bundle.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-facts-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a bundle on disk', () => {
  it('gives the tables that it gave before', async () => {
    const before = bundle({
      'docker.info': '{"Name":"\u2028\\u0000\ud83d\ude00"}',
      mounts: { status: null, truncated: true },
    });
    const path = await saveBundle(folder, 'web', stableStringify(before));
    const after = await loadBundle(path);
    expect(after).toEqual(before);
    expect(deriveTables(factsOf(after))).toEqual(deriveTables(factsOf(before)));
  });

  it('of an earlier version is read without the secrets that it left', async () => {
    const earlier = bundle({ 'docker.history': '"RUN /bin/sh -c vault login hunter2"' });
    const path = await saveBundle(folder, 'web', stableStringify(earlier));
    const [first, second] = [await loadBundle(path), await loadBundle(path)];
    expect(first.sections['docker.history']?.text).toMatch(/vault login \[redacted [0-9a-f]{8}\]/);
    expect(second).toEqual(first);
  });

  it('is readable by its owner alone, whatever was there before', async () => {
    const other = join(folder, 'other');
    await writeFile(other, 'untouched', { mode: 0o644 });
    await symlink(other, join(folder, 'web.json'));
    const path = await saveBundle(folder, 'web', '{}');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(other)).size).toBe('untouched'.length);
    const made = await saveBundle(join(folder, 'new'), 'web', '{}');
    expect((await stat(join(made, '..'))).mode & 0o777).toBe(0o700);
  });

  it('says what is in the way', async () => {
    await expect(saveBundle(join(folder, 'file\0'), 'web', '{}')).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
  });
});

describe('a file that is no bundle', () => {
  const whole = bundle();
  it.each([
    ['nothing', ''],
    ['half of one', JSON.stringify(whole).slice(0, 200)],
    ['a list', '[]'],
    ['null', 'null'],
    ['another version', JSON.stringify({ ...whole, schemaVersion: 2 })],
    ['a section that is a text', JSON.stringify({ ...whole, sections: { host: 'uid 0' } })],
    ['a status that is a text', JSON.stringify({ ...whole, sections: { host: { status: '0', text: '', stderr: '', truncated: false } } })],
    ['keys that nobody knows', JSON.stringify({ ...whole, extra: 1 })],
    ['a prototype', '{"__proto__": {}}'],
    ['depths', `{"sections":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`],
    ['parameters of depths', `{"sections":{},"host":{"parameters":${'['.repeat(5000)}${']'.repeat(5000)}}}`],
    ['a report', JSON.stringify({ schemaVersion: 1, tool: {}, run: {}, checks: [], hosts: [] })],
  ])('%s', async (_title, text) => {
    const path = join(folder, 'x.json');
    await writeFile(path, text);
    await expect(loadBundle(path)).rejects.toMatchObject({ code: 'BUNDLE_INVALID' });
  }); // prettier-ignore

  it('a folder, and nothing at all', async () => {
    await mkdir(join(folder, 'dir'));
    await expect(loadBundle(join(folder, 'dir'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(loadBundle(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

it('a daemon.json that held a secret is judged, and withheld from the fix', () => {
  const text = daemonJson('{"userland-proxy": false, "log-opts": {"splunk-token": "hunter2"}}');
  const section = { status: 0, text, stderr: '', truncated: false };
  const config = redactSection('daemon.config', section, new Uint8Array(32));
  expect(rowOf('docker.daemonSettings', 'name', 'userland-proxy', { 'daemon.config': config })).toMatchObject(
    {
      value: false,
      source: 'file',
    },
  );
  expect(auditedState(factsOf(bundle({ 'daemon.config': config }))).daemonConfig).toMatchObject({
    text: null,
    withheld: expect.stringContaining('secret'),
  });
});
