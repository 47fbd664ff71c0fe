import type { JsonObject } from '../lib/json.ts';
import type { Facts } from './facts.ts';
import type { ContainerProcess } from './raw/container-process.ts';
import { textAt, textsAt } from './raw/json-access.ts';

/**
 * Under which cgroup the daemon puts containers that ask for none, by one that was created since it was started; empty for
 * its own default, which is docker, or system.slice where systemd makes the cgroups (moby, daemon/daemon_unix.go).
 */
export function cgroupInUse(facts: Facts): string | undefined {
  for (const { inspect, process } of createdSinceStart(facts)) {
    if (textAt(inspect, 'HostConfig', 'CgroupParent') !== '') continue;
    const found = parentOf(process.cgroups, textAt(inspect, 'Id') ?? '');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** False where one that asks for nothing may gain privileges; that one may not can be its own doing. */
export function noNewPrivilegesInUse(facts: Facts): false | undefined {
  const free = createdSinceStart(facts).some(
    ({ inspect, process }) =>
      process.noNewPrivileges === false &&
      !textsAt(inspect, 'HostConfig', 'SecurityOpt').some((option) => option.startsWith('no-new-privileges')),
  );
  return free ? false : undefined;
}

interface Created {
  readonly inspect: JsonObject;
  readonly process: ContainerProcess;
}

/** Containers that run and were created since the daemon was started. */
function createdSinceStart({ containers, processes, dockerd }: Facts): readonly Created[] {
  const started = dockerd.ok ? dockerd.value.startedAt : null;
  if (!containers.ok || !processes.ok || started === null) return [];
  return containers.value.flatMap((inspect) => {
    const process = processes.value.byId.get(textAt(inspect, 'Id') ?? '');
    const created = Date.parse(textAt(inspect, 'Created') ?? '') / 1000;
    return process?.ok === true && created > started ? [{ inspect, process: process.value }] : [];
  });
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
