import type { Endpoint } from '../inventory/types.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import { shellWord } from '../lib/shell-word.ts';
import { visible } from '../lib/text.ts';
import { REMOTE_TEXT } from './codes.ts';

/** `user@host:port` */
export function showEndpoint({ user, address, port }: Endpoint): string {
  return `${user}@${hostAndPort(address, port)}`;
}

/** Jump hosts as ssh -J has them, the one next to the host last. */
export function jumpList(jump: Endpoint): string {
  const before = jump.jump ? `${jumpList(jump.jump)},` : '';
  return before + showEndpoint(jump);
}

/** The command that logs in as plimsoll does, for a person to try. */
export function loginCommand(endpoint: Endpoint, flag = ''): string {
  const { address, port, user, identityFiles, jump } = endpoint;
  const keys = identityFiles.map((file) => `-i ${shellWord(file)}`);
  const through = jump ? [`-J ${shellWord(jumpList(jump))}`] : [];
  return ['ssh', flag, `-p ${port}`, ...keys, ...through, shellWord(`${user}@${address}`)]
    .filter(Boolean)
    .join(' ');
}

/** A command as it must be run to see what plimsoll sees: from the jump host where there is one. */
export function fromJump({ jump }: Endpoint, command: string): string {
  return jump ? `${loginCommand(jump)} ${command}` : command;
}

/** The command that shows a host's key. */
export function keyscanCommand(endpoint: Endpoint, type: string): string {
  const { address, port } = endpoint;
  return fromJump(
    endpoint,
    `ssh-keyscan -t ${shellWord(visible(type, 40))} -p ${port} ${shellWord(address)}`,
  );
}

/** Text of the remote side, fit for a message: trimmed, one line, control characters spelled out. */
export function remoteText(text: string | Uint8Array): string {
  const decoded = typeof text === 'string' ? text : new TextDecoder().decode(text);
  return visible(decoded.trim().replace(/\s*\n\s*/g, ' / '), REMOTE_TEXT);
}
