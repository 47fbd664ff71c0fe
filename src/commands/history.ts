import { readHistory, type Indexed } from '../history/read.ts';
import { keptReport } from '../history/store.ts';
import { stableStringify } from '../lib/json.ts';
import { counted, percent, utc } from '../report/format.ts';
import { exit, type Context } from './context.ts';
import { table } from './terminal/table.ts';
import { warnOfUnreadable } from './deliver/track.ts';

/** A run of a history: `report` is where its report.json lies, null when it was dropped. */
interface Run extends Omit<Indexed, 'failing' | 'failures'> {
  /** Findings that failed and were not waived. */
  readonly failing: number;
  readonly report: string | null;
}

/** The runs of a history, the oldest first, one line each or as JSON. */
export async function listHistory(
  args: { readonly dir: string; readonly json: boolean },
  context: Context,
): Promise<number> {
  const history = await readHistory(args.dir);
  warnOfUnreadable(history, context);
  const runs: readonly Run[] = await Promise.all(
    history.entries.map(async ({ failures, ...entry }) => ({
      ...entry,
      failing: failures,
      report: await keptReport(history, entry.id),
    })),
  );
  await context.stdout(args.json ? stableStringify(runs) : table(runs.map(rowOf)));
  const scopes = new Set(runs.map((run) => run.scope)).size;
  const kept = runs.filter((run) => run.report !== null).length;
  context.log.info(
    `${counted(runs.length, 'run')} of ${counted(scopes, 'scope')}; ${counted(kept, 'report')} kept`,
  );
  return exit.clean;
}

function rowOf({ id, startedAt, scope, hosts, score, report, ...counts }: Run): readonly string[] {
  const all = hosts.audited + hosts.partial + hosts.unreachable;
  return [
    utc(startedAt),
    id,
    `scope=${scope.replace('sha256:', '').slice(0, 8)}`,
    hosts.audited === all ? `hosts=${all}` : `hosts=${hosts.audited}/${all}`,
    ...(['pass', 'fail', 'error', 'manual', 'waived'] as const).map((name) => `${name}=${counts[name]}`),
    `score=${score === null ? 'n/a' : percent(score)}`,
    report === null ? 'report dropped' : 'report kept',
  ];
}
