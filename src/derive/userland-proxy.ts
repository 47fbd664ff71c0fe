import { isObject, type JsonObject } from '../lib/json.ts';
import type { Facts, KnownFacts } from './facts.ts';
import { at, booleanAt, listAt, textAt, textsAt } from './raw/json-access.ts';

/**
 * A proxy that runs says that the daemon starts them; ports that are published without any, that it does not. In
 * rootless mode other programs do the same work.
 */
export function proxyInUse({ dockerd, info, containers }: Facts): boolean | undefined {
  if (!dockerd.ok || !info.ok) return undefined;
  if (textsAt(info.value, 'SecurityOptions').includes('name=rootless')) return undefined;
  const { children } = dockerd.value;
  if (children === null) return undefined;
  if (children.includes('docker-proxy')) return true;
  return containers.ok && containers.value.some(publishesPort) ? false : undefined;
}

function publishesPort(container: JsonObject): boolean {
  const ports = at(container, 'Ports');
  if (booleanAt(container, 'State', 'Running') !== true || !isObject(ports)) return false;
  return Object.values(ports).some(
    (bindings) =>
      Array.isArray(bindings) && bindings.some((binding) => (textAt(binding, 'HostPort') ?? '') !== ''),
  );
}

/** Docker tells it from 29.5 on, where it is in use alone (moby, daemon/libnetwork/controller_linux.go). */
export function shownProxy({ info }: KnownFacts): boolean | undefined {
  if (!info.ok || !isObject(at(info.value, 'FirewallBackend'))) return undefined;
  const shown = listAt(info.value, 'FirewallBackend', 'Info').some(
    (entry) => Array.isArray(entry) && entry[0] === 'EnableUserlandProxy' && entry[1] === 'true',
  );
  if (shown) return true;
  const [major = 0, minor = 0] = (textAt(info.value, 'ServerVersion') ?? '').split('.').map(Number);
  return major > 29 || (major === 29 && minor >= 5) ? false : undefined;
}
