import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { DEFAULT_SOCKET } from '../collector/assemble.ts';
import { dayOfTime } from '../evaluate/waivers/days.ts';
import { readBundle } from '../facts/load.ts';
import { limitHosts } from '../inventory/index.ts';
import { PlimsollError } from '../lib/errors.ts';
import type { Failure } from '../lib/failure.ts';
import { compareText, stableStringify, type JsonObject } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import type { JudgedHost } from '../result/types.ts';
import type { JudgeArguments, TargetArguments } from './command-line/arguments.ts';
import type { Context } from './context.ts';
import { conclude } from './deliver/conclude.ts';
import { planDelivery } from './deliver/deliver.ts';
import { notifierOf } from './deliver/notify.ts';
import { withTracking } from './deliver/track.ts';
import { buildReport } from './judge/build-report.ts';
import { waiversOf, waivingOf } from './judge/load-waivers.ts';
import { parsedResults } from './judge/parsed-results.ts';
import { policyOf } from './judge/policy.ts';
import { parametersFor, selectedChecks } from './judge/selected-checks.ts';
import { unreachable } from './judge/unreachable.ts';
import type { Identity, Workers } from './work/tasks.ts';

export type EvaluateArguments = JudgeArguments &
  Pick<TargetArguments, 'limit'> & { readonly bundles: readonly string[] };

/** Judges stored bundles; contacts no host, reads no clock: the same bundles give the same report. */
export async function evaluate(args: EvaluateArguments, context: Context): Promise<number> {
  const workers = await context.startWorkers();
  try {
    return await evaluateBy(workers, args, context);
  } finally {
    workers.close();
  }
}

async function evaluateBy(workers: Workers, args: EvaluateArguments, context: Context): Promise<number> {
  const given = await givenBundles(workers, args);
  const hosts = given.map(({ identity }) => identity.host);
  const selected = await selectedChecks(args, hosts);
  const { checks, benchmarks } = selected;
  const accepted = await waiversOf(args, selected, context);
  const waivers = accepted?.waivers ?? null;
  const policy = policyOf(selected, hosts, accepted?.digest ?? null);
  const delivery = await planDelivery(args, given.length);
  const times = given.filter(isUsable).map(({ identity }) => identity.collectedAt);
  times.sort(compareText);
  const run = {
    id: runId([...given.map(evidence), benchmarks.given, checks.map((check) => check.id), waivers]),
    startedAt: times[0] ?? '',
    finishedAt: times.at(-1) ?? '',
    benchmarks,
    policy,
  };
  workers.prepare({ checks, waiving: waivers && waivingOf(waivers, checks, dayOfTime(run.startedAt)) });
  const results = await Promise.all(
    given.map((one) => open(judged, workers, one, parametersFor(selected, one.identity.host.parameters))),
  );
  const notify = notifierOf(args, context);
  return withTracking(args, context, async (tracking) => {
    const report = buildReport(run, checks, await parsedResults(results), waivers);
    return conclude(report, { delivery, tracking, notify }, args, context);
  });
}

interface Usable {
  readonly path: string;
  readonly identity: Identity;
  readonly digest: string;
  readonly content: Content;
}

/** Of a long file its digest alone, so that many of them take no memory: it is read once more. */
type Content = { readonly bytes: Buffer } | { readonly sha256: string };

/** Files that are open, and long ones that are in memory. */
const open = pLimit(4);
const LONG = 1024 * 1024;

/** A file that is no bundle is that of a host with nothing but the reason. */
interface Unusable {
  readonly identity: Identity;
  readonly failure: Failure;
  /** What to throw when no other file is one. */
  readonly error: Error;
}

type Given = Usable | Unusable;

function isUsable(given: Given): given is Usable {
  return 'digest' in given;
}

/** The bundles of --limit; which way they are given in makes no difference. */
async function givenBundles(workers: Workers, args: EvaluateArguments): Promise<readonly Given[]> {
  const given = await Promise.all(args.bundles.map((path) => open(givenBundle, workers, path)));
  const hosts = given.map(({ identity }) => identity.host);
  requireDistinct(hosts.map(({ name }) => name));
  const limited = new Set(await limitHosts(hosts, args.limit));
  const kept = given.filter(({ identity }) => limited.has(identity.host));
  const [first] = kept;
  if (first !== undefined && !isUsable(first) && !kept.some(isUsable)) throw first.error;
  return kept.sort((a, b) => compareText(a.identity.host.name, b.identity.host.name));
}

async function givenBundle(workers: Workers, path: string): Promise<Given> {
  const bytes = await readBundle(path).catch(unlessTooLong);
  if (bytes instanceof PlimsollError) return notUsable(path, bytes);
  const read = await workers.run('read', path, { path }, [bytes]);
  if (!read.ok) return unusable(path, read.failure, new Error(read.failure.message));
  const { told } = read.value;
  if ('digest' in told) return { path, content: await contentOf(path, bytes), ...told };
  return notUsable(path, new PlimsollError(told.problem.code, told.problem.message, told.problem.details));
}

async function contentOf(path: string, bytes: Buffer): Promise<Content> {
  const isShort = bytes.length <= LONG || !(await stat(path)).isFile();
  return isShort ? { bytes } : { sha256: sha256(bytes) };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function bytesOf(path: string, content: Content): Promise<Buffer | Failure> {
  if ('bytes' in content) return content.bytes;
  const bytes = await readBundle(path).catch(() => null);
  if (bytes !== null && sha256(bytes) === content.sha256) return bytes;
  const message = `${path} was changed while it was read`;
  return { code: 'BUNDLE_INVALID', message, hint: 'evaluate it again' };
}

function unlessTooLong(error: unknown): PlimsollError {
  if (error instanceof PlimsollError && error.code === 'COST_LIMIT') return error;
  throw error;
}

function notUsable(path: string, error: PlimsollError): Unusable {
  const { code, message, details } = error;
  return unusable(path, { code, message, hint: visible(details.join('; '), 500) }, error);
}

/** Named by its file: what it says of itself is nothing to go by. */
function unusable(path: string, failure: Failure, error: Error): Unusable {
  const host = {
    name: path,
    address: '',
    groups: [],
    labels: {},
    dockerSocket: DEFAULT_SOCKET,
    parameters: {},
  };
  return { identity: { schemaVersion: 1, host, collectedAt: '' }, failure, error };
}

async function judged(
  workers: Workers,
  given: Given,
  parameters: JsonObject,
): Promise<Uint8Array | JudgedHost> {
  const { identity } = given;
  if (!isUsable(given)) return unreachable(identity, given.failure);
  const { path, content } = given;
  const bytes = await bytesOf(path, content);
  if ('code' in bytes) return unreachable(identity, bytes);
  const done = await workers.run('evaluate', identity.host.name, { path, parameters }, [bytes]);
  return done.ok ? done.value.bytes : unreachable(identity, done.failure);
}

/** What of a bundle the report depends on. */
function evidence(given: Given): string {
  return isUsable(given) ? given.digest : stableStringify([given.identity.host.name, given.failure], 0);
}

/** Of all that the report depends on. */
function runId(given: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const value of given) hash.update(stableStringify(value, 0));
  return hash.digest('hex').slice(0, 16);
}

function requireDistinct(names: readonly string[]): void {
  const seen = new Set<string>();
  const twice = [...new Set(names.filter((name) => seen.size === seen.add(name).size))];
  if (twice.length > 0)
    throw new PlimsollError('BUNDLE_INVALID', 'several bundles are of the same host', twice);
}
