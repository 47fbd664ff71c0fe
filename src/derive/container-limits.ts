import { succeed, type Failable } from '../lib/failure.ts';
import { isObject, type Json } from '../lib/json.ts';
import { mapFailable } from './build-row.ts';
import { isPrivileged, sharesNamespace, type Container } from './container-security.ts';
import { isInPodCgroup, isPodSandbox } from './kubernetes-pods.ts';
import { collected } from './not-collected.ts';
import { listAt, numberAt, textAt, textsAt } from './raw/json-access.ts';

export interface LimitContext {
  readonly hostNamespaces: ReadonlyMap<string, string>;
  /** Whether the daemon gives containers a user namespace of their own. */
  readonly remapped: Failable<boolean>;
  /** Whether it is in one itself, which no container leaves. */
  readonly rootless: Failable<boolean>;
  readonly defaultUlimits: Failable<Json>;
}

/** Columns about what a container shares with the host and what bounds it. */
export function limitColumns(
  container: Container,
  context: LimitContext,
): Readonly<Record<string, Failable<Json>>> {
  return {
    hostUts: collected(container, ['HostConfig', 'UTSMode'], () =>
      sharesNamespace(container, 'uts', 'UTSMode', context.hostNamespaces),
    ),
    hostUserns: hostUserns(container, context),
    devices: devices(container),
    ulimits: ulimits(container, context.defaultUlimits),
    sharedMounts: succeed(sharedMounts(container)),
    podCgroup: succeed(isInPodCgroup(container.inspect)),
    podSandbox: succeed(isPodSandbox(container.inspect)),
    cgroupParent: collected(container, ['HostConfig', 'CgroupParent'], (value) =>
      succeed(typeof value === 'string' ? value : ''),
    ),
    defaultBridge: defaultBridge(container),
    ...healthColumns(container),
  };
}

/** Without remapping every container shares the user namespace of the host, asked to or not. */
export function hostUserns(container: Container, context: LimitContext): Failable<boolean> {
  return collected(container, ['HostConfig', 'UsernsMode'], (mode) => {
    if (context.rootless.ok && context.rootless.value) return succeed(false);
    if (mode === 'host') return succeed(true);
    if (container.process !== null)
      return sharesNamespace(container, 'user', 'UsernsMode', context.hostNamespaces);
    return mapFailable(context.remapped, (remapped) => !remapped);
  });
}

/** Privileged containers see every device of the host, whatever the lists say. */
function devices(container: Container): Failable<readonly string[]> {
  if (isPrivileged(container)) return succeed(['ALL']);
  return collected(container, ['HostConfig', 'Devices'], () => {
    const { inspect } = container;
    return succeed([
      ...listAt(inspect, 'HostConfig', 'Devices').map((device) => textAt(device, 'PathOnHost') ?? 'unnamed'),
      ...textsAt(inspect, 'HostConfig', 'DeviceCgroupRules').map((rule) => `rule ${rule}`),
      ...listAt(inspect, 'HostConfig', 'DeviceRequests').flatMap(requestNames),
    ]);
  });
}

/** As in `request nvidia` for --gpus; of CDI, which has devices of every kind, each by its name. */
function requestNames(request: Json): readonly string[] {
  const [driver, named] = [textAt(request, 'Driver') ?? '', textsAt(request, 'DeviceIDs')];
  if (driver === 'cdi' && named.length > 0) return named.map((name) => `request ${name}`);
  return [`request ${driver || named.join(',') || capabilitiesOf(request) || 'any'}`];
}

/** A list of lists of words such as gpu. */
function capabilitiesOf(request: Json): string {
  return listAt(request, 'Capabilities')
    .flatMap((all) => (Array.isArray(all) ? (all as readonly Json[]) : []))
    .filter((word) => typeof word === 'string')
    .join(',');
}

/** The daemon writes its default ulimits into every container, so only others are the container's own. */
function ulimits(container: Container, defaults: Failable<Json>): Failable<readonly string[]> {
  return collected(container, ['HostConfig', 'Ulimits'], () => {
    const own = listAt(container.inspect, 'HostConfig', 'Ulimits');
    if (own.length === 0) return succeed([]);
    return mapFailable(defaults, (values) => {
      const usual = new Set(Object.values(values ?? {}).map((limit: Json) => limitText(limit)));
      return own.map(limitText).filter((limit) => !usual.has(limit));
    });
  });
}

/** The daemon goes by the names in the limits, not by the keys above them, and reads both in any case. */
function limitText(limit: Json): string {
  const members = new Map(
    Object.entries(isObject(limit) ? limit : {}).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const bound = (name: string): number => numberAt({ value: members.get(name) }, 'value') ?? 0;
  return `${textAt({ value: members.get('name') }, 'value') ?? ''}=${bound('soft')}:${bound('hard')}`;
}

const shared: ReadonlySet<string | undefined> = new Set(['shared', 'rshared']);

function sharedMounts(container: Container): readonly string[] {
  return listAt(container.inspect, 'Mounts')
    .filter((mount) => shared.has(textAt(mount, 'Propagation')))
    .map((mount) => textAt(mount, 'Source') ?? textAt(mount, 'Destination') ?? '');
}

/** The default network is called bridge whatever device it uses; a stopped container is attached by its mode. */
function defaultBridge(container: Container): Failable<boolean> {
  return collected(container, ['Networks'], () => {
    const mode = textAt(container.inspect, 'HostConfig', 'NetworkMode') ?? '';
    return succeed(
      textsAt(container.inspect, 'Networks').includes('bridge') ||
        (!container.running && ['', 'default', 'bridge'].includes(mode)),
    );
  });
}

function healthColumns(container: Container): Readonly<Record<string, Failable<Json>>> {
  return {
    health: collected(container, ['State', 'Health'], (value) =>
      succeed(value === 'none' || value === '' ? null : value),
    ),
    healthTest: collected(container, ['Config', 'HealthTest'], (value) => succeed(value)),
    trivialHealthTest: collected(container, ['Config', 'HealthTest'], () =>
      succeed(isTrivial(textsAt(container.inspect, 'Config', 'HealthTest'))),
    ),
  };
}

/** `CMD-SHELL exit 0`, `CMD /bin/true`, `CMD sh -c true` and `… || true` say nothing about the service. */
function isTrivial(test: readonly string[]): boolean {
  const command = test.slice(1).join(' ').trim();
  if (/(?:\|\||;)\s*(?:true|:|exit 0|echo\b[^|&;]*)[\s"';]*$/.test(command)) return true;
  const words = command.replace(/^(?:\/bin\/)?(?:ba|da|a)?sh -c /, '').replaceAll(/["';]/g, '');
  return /^(?:(?:\/usr)?\/bin\/)?(?:true|:|exit 0|exit|echo\b[^|&]*)$/.test(words.trim());
}
