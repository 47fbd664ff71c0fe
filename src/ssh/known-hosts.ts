import { createHmac } from 'node:crypto';
import { matchesGlob } from '../lib/glob.ts';

/** One usable line of a known_hosts file. */
export interface KnownHost {
  /** `file:line` */
  readonly at: string;
  readonly file: string;
  readonly marker: 'revoked' | 'cert-authority' | null;
  /** Host patterns as written, or one hashed name. */
  readonly hosts: string;
  /** As in `ssh-ed25519`. */
  readonly type: string;
  /** The public key in SSH wire format, base64 without padding. */
  readonly key: string;
}

/**
 * Parses a known_hosts file as OpenSSH does (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). Lines that cannot be read, and
 * lines whose declared type is not that of their key, or whose key is cut off or has something behind it, are left out.
 */
export function parseKnownHosts(text: string, file: string): readonly KnownHost[] {
  return text.split('\n').flatMap((line, index) => parseLine(line, file, index + 1) ?? []);
}

function parseLine(line: string, file: string, number: number): KnownHost | undefined {
  // A byte order mark, which trim() takes away, is part of the first name.
  const words = line.replace(/^[ \t]+|[ \t\r]+$/g, '').split(/[ \t]+/);
  if (words[0] === '' || words[0]?.startsWith('#')) return undefined;
  const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
  if (marker !== undefined && marker !== '@revoked' && marker !== '@cert-authority') return undefined;
  const [hosts, type, encoded] = words;
  if (hosts === undefined || type === undefined || encoded === undefined) return undefined;
  const blob = Buffer.from(encoded, 'base64');
  if (keyType(blob) !== type || !isWhole(blob, type)) return undefined;
  return {
    at: `${file}:${number}`,
    file,
    marker: marker === undefined ? null : marker === '@revoked' ? 'revoked' : 'cert-authority',
    hosts,
    type,
    key: encodeKey(blob),
  };
}

/** The type that opens a public key in SSH wire format; empty when it is none. */
export function keyType(blob: Uint8Array): string {
  const buffer = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (buffer.length < 4) return '';
  const length = buffer.readUInt32BE(0);
  return length > 100 || buffer.length < 4 + length ? '' : buffer.toString('latin1', 4, 4 + length);
}

/** How many strings a key of a type is made of: RFC 4253, 5656 and 8709, and PROTOCOL.u2f of OpenSSH. */
const parts: ReadonlyMap<string, number> = new Map([
  ['ssh-ed25519', 2],
  ['ssh-rsa', 3],
  ['ssh-dss', 5],
  ['sk-ssh-ed25519@openssh.com', 3],
  ['sk-ecdsa-sha2-nistp256@openssh.com', 4],
  ...['256', '384', '521'].map((size): [string, number] => [`ecdsa-sha2-nistp${size}`, 3]),
]);

/** Whether a key of a known type has all of its parts, and nothing else. */
function isWhole(blob: Buffer, type: string): boolean {
  const wanted = parts.get(type);
  if (wanted === undefined) return true;
  let [count, at] = [0, 0];
  for (; at + 4 <= blob.length && count < wanted; count++) at += 4 + blob.readUInt32BE(at);
  return count === wanted && at === blob.length;
}

export function encodeKey(blob: Uint8Array): string {
  return Buffer.from(blob).toString('base64').replace(/=+$/, '');
}

/**
 * The lines for a host. A port other than 22 is looked up as `[host]:port`, and then as the plain host. As for OpenSSH,
 * keys of the plain host hold only where none is known for the port; what is revoked for it, is so in any case.
 */
export function findKnownHosts(
  lines: readonly KnownHost[],
  address: string,
  port: number,
): { readonly exact: readonly KnownHost[]; readonly plain: readonly KnownHost[] } {
  const host = address.toLowerCase();
  const matching = (name: string): KnownHost[] => lines.filter((line) => matchesHost(line.hosts, name));
  if (port === 22) return { exact: matching(host), plain: [] };
  const exact = matching(knownHostName(address, port));
  const isPortKnown = exact.some(({ marker }) => marker === null);
  const plain = matching(host).filter(({ marker }) => !isPortKnown || marker === 'revoked');
  return { exact, plain };
}

/** The name under which known_hosts files have a host. */
export function knownHostName(address: string, port: number): string {
  const host = address.toLowerCase();
  return port === 22 ? host : `[${host}]:${port}`;
}

function matchesHost(patterns: string, name: string): boolean {
  if (patterns.startsWith('|')) return matchesHash(patterns, name);
  const list = patterns.toLowerCase().split(',');
  if (list.some((pattern) => pattern.startsWith('!') && matchesGlob(pattern.slice(1), name))) return false;
  return list.some((pattern) => matchesGlob(pattern, name));
}

/** `|1|salt|HMAC-SHA1(salt, name)` */
function matchesHash(hashed: string, name: string): boolean {
  const [, version, salt = '', hash = ''] = hashed.split('|');
  if (version !== '1' || salt === '' || hash === '') return false;
  // As text: behind a hash there may be nothing.
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}
