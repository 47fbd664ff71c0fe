import type { Facts } from './facts.ts';
import { textAt } from './raw/json-access.ts';

/**
 * Under which cgroup the daemon puts containers that ask for none, by one that was created since it was started; empty for
 * its own default, which is docker, or system.slice where systemd makes the cgroups (moby, daemon/daemon_unix.go).
 */
export function cgroupInUse({ containers, processes, dockerd }: Facts): string | undefined {
  if (!containers.ok || !processes.ok || !dockerd.ok) return undefined;
  const { startedAt } = dockerd.value;
  if (startedAt === null) return undefined;
  for (const container of containers.value) {
    const id = textAt(container, 'Id') ?? '';
    const process = processes.value.byId.get(id);
    const created = Date.parse(textAt(container, 'Created') ?? '') / 1000;
    if (textAt(container, 'HostConfig', 'CgroupParent') !== '' || !(created > startedAt)) continue;
    const found = process?.ok === true ? parentOf(process.value.cgroups, id) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function parentOf(cgroups: readonly string[], id: string): string | undefined {
  const places = cgroups.map((line) => {
    const path = line.slice(line.indexOf(':') + 1);
    if (path.endsWith(`/docker-${id}.scope`)) return path.split('/').at(-2);
    return path.endsWith(`/${id}`) ? path.slice(0, -id.length - 1) : undefined;
  });
  const [place, ...others] = new Set(places.filter((found) => found !== undefined));
  if (place === undefined || others.length > 0) return undefined;
  return place === '/docker' || place === 'system.slice' ? '' : place;
}
