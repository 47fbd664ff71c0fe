import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { editorSchema } from '../../src/checks/editor-schema.ts';
import { shippedChecks } from '../../src/checks/load.ts';
import { nounOf } from '../../src/evaluate/nouns.ts';
import { catalogue } from '../../src/facts/catalogue/index.ts';

const validate = new Ajv({ strictTypes: false, strictRequired: false }).compile(editorSchema());
const names = readdirSync(shippedChecks).filter((name) => name.endsWith('.yaml'));

it.each(names)('editors accept %s', (name) => {
  const check = parse(readFileSync(path.join(shippedChecks, name), 'utf8'));
  expect(validate(check), JSON.stringify(validate.errors)).toBe(true);
});

it('editors mark a column that the table has not', () => {
  const check = parse(readFileSync(path.join(shippedChecks, 'docker-daemon-icc.yaml'), 'utf8'));
  expect(validate({ ...check, expect: { not: { fields: { valeu: {} } } } })).toBe(false);
});

it('the generated file is what the program makes', () => {
  const file = path.join(shippedChecks, '../check.schema.json');
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(editorSchema(), null, 2)}\n`);
});

it('every table has a word for its rows', () => {
  expect([...catalogue.keys()].filter((table) => nounOf(table).one === 'row')).toEqual([]);
});
