import type { Listener } from './listener.ts';

/** A TCP address as dockerd binds it. */
interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * An address of the API as dockerd completes it: no protocol is tcp, no host is localhost, no port is 2375, and nothing
 * at all is the usual socket, or the usual port where TLS is on (moby, opts/hosts.go: ParseHost). Without a
 * protocol that it knows it does not start.
 */
export function completeAddress(text: string, { tls, directory }: Surroundings): string {
  const given = text.trim();
  if (given === '') return tls ? 'tcp://localhost:2376' : `unix://${USUAL_SOCKET}`;
  const cut = given.indexOf('://');
  const protocol = cut === -1 ? 'tcp' : given.slice(0, cut);
  const address = cut === -1 ? given : given.slice(cut + 3);
  if (protocol === 'unix') return `unix://${socketPath(address || USUAL_SOCKET, directory)}`;
  if (protocol !== 'tcp') return given;
  const { host, port } = splitHost(address.replace(/[/?#].*$/s, ''));
  return tcpAddress(host || 'localhost', Number(port || '2375'));
}

export interface Surroundings {
  /** Whether dockerd serves TLS. */
  readonly tls: boolean;
  /** The working directory of dockerd, from which relative paths lead. */
  readonly directory: string;
}

const USUAL_SOCKET = '/run/docker.sock';

/** A socket's path from the working directory of dockerd; /var/run is /run on every host that Docker supports. */
export function socketPath(path: string, directory: string): string {
  const absolute = path.startsWith('/') ? path : `${directory.replace(/\/$/, '')}/${path}`;
  return absolute.startsWith('/var/run/') ? absolute.slice('/var'.length) : absolute;
}

/** `host:port`, `[v6]:port`, either part of it optional. */
function splitHost(text: string): { readonly host: string; readonly port: string } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(text);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] ?? '' };
  const colon = text.lastIndexOf(':');
  return colon === -1
    ? { host: text, port: '' }
    : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

export function tcpAddress(host: string, port: number): string {
  return `tcp://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Null for what is no TCP address. */
export function parseTcp(address: string): TcpAddress | null {
  if (!address.startsWith('tcp://')) return null;
  const { host, port } = splitHost(address.slice('tcp://'.length));
  return /^\d{1,5}$/.test(port) ? { host, port: Number(port) } : null;
}

/**
 * What a TCP address is bound as, for comparison with sockets: Go opens every wildcard as one socket for both families
 * (net/ipsock_posix.go), and a name may stand for any address. Null for what is no TCP address.
 */
export function bindingOf(address: string): string | null {
  const asked = parseTcp(address);
  if (asked === null) return null;
  if (asked.host === 'localhost') return `localhost:${asked.port}`;
  const plain = plainNumber(asked.host);
  if (!plain.includes(':') && !/^\d+(\.\d+){3}$/.test(plain)) return `name:${asked.port}`;
  return `${isWildcard(plain) ? '*' : plain}:${asked.port}`;
}

/** The bindings that a socket may have come of, the most certain first. */
export function bindingsOf({ address, port }: Listener): readonly string[] {
  const plain = plainNumber(address);
  if (isWildcard(plain)) return [`*:${port}`, `name:${port}`];
  const named = isLoopbackHost(plain) ? [`localhost:${port}`] : [];
  return [`${plain}:${port}`, ...named, `name:${port}`];
}

function isWildcard(plain: string): boolean {
  return plain === '0.0.0.0' || plain === '::';
}

/** One spelling for each address: the shortest of IPv6, and IPv4 where it is mapped into that. */
export function plainNumber(host: string): string {
  if (!host.includes(':')) return host;
  const url = `http://[${host.replace(/%.*$/, '')}]/`;
  const short = URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : host;
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (mapped === null) return short;
  const [high, low] = [mapped[1], mapped[2]].map((group) => Number.parseInt(group ?? '', 16));
  return [high, low].flatMap((group = 0) => [group >> 8, group & 255]).join('.');
}

/** Whether only the host itself reaches an address of it. */
export function isLoopbackHost(host: string): boolean {
  const plain = plainNumber(host);
  return plain === '::1' || plain === 'localhost' || /^127(\.\d+){3}$/.test(plain);
}
