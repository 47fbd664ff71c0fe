import { readdir } from 'node:fs/promises';
import { buildReport } from '../dist/commands/judge/build-report.js';
import { judgeBundle } from '../dist/commands/judge/judge.js';
import { policyOf } from '../dist/commands/judge/policy.js';
import { selectedChecks } from '../dist/commands/judge/selected-checks.js';
import { loadBundle } from '../dist/facts/load.js';
import { packageFile } from '../dist/lib/package.js';

/** As many results a host as the whole benchmark has recommendations. */
const resultsPerHost = 118;

/** A report on `count` hosts: the recorded sample hosts over and over, their results repeated under other ids. */
export async function fleet(count) {
  const selected = await selectedChecks({ check: [], skip: [], checks: [], benchmark: [] }, []);
  const { benchmarks } = selected;
  const checks = repeated(selected.all);
  const names = (await readdir(packageFile('demo'))).sort();
  const bundles = await Promise.all(names.map((name) => loadBundle(packageFile(`demo/${name}`))));
  const originals = bundles.map((bundle) => judgeBundle(bundle, checks, {}));
  const hosts = Array.from({ length: count }, (_, index) => ({
    // A copy of its own: hosts of a real fleet share no memory.
    ...structuredClone(originals[index % originals.length]),
    name: `host-${String(index).padStart(4, '0')}`,
  }));
  const time = '2026-01-01T00:00:00Z';
  return buildReport(
    { id: 'bench', startedAt: time, finishedAt: time, benchmarks, policy: policyOf(selected, [], null) },
    checks,
    hosts,
  );
}

/** The checks over and over until there are enough, each with an id of its own. */
function repeated(checks) {
  return Array.from({ length: resultsPerHost }, (_, index) => {
    const check = checks[index % checks.length];
    const round = Math.floor(index / checks.length);
    return round === 0 ? check : { ...check, id: `${check.id}-${round}` };
  });
}
