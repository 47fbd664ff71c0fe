import { succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { both, mapFailable } from './build-row.ts';
import { confinementOf, obstacle } from './confinement.ts';
import type { Lsm } from './container-lsm.ts';
import {
  capabilitiesAsFarAsKnown,
  isPrivileged,
  isRoot,
  seccomp,
  type Container,
} from './container-security.ts';
import type { Facts } from './facts.ts';
import { diskAccess } from './host-disk.ts';
import { powers, type Power, type Reach } from './host-powers.ts';
import { kernelParts, mountedPaths, namesOf, realPath, type MountContext } from './mounted-paths.ts';
import { capabilitiesOf } from './raw/capabilities.ts';
import { canonicalSocket } from './raw/dockerd-process.ts';
import type { ContainerProcess } from './raw/container-process.ts';
import { at, booleanAt, listAt, textAt } from './raw/json-access.ts';
import { mounts, type Mount } from './raw/mount-info.ts';
import { sensitivePaths } from './sensitive-paths.ts';

export interface PowerContext {
  readonly facts: Facts;
  readonly mounting: MountContext;
  readonly lsm: Lsm;
  readonly hostNamespaces: ReadonlyMap<string, string>;
  readonly daemonSeccomp: Failable<boolean>;
  /** Whether the daemon filters by the profile that comes with it. */
  readonly ownFilter: Failable<boolean>;
}

/**
 * How a container that is not privileged becomes the root of its host all the same, or reads all that it keeps, and how
 * it might but for something that is named.
 * @param sharesUsers whether its root is root of the host
 */
export function powerColumns(
  container: Container,
  sharesUsers: Failable<boolean>,
  context: PowerContext,
): Readonly<Record<'hostPowers' | 'doubtfulPowers', Failable<Json>>> {
  const found = isPrivileged(container) ? succeed([]) : judgedPowers(container, sharesUsers, context);
  const certain = mapFailable(found, (all) => all.filter((one) => one.but === null).map(({ how }) => how));
  return {
    hostPowers: certain,
    doubtfulPowers: mapFailable(both(found, certain), ([all, already]) =>
      already.length > 0 ? [] : all.map(({ how, but }) => `${how}, ${but ?? ''}`),
    ),
  };
}

type Judged = readonly { readonly how: string; readonly but: string | null }[];

/** Nothing but what its settings could give needs to be known. */
function judgedPowers(
  container: Container,
  sharesUsers: Failable<boolean>,
  context: PowerContext,
): Failable<Judged> {
  const given = capabilitiesAsFarAsKnown(container);
  const held = standing(container, sharesUsers, given, context);
  const most = { root: true, capabilities: new Set(given) };
  const reach = reachOf(container, held.ok ? held.value : most, context);
  const found = mapFailable(reach, (known) => powers.filter(({ holds }) => holds(known)));
  if (!found.ok || found.value.length === 0) return mapFailable(found, () => []);
  if (!held.ok) return held;
  const filter = seccomp(container, context.daemonSeccomp);
  if (!filter.ok) return filter;
  const confinement = confinementOf(container, context.lsm, filter.value, context.ownFilter);
  return mapFailable(confinement, (known) =>
    found.value.map((power) => ({
      how: power.how,
      but: butFor(power, obstacle(power, known, held.value.capabilities)),
    })),
  );
}

function butFor({ where }: Power, kept: string | null): string | null {
  if (kept !== null) return `but for ${kept}`;
  return where === undefined ? null : `where ${where}`;
}

type Standing = Pick<Reach, 'root' | 'capabilities'>;

const nobody: Standing = { root: false, capabilities: new Set() };

/** Whom it is to the host: nobody, where it has a user namespace of its own. */
function standing(
  container: Container,
  sharesUsers: Failable<boolean>,
  given: readonly string[],
  { hostNamespaces }: PowerContext,
): Failable<Standing> {
  const { process, sandbox } = container;
  if (sandbox !== null) return sandbox;
  if (process === null) {
    return mapFailable(both(isRoot(container), sharesUsers), ([root, shares]) =>
      root && shares ? { root, capabilities: new Set(given) } : nobody,
    );
  }
  return mapFailable(process, (known) => {
    if (isRemapped(known, hostNamespaces)) return nobody;
    // Root takes up again what its bounding set holds, with the next program that it starts.
    if (known.uids.includes(0)) return { root: true, capabilities: new Set(given) };
    const effective = (known.capEffective ?? 0n) | known.capReserve;
    return { root: false, capabilities: new Set(capabilitiesOf(effective)) };
  });
}

function isRemapped({ uidMap, namespaces }: ContainerProcess, host: ReadonlyMap<string, string>): boolean {
  const [own, hosts] = [namespaces.get('user'), host.get('user')];
  if (own !== undefined && hosts !== undefined && own !== hosts) return true;
  return uidMap.length > 0 && !uidMap.some(([inside, outside]) => inside === 0 && outside === 0);
}

function reachOf(container: Container, standing: Standing, context: PowerContext): Failable<Reach> {
  const { facts } = context;
  const known = mounts(facts.bundle, facts.dockerd);
  const all = known.ok ? known.value : [];
  const mounted = standing.root ? mountedNames(container, context.mounting) : succeed([]);
  return mapFailable(mounted, (paths) => ({
    ...standing,
    hostPid: seesHost(container, context.hostNamespaces),
    settingsOpen: isUncovered(container),
    ...deviceReach(container, standing, all, facts),
    mounts: paths,
  }));
}

/** By its settings, or by its namespace where that can be read. */
function seesHost({ hostModes, process }: Container, hostNamespaces: ReadonlyMap<string, string>): boolean {
  const own = process?.ok === true ? process.value.namespaces.get('pid') : undefined;
  return hostModes.has('PidMode') || (own !== undefined && own === hostNamespaces.get('pid'));
}

function deviceReach(
  { inspect }: Container,
  { capabilities }: Standing,
  all: readonly Mount[],
  facts: Facts,
): Pick<Reach, 'disk' | 'memoryDevice'> {
  const real = (path: string): string => {
    const found = realPath(path, facts);
    return found.ok ? (found.value ?? path) : path;
  };
  const given = listAt(inspect, 'HostConfig', 'Devices').map((one) => textAt(one, 'PathOnHost') ?? '');
  return {
    disk: diskAccess(inspect, all, capabilities.has('CAP_MKNOD'), real),
    memoryDevice: given.some((path) => ['/dev', '/dev/mem', '/dev/kmem', '/dev/port'].includes(path)),
  };
}

const plainPaths = sensitivePaths([]);

function mountedNames(container: Container, mounting: MountContext): Failable<Reach['mounts']> {
  const found: Reach['mounts'][number][] = [];
  const parts = kernelParts(container);
  for (const mount of listAt(container.inspect, 'Mounts')) {
    const part = parts.get(textAt(mount, 'Destination') ?? '');
    const paths = mountedPaths(mount, mounting);
    // What a volume binds that came or went meanwhile is judged by the check of mounts.
    for (const path of paths.ok ? paths.value : []) {
      const names = namesOf(path, part, mounting, plainPaths);
      if (!names.ok) return names;
      found.push({ names: names.value.map(canonicalSocket), writable: booleanAt(mount, 'RW') !== false });
    }
  }
  return succeed(found);
}

const settings = '/proc/sys';

/** By its settings, or in the mounts that the kernel shows of it, as far as either is known. */
function isUncovered({ inspect, process, sandbox }: Container): boolean {
  const covered = at(inspect, 'HostConfig', 'ReadonlyPaths');
  if (Array.isArray(covered) && !covered.includes(settings)) return true;
  if (process?.ok !== true || sandbox !== null) return false;
  const seen = (path: string): boolean => process.value.mounts.some(({ mountPoint }) => mountPoint === path);
  return seen('/proc') && !seen(settings);
}
