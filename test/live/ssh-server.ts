import type { AddressInfo } from 'node:net';
import ssh2, { type Connection, type ServerChannel } from 'ssh2';
import { newKey } from '../../src/commands/demo/replay.ts';
import type { Host } from '../../src/inventory/types.ts';

/** A server that does what a real one will not: lets everybody in, and then misbehaves. */
export interface Misbehaving {
  readonly port: number;
  readonly knownHostsLine: string;
  /** Ways to log in that were tried, in order. */
  readonly methods: readonly string[];
  readonly stop: () => void;
}

export interface Misbehaviour {
  readonly onConnect?: (connection: Connection) => void;
  /** Gets the channel of the command, with the nonce's two halves put together as the shell would print it. */
  readonly onCommand?: (channel: ServerChannel, ready: string, connection: Connection) => void;
}

export async function startMisbehaving({ onConnect, onCommand }: Misbehaviour): Promise<Misbehaving> {
  const key = newKey();
  const connections = new Set<Connection>();
  const methods: string[] = [];
  const server = new ssh2.Server({ hostKeys: [key] }, (connection) => {
    connections.add(connection);
    onConnect?.(connection);
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => {
      methods.push(context.method);
      context.accept();
    });
    connection.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => {
        const [, first = '', second = ''] = / sh ([\w-]+) ([\w-]+)$/.exec(command) ?? [];
        onCommand?.(acceptExec(), `plimsoll-ready-${first}${second}\n`, connection);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return {
    port,
    methods,
    knownHostsLine: `[127.0.0.1]:${port} ${parsed.type} ${parsed.getPublicSSH().toString('base64')}\n`,
    stop() {
      server.close();
      for (const connection of connections) connection.end();
    },
  };
}

/** The host behind it; its key is written to `knownHosts`. */
export function hostBehind({ port }: Misbehaving, base: Host, knownHosts: string): Host {
  return { ...base, port, knownHostsFiles: [knownHosts] };
}
