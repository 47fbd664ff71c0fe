import type { Bundle } from '../../facts/bundle.ts';
import type { Failure } from '../../lib/failure.ts';
import { asStored } from '../../lib/json.ts';
import { tally } from '../../result/tally.ts';
import type { JudgedHost } from '../../result/types.ts';

/** The result of a host of which nothing can be judged, as report.json has it. */
export function unreachable({ host }: Pick<Bundle, 'host'>, failure: Failure | null): JudgedHost {
  const { name, address, groups, labels } = host;
  return asStored<JudgedHost>({
    ...{ name, address, groups, labels, error: failure, state: 'unreachable', collectedAt: null },
    platform: { os: null, kernel: null, engine: null },
    engines: [],
    facts: null,
    audited: null,
    results: [],
    summary: tally([]),
  });
}
