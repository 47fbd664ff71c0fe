import type { Endpoint } from '../inventory/types.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import { visible } from '../lib/text.ts';
import { REMOTE_TEXT } from './codes.ts';

/** One word of a POSIX shell, quoted only where it must be. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `user@host:port` */
export function showEndpoint({ user, address, port }: Endpoint): string {
  return `${user}@${hostAndPort(address, port)}`;
}

/** The command that shows a host's key, run from the jump host where there is one. */
export function keyscanCommand({ address, port }: Endpoint, via: Endpoint | null, type: string): string {
  const scan = `ssh-keyscan -t ${shellWord(visible(type, 40))} -p ${port} ${shellWord(address)}`;
  return via === null ? scan : `ssh -p ${via.port} ${shellWord(`${via.user}@${via.address}`)} ${scan}`;
}

/** Text of the remote side, fit for a message: trimmed, one line, control characters spelled out. */
export function remoteText(text: string | Uint8Array): string {
  const decoded = typeof text === 'string' ? text : new TextDecoder().decode(text);
  return visible(decoded.trim().replace(/\s*\n\s*/g, ' / '), REMOTE_TEXT);
}
