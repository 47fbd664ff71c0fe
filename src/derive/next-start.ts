import { fail, type Failable } from '../lib/failure.ts';
import type { Facts } from './facts.ts';
import { completeAddress } from './raw/api-address.ts';
import { keysSet, refusals } from './raw/config-keys.ts';
import type { Flags } from './raw/dockerd-flags.ts';
import { textAt, textsAt } from './raw/json-access.ts';
import { configuredMode, materialPaths } from './tls-options.ts';

/** The failure of what the file on disk cannot tell, because dockerd read another one when it started. */
export function fileNotInForce<T>(facts: Facts, unknown: string): Failable<T> {
  const blocker = startBlocker(facts);
  return fail(
    'PENDING_RESTART',
    `${facts.configPath} was changed after dockerd started${unknown}`,
    blocker === undefined
      ? 'restart the Docker daemon so that the file is in force, or reload it, after which its journal tells what is; then audit again'
      : `mend the file before any restart, for ${blocker}; then restart the Docker daemon and audit again`,
  );
}

/** A note on what the next start brings: what keeps dockerd from starting comes before that. */
export function pendingStart(facts: Facts, text: string): string {
  return `pending restart: ${startBlocker(facts) ?? text}`;
}

/** What is known to keep dockerd from starting with its flags and its file: with what it has read, it did start. */
export function startBlocker(facts: Facts): string | undefined {
  const { config, configChanged, configPath, nextFlags } = facts;
  if (!config.ok || !configChanged.ok || !configChanged.value) return undefined;
  const { settings, written } = config.value;
  if (!settings.ok) return `dockerd will not start with ${configPath} as it is: it is not a JSON object`;
  if (!written.ok) return undefined;
  const refused = [...refusals(written.value, engineOf(facts)), ...refusedValues(settings.value)];
  if (refused.length > 0) return `dockerd will not start with ${configPath} as it is: ${refused.join('; ')}`;
  if (!nextFlags.ok) return undefined;
  const flagged = keysOf(nextFlags.value);
  const clashing = [...keysSet(written.value).keys()].filter((key) => flagged.has(key) && key !== 'runtimes');
  if (clashing.length > 0) {
    return `dockerd will not start with what is set both by a flag and in ${configPath}: ${clashing.sort().join(', ')}`;
  }
  return withoutCertificate(facts, nextFlags.value);
}

function engineOf({ info }: Facts): string | undefined {
  return info.ok ? textAt(info.value, 'ServerVersion') : undefined;
}

const levels: ReadonlySet<string> = new Set([
  '',
  'panic',
  'fatal',
  'error',
  'warn',
  'info',
  'debug',
  'trace',
]);
const protocols = /^(?:tcp|unix|fd|npipe):\/\//;

/** Values of the right type that dockerd refuses all the same (moby, daemon/config/config.go: Validate). */
function refusedValues(settings: Facts['settings']): readonly string[] {
  const level = textAt(settings, 'log-level') ?? '';
  const hosts = textsAt(settings, 'hosts').filter(
    (host) => !protocols.test(completeAddress(host, { tls: false, directory: '/' })),
  );
  return [
    // 20.10 takes "warning" too.
    ...(levels.has(level.toLowerCase()) || level === 'warning' ? [] : [`there is no log level ${level}`]),
    ...hosts.map((host) => `it cannot serve ${host}`),
  ];
}

/** TLS needs a certificate and a key. */
function withoutCertificate(facts: Facts, flags: Flags): string | undefined {
  const { dockerd, settings, files, configPath } = facts;
  if (!dockerd.ok || !files.ok || !configuredMode(flags, settings).tls) return undefined;
  const missing = materialPaths(flags, settings, dockerd.value).filter(({ option, path }) => {
    if (path === '') return option !== 'tlscacert';
    const file = files.value(path);
    return file.ok && file.value.stat === null;
  });
  if (missing.length === 0) return undefined;
  const named = missing.map(({ option, path }) => (path === '' ? option : `${option} (${path})`));
  return `dockerd will not start with TLS as ${configPath} sets it: there is no file for ${named.join(', ')}`;
}

/** The flag of a list is called after one entry: `host` for `hosts`, `insecure-registry` for `insecure-registries`. */
function keysOf(flags: Flags): ReadonlySet<string> {
  return new Set([...flags.keys()].flatMap((flag) => [flag, `${flag}s`, flag.replace(/y$/, 'ies')]));
}
