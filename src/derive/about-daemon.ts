import type { Bundle } from '../facts/bundle.ts';
import type { Failable } from '../lib/failure.ts';
import { daemonSearch, ELSEWHERE, type DockerdProcess } from './raw/dockerd-process.ts';

/** What a daemon that runs elsewhere says of itself, and what is asked about this machine whatever runs on it. */
const withoutHost = /^(docker\.|swarm\.services$|host$|hardening$|content\.trust$|processes$)/;

/**
 * The bundle as far as it is about the daemon that was asked. The files, mounts, groups and audit rules of a machine on
 * which it does not run are somebody else's.
 */
export function aboutDaemon(bundle: Bundle, dockerd: Failable<DockerdProcess>): Bundle {
  const dockerSocket = daemonSearch(bundle).asked ?? bundle.host.dockerSocket;
  const asked = { ...bundle, host: { ...bundle.host, dockerSocket } };
  if (dockerd.ok || dockerd.failure.code !== ELSEWHERE) return asked;
  const sections = Object.entries(bundle.sections).filter(([name]) => withoutHost.test(name));
  return { ...asked, failure: dockerd.failure, sections: Object.fromEntries(sections) };
}
