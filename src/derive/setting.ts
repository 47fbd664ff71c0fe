import type { Row } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { daemonSettings } from './daemon-settings.ts';
import type { Facts } from './facts.ts';

/** The value in force of one daemon option. */
export function settingOf(facts: Facts, name: string): Failable<Json> {
  const table = daemonSettings(facts);
  const rows: readonly Row[] = 'rows' in table ? table.rows : [];
  const row = rows.find((candidate) => candidate.values['name'] === name);
  const failure = row?.errors?.['value'];
  if (failure !== undefined) return { ok: false, failure };
  const value = row?.values['value'];
  return value === undefined ? fail('NOT_SHOWN', `the option ${name} is not known`, '') : succeed(value);
}
