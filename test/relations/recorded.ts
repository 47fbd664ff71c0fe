import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { loadChecks, shippedChecks } from '../../src/checks/load.ts';
import { factsOf } from '../../src/derive/facts.ts';
import { deriveTables } from '../../src/derive/index.ts';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import type { Bundle, Section } from '../../src/facts/bundle.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { packageFile } from '../../src/lib/package.ts';
import type { CheckResult } from '../../src/result/types.ts';

export const checks = await loadChecks([shippedChecks]);

/** Every recorded host. */
export const recorded = await Promise.all(
  ['demo', 'test/fixtures/bundles'].flatMap((folder) =>
    readdirSync(packageFile(folder))
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => ({
        name: basename(name, '.json'),
        bundle: await loadBundle(packageFile(`${folder}/${name}`)),
      })),
  ),
);

export function verdicts(bundle: Bundle, asked = checks): ReadonlyMap<string, CheckResult> {
  const results = evaluateHost(asked, deriveTables(factsOf(bundle)), {});
  return new Map(results.map((result) => [result.check, result]));
}

/** A bundle with one section changed, or without it. */
export function withSection(bundle: Bundle, name: string, change: Partial<Section> | null): Bundle {
  const { [name]: section, ...others } = bundle.sections;
  if (section === undefined) throw new Error(`no section ${name}`);
  return { ...bundle, sections: change === null ? others : { ...others, [name]: { ...section, ...change } } };
}

/** One line for each check whose verdict differs in a way that is not allowed. */
export function differences(
  before: ReadonlyMap<string, CheckResult>,
  after: ReadonlyMap<string, CheckResult>,
  allowed: (before: string, after: string) => boolean = () => false,
): readonly string[] {
  return [...after].flatMap(([check, { outcome, reason }]) => {
    const was = before.get(check)?.outcome ?? 'nothing';
    return was === outcome || allowed(was, outcome) ? [] : [`${check}: ${was} -> ${outcome}: ${reason}`];
  });
}
