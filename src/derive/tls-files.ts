import { succeed, type Failable } from '../lib/failure.ts';
import { servesTcp } from './api-listeners.ts';
import { mapFailable } from './build-row.ts';
import type { Facts } from './facts.ts';
import { configuredMode, fileSettings, materialPaths, tlsMode, type MaterialPath } from './tls-options.ts';

/** The certificate authority, certificate and key that the daemon serves TLS with; none where it serves none. */
export function tlsFiles(facts: Facts): Failable<readonly MaterialPath[]> {
  const { dockerd, flags } = facts;
  if (!dockerd.ok) return dockerd.failure.code === 'NO_DOCKERD' ? filesAtStart(facts) : dockerd;
  if (!flags.ok) return flags;
  const mode = tlsMode(facts);
  if (mode.ok && !mode.value.tls) return succeed([]);
  const settings = mode.ok ? fileSettings(facts) : mode;
  // Without a TCP address no certificate is in use, whatever a file that is not known any more said of one.
  if (!settings.ok) return servesTcp(facts) ? settings : succeed([]);
  return succeed(materialPaths(flags.value, settings.value, dockerd.value).filter(({ path }) => path !== ''));
}

/** Of a daemon that does not run: those that its file names for the next start. */
function filesAtStart({ config }: Facts): Failable<readonly MaterialPath[]> {
  if (!config.ok) return config;
  return mapFailable(config.value.settings, (settings) => {
    if (!configuredMode(new Map(), settings).tls) return [];
    const nobody = { environment: new Map<string, string>(), directory: '/' };
    return materialPaths(new Map(), settings, nobody).filter(({ path }) => path !== '');
  });
}
