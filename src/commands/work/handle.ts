import { createHash } from 'node:crypto';
import type { Bundle } from '../../facts/bundle.ts';
import { parseBundle } from '../../facts/load.ts';
import { PlimsollError } from '../../lib/errors.ts';
import { fail, internalFailure, succeed, type Failable } from '../../lib/failure.ts';
import { stableStringify, type JsonObject } from '../../lib/json.ts';
import { bundleOf } from '../gather/arrival.ts';
import { judgeBundle } from '../judge/judge.ts';
import { costHint } from './cost-hint.ts';
import type { Answer, Kind, Setup, Stored, Wholeness, Work } from './tasks.ts';

const MIB = 1024 * 1024;
/** Of one host: in a report, and in a bundle, of which no more is read again. */
const [MOST_RESULT, MOST_BUNDLE] = [32 * MIB, 128 * MIB];
const nothing = new Uint8Array();

/** What was made of a host's bytes is longer than one host may take. */
class TooLong extends Error {}

type Handlers = {
  readonly [K in Kind]: (given: Work[K]['given'], bytes: Uint8Array, setup: Setup) => Answer<K>;
};

const handlers: Handlers = {
  collect(given, bytes) {
    const bundle = bundleOf(given, bytes);
    return { told: wholenessOf(bundle), bytes: textOf(bundle, 2, MOST_BUNDLE) };
  },
  audit({ parameters, ...given }, bytes, setup) {
    const bundle = bundleOf(given, bytes);
    return { told: wholenessOf(bundle), bytes: resultOf(bundle, parameters, setup) };
  },
  read({ path }, bytes) {
    return { told: stored(path, bytes), bytes: nothing };
  },
  evaluate({ path, parameters }, bytes, setup) {
    return { told: null, bytes: resultOf(parseBundle(path, bytes), parameters, setup) };
  },
};

/** Does one task. Never throws: what goes wrong costs the host that it went wrong with. */
export function handle<K extends Kind>(
  kind: K,
  name: string,
  given: Work[K]['given'],
  bytes: Uint8Array,
  setup: Setup,
): Failable<Answer<K>> {
  try {
    return succeed(handlers[kind](given, bytes, setup));
  } catch (error) {
    if (isTooLong(error)) return fail('COST_LIMIT', `${name}: ${error.message}`, costHint);
    return { ok: false, failure: internalFailure(name, error) };
  }
}

function resultOf(bundle: Bundle, parameters: JsonObject, { checks, waiving }: Setup): Uint8Array {
  return textOf(judgeBundle(bundle, checks, parameters, waiving), 0, MOST_RESULT);
}

function textOf(value: unknown, indent: number, most: number): Uint8Array {
  const bytes = Buffer.from(stableStringify(value, indent));
  if (bytes.length <= most) return bytes;
  throw new TooLong(
    `what was made of it is ${Math.ceil(bytes.length / MIB)} MiB long, and ${most / MIB} MiB is most`,
  );
}

/** Of a text longer than any may be the engine says so. */
function isTooLong(error: unknown): error is Error {
  return (
    error instanceof TooLong || (error instanceof RangeError && error.message === 'Invalid string length')
  );
}

function wholenessOf({ failure, sections }: Bundle): Wholeness {
  return { failure, sections: Object.keys(sections).length };
}

function stored(path: string, bytes: Uint8Array): Stored {
  try {
    const bundle = parseBundle(path, bytes);
    const { schemaVersion, host, collectedAt } = bundle;
    const digest = createHash('sha256').update(stableStringify(bundle, 0)).digest('hex');
    return { identity: { schemaVersion, host, collectedAt }, digest };
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    return { problem: { code: 'BUNDLE_INVALID', message: error.message, details: error.details } };
  }
}
