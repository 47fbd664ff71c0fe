import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';
import { frameMark } from '../../collector/assemble.ts';
import { sectionSpecs } from '../../collector/sections.ts';
import type { Bundle } from '../../facts/bundle.ts';

const { Server, utils } = ssh2;

/** An SSH server on loopback that answers the collector as a recorded host did. */
export interface Replay {
  readonly name: string;
  readonly groups: readonly string[];
  readonly port: number;
  readonly knownHostsLine: string;
  readonly stop: () => void;
}

/** @param clientKey the key that is let in, private or public */
export async function startReplay(bundle: Bundle, clientKey: string): Promise<Replay> {
  const hostKey = newKey();
  const client = parsed(clientKey);
  const connections = new Set<Connection>();
  const server = new Server({ hostKeys: [hostKey] }, (connection) => {
    connections.add(connection);
    connection.on('authentication', (context) => authenticate(context, client));
    connection.on('session', (accept) =>
      accept().on('exec', (acceptExec, _reject, info) => answer(acceptExec(), info.command, bundle)),
    );
    connection.on('close', () => connections.delete(connection));
    connection.on('error', () => connection.end());
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    name: bundle.host.name,
    groups: bundle.host.groups,
    port,
    knownHostsLine: `[127.0.0.1]:${port} ${publicLine(hostKey)}`,
    stop: () => {
      server.close();
      for (const connection of connections) connection.end();
    },
  };
}

/** A private key in PEM. */
export function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return privateKey;
}

function parsed(key: string): ssh2.ParsedKey {
  const found = utils.parseKey(key);
  if (found instanceof Error) throw found;
  return found;
}

function publicLine(key: string): string {
  const { type } = parsed(key);
  return `${type} ${parsed(key).getPublicSSH().toString('base64')}`;
}

function authenticate(context: AuthContext, client: ssh2.ParsedKey): void {
  if (context.method !== 'publickey' || !context.key.data.equals(client.getPublicSSH())) {
    context.reject(['publickey']);
    return;
  }
  const { blob, signature } = context;
  // Without a signature the client only asks whether the key would do.
  const good =
    blob === undefined || signature === undefined || client.verify(blob, signature, context.hashAlgo);
  if (good) context.accept();
  else context.reject(['publickey']);
}

/** Says that it is ready as the shell of a host would, reads the script to its end, and prints what was recorded. */
function answer(channel: ServerChannel, command: string, bundle: Bundle): void {
  const [, first = '', second = ''] = / sh ([\w-]+) ([\w-]+)$/.exec(command) ?? [];
  channel.write(`plimsoll-ready-${first}${second}\n`);
  const script: Buffer[] = [];
  channel.on('data', (data: Buffer) => script.push(data));
  channel.on('end', () => {
    channel.write(recordedOutput(Buffer.concat(script).toString('utf8'), bundle));
    channel.exit(0);
    channel.end();
  });
}

function recordedOutput(script: string, bundle: Bundle): string {
  const mark = frameMark(/^ {2}mark=plimsoll:([\w-]+)$/m.exec(script)?.[1] ?? '');
  const asked = sectionSpecs.filter((spec) => script.includes(`\n  section ${spec.name} `));
  const frames = asked.map(({ name, maxBytes }) => {
    const section = bundle.sections[name];
    const about = `status ${section?.status ?? 1}\n${section?.stderr ?? ''}`;
    return `${mark} begin ${name} ${maxBytes}\n${section?.text ?? ''}\n${mark} about\n${about}\n${mark} end\n`;
  });
  return `${mark} start\n${frames.join('')}${mark} complete\n`;
}
