import type { Facts } from './facts.ts';
import { canonicalSocket } from './raw/dockerd-process.ts';
import { sectionText } from './raw/section.ts';

/** What a host has that has, or had, an engine of Docker's kind. */
const traces = [
  ...['/usr/bin/dockerd', '/usr/sbin/dockerd', '/etc/docker', '/run/docker.sock', '/var/snap/docker'],
  ...['/usr/bin/containerd', '/usr/local/bin/containerd', '/run/containerd/containerd.sock'],
  ...['/run/podman/podman.sock', '/run/crio/crio.sock'],
];

/**
 * Why there is nothing to judge on a host: no engine of Docker's kind runs on it, and nothing is left of one. Null where
 * that is not known for certain, as to whoever is not root.
 */
export function whyNoEngine(facts: Facts): string | null {
  const { bundle, host, info, files } = facts;
  const isRoot = host.ok && host.value.uid === 0;
  const withoutClient = !info.ok && info.failure.code === 'TOOL_MISSING';
  if (bundle.failure !== null || !isRoot || !withoutClient || !files.ok || runsAny(facts)) return null;
  // An older collector did not say what it looked for.
  const looked = sectionText(bundle, 'files');
  if (!looked.ok || !/^absences listed$/m.test(looked.value)) return null;
  const paths = [...traces, canonicalSocket(bundle.host.dockerSocket)];
  const absent = paths.every((path) => {
    const file = files.value(path);
    return file.ok && file.value.link === null;
  });
  return absent ? 'neither Docker nor another container engine is installed or runs on the host' : null;
}

/** Also one inside a container, and also where that is not known. */
function runsAny({ bundle }: Facts): boolean {
  const daemons = sectionText(bundle, 'processes');
  if (!daemons.ok || /^(process \d|answers yes)/m.test(daemons.value)) return true;
  // Gathered only where a check asks for it.
  if (!Object.hasOwn(bundle.sections, 'containerd.processes')) return false;
  const others = sectionText(bundle, 'containerd.processes');
  return !others.ok || others.value !== '';
}
