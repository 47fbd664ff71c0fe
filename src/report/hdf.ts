import type { HostResult, Report } from '../result/types.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { controlOf, undecidedControl } from './hdf/control.ts';
import { digest } from './machine/identity.ts';
import { compactJson, plain } from './machine/text.ts';
import { hostSlugs } from './slug.ts';
import type { Renderer } from './types.ts';
import { benchmarkIds } from '../result/benchmarks.ts';

/** hdf/<slug>.json, one for each host: Heimdall and the SAF tools compare and join them. */
export const hdf: Renderer = function* (report) {
  const catalogue = catalogueOf(report);
  const slugs = hostSlugs(report);
  const sha256 = digest([benchmarkIds(report), compactJson(report.checks)]);
  for (const host of report.hosts) {
    const text = JSON.stringify(execution(report, catalogue, host, sha256));
    yield { path: `hdf/${slugs.get(host.name) ?? ''}.json`, content: [text, '\n'] };
  }
};

/** The root of "exec-json", the output format of InSpec that HDF is. */
function execution(report: Report, catalogue: Catalogue, host: HostResult, sha256: string) {
  return {
    platform: {
      name: plain(host.platform.os, 200) || 'unknown',
      release: plain(host.platform.engine, 200) || 'unknown',
      target_id: plain(host.name, 200),
    },
    profiles: [{ ...profile(report, catalogue, host), sha256 }],
    statistics: {},
    version: report.tool.version,
  };
}

function profile(report: Report, catalogue: Catalogue, host: HostResult) {
  const started = host.collectedAt ?? report.run.startedAt;
  const controls =
    host.results.length === 0
      ? report.checks.map((check) => undecidedControl(check, catalogue.place(check), host, started))
      : host.results.map((result) => {
          const check = catalogue.of(result);
          return controlOf(check, catalogue.place(check), result, started);
        });
  return {
    name: `plimsoll-${benchmarkIds(report)}`,
    title: `plimsoll, ${benchmarkIds(report)}`,
    version: report.tool.version,
    supports: [],
    attributes: [],
    groups: [],
    status: 'loaded',
    controls,
  };
}
