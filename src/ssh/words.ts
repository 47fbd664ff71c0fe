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

/** Jump hosts as ssh -J has them, the one next to the host last. */
export function jumpList(jump: Endpoint): string {
  const before = jump.jump === null ? '' : `${jumpList(jump.jump)},`;
  return before + showEndpoint(jump);
}

/** The command that shows a host's key, run from the jump host where there is one. */
export function keyscanCommand({ address, port, jump: via }: Endpoint, type: string): string {
  const scan = `ssh-keyscan -t ${shellWord(visible(type, 40))} -p ${port} ${shellWord(address)}`;
  if (via === null) return scan;
  const onward = via.jump === null ? '' : ` -J ${shellWord(jumpList(via.jump))}`;
  return `ssh -p ${via.port}${onward} ${shellWord(`${via.user}@${via.address}`)} ${scan}`;
}

/** Text of the remote side, fit for a message: trimmed, one line, control characters spelled out. */
export function remoteText(text: string | Uint8Array): string {
  const decoded = typeof text === 'string' ? text : new TextDecoder().decode(text);
  return visible(decoded.trim().replace(/\s*\n\s*/g, ' / '), REMOTE_TEXT);
}
