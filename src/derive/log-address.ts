import { isLoopbackHost, plainNumber } from './raw/api-address.ts';

/** Names and addresses of the host itself. */
export interface OwnNames {
  readonly names: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

/** Whether what is sent to an address reaches another host: `tcp://host:port`, `https://…`, or `host:port` alone. */
export function leavesHost(address: string, own: OwnNames): boolean {
  const cut = address.indexOf('://');
  const scheme = cut === -1 ? 'tcp' : address.slice(0, cut).toLowerCase();
  if (scheme.startsWith('unix')) return false;
  const rest = (cut === -1 ? address : address.slice(cut + 3)).replace(/[/?#].*$/s, '').replace(/^.*@/s, '');
  const host = (/^\[([^\]]*)\]/.exec(rest)?.[1] ?? rest.replace(/:\d*$/, ''))
    .toLowerCase()
    .replace(/\.$/, '');
  const plain = plainNumber(host);
  if (plain === '' || plain === '0.0.0.0' || plain === '::' || isLoopbackHost(plain)) return false;
  return !/^localhost\.|\.localhost$/.test(host) && !own.names.has(host) && !own.addresses.has(plain);
}
