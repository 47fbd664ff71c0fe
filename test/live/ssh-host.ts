import type { Host } from '../../src/inventory/types.ts';
import { createRoom } from '../../src/ssh/room.ts';
import type { RunOptions } from '../../src/ssh/types.ts';
import type { Sshd } from './sshd.ts';

/** A host behind a test server, root with the right key unless said otherwise. */
export function hostAt(sshd: Sshd, changes: Partial<Host> = {}): Host {
  return {
    name: 'box',
    address: '127.0.0.1',
    port: sshd.port,
    user: 'root',
    identityFiles: [sshd.clientKeyFile],
    identitiesOnly: false,
    agent: null,
    knownHostsFiles: [sshd.knownHostsFile],
    hostKeyAlias: null,
    transport: 'ssh',
    groups: [],
    labels: {},
    jump: null,
    sudo: false,
    pty: false,
    dockerSocket: null,
    parameters: {},
    ...changes,
  };
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);

/** Limits that fit a loopback, and no secrets. */
export function runOptions(changes: Partial<RunOptions> = {}): RunOptions {
  return {
    secrets: { password: nothing, sudoPassword: nothing, passphrase: nothing },
    connectTimeout: 10_000,
    idleTimeout: 10_000,
    totalTimeout: 30_000,
    maxBytes: 1_000_000,
    share: createRoom(Infinity, 0).open(),
    ...changes,
  };
}
