import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import ssh2, { type ParsedKey } from 'ssh2';

/** Reads a key that has no passphrase. */
export function parseKey(data: Buffer | string): ParsedKey | Error {
  try {
    const parsed: ParsedKey | Error | ParsedKey[] = ssh2.utils.parseKey(data);
    const [key] = [parsed].flat();
    return key ?? new Error('no key in the file');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * Reads a key that has a passphrase, in a thread of its own: turning that into a key takes a third of a second, and with
 * `ssh-keygen -a` as long as its owner liked, in which no other host would be heard.
 */
export async function unlockKey(data: Buffer, passphrase: string): Promise<ParsedKey | Error> {
  const found = await inThread(data, passphrase);
  if ('error' in found) return new Error(found.error);
  return parseKey(found.type === 'ssh-ed25519' ? openSshKey(found) : found.pem);
}

interface Unlocked {
  readonly type: string;
  readonly pem: string;
  readonly publicKey: Uint8Array;
}

type Found = Unlocked | { readonly error: string };

const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { library, data, passphrase } = workerData;
  function read() {
    const [key] = [require(library).utils.parseKey(Buffer.from(data), passphrase)].flat();
    if (key === undefined || key instanceof Error) throw key ?? new Error('no key in the file');
    return { type: key.type, pem: key.getPrivatePEM(), publicKey: key.getPublicSSH() };
  }
  try {
    parentPort.postMessage(read());
  } catch (error) {
    parentPort.postMessage({ error: String(error.message) });
  }
`;

function inThread(data: Buffer, passphrase: string): Promise<Found> {
  const library = createRequire(import.meta.url).resolve('ssh2');
  return new Promise((resolve) => {
    const worker = new Worker(program, { eval: true, workerData: { library, data, passphrase } });
    // Whoever waits for the key has a connection open; without one, as after Ctrl-C, nobody does.
    worker.unref();
    worker.once('message', (found: Found) => resolve(found));
    worker.once('error', (error) =>
      resolve({ error: error instanceof Error ? error.message : String(error) }),
    );
  });
}

/** An Ed25519 key in OpenSSH's own format, without a passphrase: ssh2 writes such a key as PEM and does not read that. */
function openSshKey({ type, pem, publicKey }: Unlocked): string {
  const seed = Buffer.from(pem.split('\n').slice(1, -1).join(''), 'base64').subarray(-32);
  const point = Buffer.from(publicKey).subarray(-32);
  const secret = [Buffer.alloc(8), field(type), field(point), field(Buffer.concat([seed, point])), field('')];
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]);
  const open = Buffer.concat(secret);
  const padded = Buffer.concat([open, padding.subarray(0, (8 - (open.length % 8)) % 8)]);
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[field('none'), field('none'), field(''), Buffer.from([0, 0, 0, 1])],
    ...[field(publicKey), field(padded)],
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----'].join('\n');
}

/** A string as SSH has it: its length in four bytes in front. */
function field(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
