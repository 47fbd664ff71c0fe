import type { Bundle } from '../../facts/bundle.ts';
import type { Failure } from '../../lib/failure.ts';
import { asStored } from '../../lib/json.ts';
import { tally } from '../../result/tally.ts';
import type { HostResult } from '../../result/types.ts';

/** The result of a host of which nothing can be judged, as report.json has it. */
export function unreachable({ host }: Pick<Bundle, 'host'>, failure: Failure | null): HostResult {
  const { name, address, groups, labels } = host;
  return asStored<HostResult>({
    ...{ name, address, groups, labels, error: failure, state: 'unreachable', collectedAt: null },
    platform: { os: null, kernel: null, engine: null },
    audited: null,
    results: [],
    summary: tally([]),
  });
}
