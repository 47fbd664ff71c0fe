import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sectionSpecs } from '../../src/collector/sections.ts';
import { deriveTables } from '../../src/derive/index.ts';
import { factsOf } from '../../src/derive/facts.ts';
import type { Bundle } from '../../src/facts/bundle.ts';
import { catalogue } from '../../src/facts/catalogue/index.ts';
import { loadBundle } from '../../src/facts/load.ts';

const folders = ['../../demo', '../fixtures/bundles'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name)),
);
/** What the report itself needs, so that every audit gathers it. */
const always = ['host', 'docker.info', 'docker.version', 'processes', 'daemon.config', 'files', 'systemd'];

function only(bundle: Bundle, sections: readonly string[]): Bundle {
  const kept = Object.entries(bundle.sections).filter(([name]) => sections.includes(name));
  return { ...bundle, sections: Object.fromEntries(kept) };
}

describe.each(files)('%s', (file) => {
  it('fills every table from the sections that its declaration names: an audit with one check gathers no more', async () => {
    const bundle = await loadBundle(file);
    const whole = deriveTables(factsOf(bundle));
    for (const { name, sections } of catalogue.values()) {
      const part = deriveTables(factsOf(only(bundle, [...always, ...sections])));
      expect(part[name], name).toEqual(whole[name]);
    }
  });
});

it('the collector has every section that a table names, so that collect gathers all that any check asks for', () => {
  const known = new Set(sectionSpecs.map(({ name }) => name));
  for (const { name, sections } of catalogue.values())
    expect(
      sections.filter((section) => !known.has(section)),
      name,
    ).toEqual([]);
});
