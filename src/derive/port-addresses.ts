import { succeed, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { mapFailable } from './build-row.ts';
import type { Facts } from './facts.ts';
import { booleanAt, textAt, textsAt } from './raw/json-access.ts';

/** Where on the host the next start of a container will bind a port that it asks for; nowhere in some networks. */
export type AddressesOf = (container: JsonObject, hostIp: string) => Failable<readonly string[]>;

/** A network that publishes ports on the host. */
interface Publishing {
  /** Where it binds what names no address. */
  readonly usual: string;
  readonly bindsIpv4: boolean;
  readonly bindsIpv6: boolean;
}

const everywhere = '0.0.0.0';
const plain: Publishing = { usual: everywhere, bindsIpv4: true, bindsIpv6: true };

export function addressesOf({ networks }: Facts): AddressesOf {
  const known = mapFailable(networks, (all) => new Map(all.map((one) => [textAt(one, 'Name') ?? '', one])));
  return (container, hostIp) => {
    if (isDiscarded(container)) return succeed([]);
    return mapFailable(known, (byName) => [
      ...new Set(networksOf(container).flatMap((name) => boundAt(hostIp, publishing(name, byName)) ?? [])),
    ]);
  };
}

/** Docker takes published ports with these modes, and does nothing with them. */
function isDiscarded(container: JsonObject): boolean {
  const mode = textAt(container, 'HostConfig', 'NetworkMode') ?? '';
  return mode === 'host' || mode === 'none' || mode.startsWith('container:');
}

/** Which of several has the ports depends on the version of the engine: all count. */
function networksOf(container: JsonObject): readonly string[] {
  const names = textsAt(container, 'Networks');
  const mode = textAt(container, 'HostConfig', 'NetworkMode') ?? '';
  return names.length > 0 ? names : [mode === '' || mode === 'default' ? 'bridge' : mode];
}

/** Null for a network in which nothing is bound on the host. */
function publishing(name: string, byName: ReadonlyMap<string, JsonObject>): Publishing | null {
  const network = byName.get(name);
  if (network === undefined) return plain;
  const driver = textAt(network, 'Driver');
  if (booleanAt(network, 'Internal') === true || /^(?:macvlan|ipvlan|null|host)$/.test(driver ?? ''))
    return null;
  // What is in an overlay goes out, and is published, by a bridge of the node.
  const bridge = driver === 'overlay' ? byName.get('docker_gwbridge') : network;
  const option = (key: string): string | undefined =>
    textAt(bridge, 'Options', `com.docker.network.bridge.${key}`);
  const binds = (mode: string | undefined): boolean => mode !== 'routed' && mode !== 'isolated';
  return {
    usual: option('host_binding_ipv4') || everywhere,
    bindsIpv4: binds(option('gateway_mode_ipv4')),
    bindsIpv6: binds(option('gateway_mode_ipv6')),
  };
}

/** What the bridge driver makes of an address, or of none: moby libnetwork/drivers/bridge/port_mapping.go. */
function boundAt(hostIp: string, network: Publishing | null): string | null {
  if (network === null) return null;
  const address = hostIp || network.usual;
  if (address.includes(':') ? network.bindsIpv6 : network.bindsIpv4) return address;
  return hostIp === '' && address === everywhere && network.bindsIpv6 ? '::' : null;
}
