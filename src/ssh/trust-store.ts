import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint } from '../inventory/types.ts';
import { createTrust, type Trust } from './host-key.ts';
import { createLearner } from './learner.ts';
import { parseKnownHosts, type KnownHost } from './known-hosts.ts';

/** Every known_hosts file is read and parsed once. */
export interface TrustStore {
  readonly trustOf: (endpoint: Endpoint) => Promise<Trust>;
}

/** @param acceptNewInto the file for keys of hosts that are not known yet; null refuses them */
export function createTrustStore(acceptNewInto: string | null): TrustStore {
  const learner = acceptNewInto === null ? null : createLearner(acceptNewInto);
  const parsed = new Map<string, Promise<readonly KnownHost[]>>();
  const load = (file: string): Promise<readonly KnownHost[]> => {
    const lines = parsed.get(file) ?? readKnownHosts(file);
    parsed.set(file, lines);
    return lines;
  };
  return {
    async trustOf(endpoint) {
      const files = endpoint.knownHostsFiles.length > 0 ? endpoint.knownHostsFiles : defaultFiles();
      const lines = await Promise.all(files.map(load));
      return createTrust(lines.flat(), files, endpoint, learner);
    },
  };
}

function defaultFiles(): readonly string[] {
  return [join(homedir(), '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts'];
}

/** A file that cannot be read knows no host, as for OpenSSH: the host's key is then unknown, never accepted. */
async function readKnownHosts(file: string): Promise<readonly KnownHost[]> {
  return readFile(file, 'utf8')
    .then((text) => parseKnownHosts(text, file))
    .catch(() => []);
}
