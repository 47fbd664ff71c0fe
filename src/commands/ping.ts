import { factsOf } from '../derive/facts.ts';
import { platformOf } from '../derive/audited-state.ts';
import { boundedBundle } from '../collector/bounds.ts';
import type { Bundle } from '../facts/bundle.ts';
import { parseBundle } from '../facts/load.ts';
import type { Failure } from '../lib/failure.ts';
import { stableStringify } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import type { ConnectArguments, TargetArguments } from './command-line/arguments.ts';
import { exit, interruptedBy, type Context } from './context.ts';
import { collectFleet, type Handled } from './gather/fleet.ts';
import { connectionOf, targetsOf } from './gather/targets.ts';

export type PingArguments = TargetArguments & ConnectArguments & { readonly format: readonly string[] };

/** What an audit would meet on one host. */
interface Met {
  readonly host: string;
  /** Whether an audit would see everything: logged in as root, and a daemon answers. */
  readonly ok: boolean;
  /** Whether the collector runs as root; null where nobody could log in. */
  readonly root: boolean | null;
  /** Version of the engine that answers. */
  readonly engine: string | null;
  readonly error: Failure | null;
}

/** Logs in, becomes root and finds the engine; judges nothing. One line a host, in the order of the inventory. */
export async function ping(args: PingArguments, context: Context): Promise<number> {
  const hosts = await targetsOf(args, context);
  const connection = await connectionOf(args, context);
  const sections = new Set(['host', 'docker.info']);
  const met = await collectFleet(hosts, { ...connection, sections }, context, (handled) =>
    Promise.resolve(metOn(handled)),
  );
  await context.stdout(
    args.format.some((format) => /^json(=-)?$/.test(format))
      ? stableStringify(met)
      : met.map(lineOf).join(''),
  );
  if (context.signal.aborted) return interruptedBy(context.signal);
  return met.every(({ ok }) => ok) ? exit.clean : exit.incomplete;
}

function metOn(handled: Handled): Met {
  const { name } = handled.host;
  if (!('told' in handled))
    return { host: name, ok: false, root: null, engine: null, error: handled.failure };
  return metIn(parseBundle(name, handled.bytes));
}

function metIn(bundle: Bundle): Met {
  const facts = factsOf(boundedBundle(bundle));
  const root = facts.host.ok ? facts.host.value.uid === 0 : null;
  const { engine } = platformOf(facts);
  const errors = [bundle.failure, facts.host.ok ? null : facts.host.failure, root === false ? notRoot : null];
  const found = facts.info.ok ? null : facts.info.failure;
  const error = [...errors, found].find((one) => one !== null) ?? null;
  return { host: bundle.host.name, ok: error === null, root, engine, error };
}

const notRoot: Failure = {
  code: 'NEEDS_ROOT',
  message: 'an audit would run without the rights of root, and many checks need them',
  hint: 'log in as root, or add --sudo (sudo: true in the inventory)',
};

function lineOf({ host, ok, engine, error }: Met): string {
  const docker = engine === null ? '' : `Docker ${engine}`;
  const said = error === null ? '' : `${error.code}: ${error.message}; ${error.hint}`;
  const parts = [host, ok ? 'ok' : 'not ready', ...(ok ? ['root'] : []), docker, said];
  return `${visible(parts.filter((part) => part !== '').join('  '), 1000)}\n`;
}
