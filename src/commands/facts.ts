import { boundedBundle } from '../collector/bounds.ts';
import { factsOf } from '../derive/facts.ts';
import { deriveTables } from '../derive/index.ts';
import { words } from '../evaluate/words.ts';
import type { Bundle } from '../facts/bundle.ts';
import { catalogue } from '../facts/catalogue/index.ts';
import { loadBundle, parseBundle } from '../facts/load.ts';
import type { Row, Table, TableSpec } from '../facts/types.ts';
import { PlimsollError } from '../lib/errors.ts';
import type { Failure } from '../lib/failure.ts';
import { stableStringify } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { visible } from '../lib/text.ts';
import type { ConnectArguments, TargetArguments } from './command-line/arguments.ts';
import { exit, type Context } from './context.ts';
import { collectFleet } from './gather/fleet.ts';
import { connectionOf, targetsOf } from './gather/targets.ts';
import { table } from './terminal/table.ts';

export type FactsArguments = TargetArguments &
  ConnectArguments & {
    /** A bundle, unless a host is named, and a table. */
    readonly words: readonly string[];
    /** As COLUMN=VALUE; a row has to fit all of them. */
    readonly where: readonly string[];
    readonly columns: string | undefined;
    readonly json: boolean;
  };

/** Shows the tables that checks see: which there are on one host, or the rows of one. */
export async function facts(args: FactsArguments, context: Context): Promise<number> {
  const stored = args.inventory.length === 0 && args.host.length === 0 && !args.local;
  const [file, name, ...more] = stored ? args.words : ['', ...args.words];
  if (file === undefined || more.length > 0)
    throw new PlimsollError('USAGE', 'name a bundle or a host (-H), and at most one table', [
      'plimsoll facts facts/web-01.json docker.containers',
    ]);
  const spec = name === undefined ? null : specOf(name);
  const rows = spec === null ? null : rowsOf(args, spec);
  const bundle = stored ? await loadBundle(file) : await gathered(args, spec, context);
  if (bundle.failure !== null && Object.keys(bundle.sections).length === 0)
    return untold(bundle.host.name, bundle.failure, context);
  const tables = deriveTables(factsOf(boundedBundle(bundle)));
  await context.stdout(
    spec === null || rows === null
      ? overview(tables, args.json)
      : rows(tables[spec.name] ?? { rows: [] }, args.json),
  );
  return exit.clean;
}

function untold(host: string, { message, hint }: Failure, { log }: Context): number {
  log.error(`${host}: ${message}`, [hint]);
  return exit.incomplete;
}

function specOf(name: string): TableSpec {
  const spec = catalogue.get(name);
  if (spec !== undefined) return spec;
  throw new PlimsollError('USAGE', `there is no table "${name}"${didYouMean(name, catalogue.keys())}`, [
    `tables: ${[...catalogue.keys()].join(', ')}`,
  ]);
}

/** Asks one host for what the table is made of, or for everything. */
async function gathered(args: FactsArguments, spec: TableSpec | null, context: Context): Promise<Bundle> {
  const hosts = await targetsOf(args, context);
  const [host] = hosts;
  if (host === undefined || hosts.length > 1)
    throw new PlimsollError('USAGE', `facts are shown of one host, and these are ${hosts.length}`, [
      '--limit NAME picks one',
    ]);
  const specs = spec === null ? [...catalogue.values()] : [spec];
  const sections = new Set(['host', ...specs.flatMap((one) => one.sections)]);
  const connection = await connectionOf(args, context);
  const [bundle] = await collectFleet([host], { ...connection, sections }, context, (handled) =>
    Promise.resolve(
      'told' in handled
        ? parseBundle(host.name, handled.bytes)
        : { ...handled.identity, failure: handled.failure, sections: {} },
    ),
  );
  if (bundle === undefined) throw new Error('one host gives one bundle');
  return bundle;
}

function overview(tables: Readonly<Record<string, Table>>, json: boolean): string {
  const listed = Object.entries(tables).map(([name, one]) => ({
    name,
    rows: 'rows' in one ? one.rows.length : null,
    error: 'rows' in one ? null : one.error,
    description: catalogue.get(name)?.description ?? '',
  }));
  if (json) return stableStringify(listed);
  return table(
    listed.map(({ name, rows, error, description }) => [
      name,
      error === null ? `${rows} ${rows === 1 ? 'row' : 'rows'}` : `<${error.code}>`,
      error === null ? description : visible(error.message, 100),
    ]),
  );
}

/** How the rows of a table are shown; what is asked of it is held to its columns before any host is. */
function rowsOf(args: FactsArguments, spec: TableSpec): (found: Table, json: boolean) => string {
  const known = Object.keys(spec.columns);
  const column = (name: string): string => {
    if (known.includes(name)) return name;
    throw new PlimsollError('USAGE', `${spec.name} has no column "${name}"${didYouMean(name, known)}`, [
      `columns: ${known.join(', ')}`,
    ]);
  };
  const columns = args.columns === undefined ? known : args.columns.split(',').map(column);
  const conditions = args.where.map((text) => {
    const at = text.indexOf('=');
    if (at === -1) throw new PlimsollError('USAGE', `--where wants COLUMN=VALUE, not "${visible(text, 60)}"`);
    return { name: column(text.slice(0, at)), value: text.slice(at + 1) };
  });
  const fits = (row: Row): boolean =>
    conditions.every(({ name, value }) => plain(row.values[name]) === value);
  return (found, json) => {
    if ('error' in found) {
      return json ? stableStringify({ error: found.error }) : `${failureLine(found.error)}\n`;
    }
    const rows = found.rows.filter(fits);
    if (json) return stableStringify(rows.map((row) => picked(row, columns)));
    const cells = rows.map((row) => columns.map((name) => cellOf(row, name)));
    const failures = rows.flatMap(({ errors = {} }) => columns.flatMap((name) => errors[name] ?? []));
    const reasons = [...new Set(failures.map(failureLine))].map((line) => `${line}\n`);
    return table([columns, ...cells]) + (reasons.length === 0 ? '' : `\n${reasons.join('')}`);
  };
}

/** As it is typed behind `COLUMN=`: text as it is, all else as JSON. */
function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function picked({ values, errors = {}, note }: Row, columns: readonly string[]): object {
  const of = <V>(all: Readonly<Record<string, V>>): Record<string, V> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => columns.includes(name)));
  const failed = of(errors);
  return {
    ...of(values),
    ...(Object.keys(failed).length === 0 ? {} : { errors: failed }),
    ...(note === undefined ? {} : { note }),
  };
}

const WIDEST_CELL = 60;

function cellOf({ values, errors }: Row, name: string): string {
  const failure = errors?.[name];
  if (failure !== undefined) return `<${failure.code}>`;
  const value = values[name];
  return value === undefined ? '-' : visible(words(value), WIDEST_CELL);
}

function failureLine({ code, message, hint }: Failure): string {
  return visible(`<${code}> ${message}; ${hint}`, 500);
}
