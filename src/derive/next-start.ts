import { fail, type Failable } from '../lib/failure.ts';
import type { Facts } from './facts.ts';
import type { Flags } from './raw/dockerd-flags.ts';

/** The failure of what the file on disk cannot tell, because dockerd read another one when it started. */
export function fileNotInForce<T>(facts: Facts, unknown: string): Failable<T> {
  const blocker = startBlocker(facts);
  return fail(
    'PENDING_RESTART',
    `${facts.configPath} was changed after dockerd started${unknown}`,
    blocker === undefined
      ? 'restart the Docker daemon so that the file is in force, then audit again'
      : `mend the file before any restart, for ${blocker}; then restart the Docker daemon and audit again`,
  );
}

/** What is known to keep dockerd from starting with its flags and its file: with what it has read, it did start. */
export function startBlocker({ config, configChanged, configPath, flags }: Facts): string | undefined {
  if (!config.ok || !configChanged.ok || !configChanged.value) return undefined;
  const { settings } = config.value;
  if (!settings.ok) return `dockerd will not start with ${configPath} as it is: it is not a JSON object`;
  if (!flags.ok) return undefined;
  const flagged = keysOf(flags.value);
  const clashing = Object.keys(settings.value).filter((key) => flagged.has(key) && !mergedKeys.has(key));
  if (clashing.length === 0) return undefined;
  return `dockerd will not start with what is set both by a flag and in ${configPath}: ${clashing.sort().join(', ')}`;
}

/** Keys that dockerd accepts beside their flags. */
const mergedKeys: ReadonlySet<string> = new Set(['builder', 'features', 'runtimes']);

/** The flag of a list is called after one entry: `host` for `hosts`, `insecure-registry` for `insecure-registries`. */
function keysOf(flags: Flags): ReadonlySet<string> {
  return new Set([...flags.keys()].flatMap((flag) => [flag, `${flag}s`, flag.replace(/y$/, 'ies')]));
}
