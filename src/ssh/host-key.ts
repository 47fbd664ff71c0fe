import { createHash } from 'node:crypto';
import type { Endpoint } from '../inventory/types.ts';
import { failure, type SshFailure } from './codes.ts';
import { encodeKey, findKnownHosts, keyType, knownHostName, type KnownHost } from './known-hosts.ts';
import { keyscanCommand, shellWord } from './words.ts';

/** Host key algorithms offered, in OpenSSH's order. SHA-1 signatures (`ssh-rsa`) are not. */
const algorithms = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
} as const;

export type HostKeyAlgorithm = (typeof algorithms)[keyof typeof algorithms][number];

/** What the known_hosts files say about one endpoint. */
export interface Trust {
  /** Known key types first, so that the server shows the key that can be checked. */
  readonly algorithms: HostKeyAlgorithm[];
  /** Null when the key (SSH wire format) is the host's. */
  readonly judge: (key: Uint8Array) => SshFailure | null;
}

/** @param via the jump host in front, as `user@host:port` words for ssh; undefined for a direct connection. */
export function createTrust(
  lines: readonly KnownHost[],
  files: readonly string[],
  endpoint: Endpoint,
  via: Endpoint | null,
): Trust {
  const { exact, plain } = findKnownHosts(lines, endpoint.address, endpoint.port);
  const known = [...exact, ...plain].filter(({ marker }) => marker === null).map(({ type }) => type);
  const types = Object.keys(algorithms) as (keyof typeof algorithms)[];
  const order = [
    ...types.filter((type) => known.includes(type)),
    ...types.filter((type) => !known.includes(type)),
  ];
  return {
    algorithms: order.flatMap((type) => [...algorithms[type]]),
    judge: (key) => judge(key, exact, plain, { files, endpoint, via }),
  };
}

interface Context {
  readonly files: readonly string[];
  readonly endpoint: Endpoint;
  readonly via: Endpoint | null;
}

function judge(
  blob: Uint8Array,
  exact: readonly KnownHost[],
  plain: readonly KnownHost[],
  context: Context,
): SshFailure | null {
  const key = encodeKey(blob);
  const type = keyType(blob);
  const revoked = [...exact, ...plain].find((line) => line.marker === 'revoked' && line.key === key);
  if (revoked !== undefined) return revokedKey(revoked, blob, context);
  if ([...exact, ...plain].some((line) => line.marker === null && line.key === key)) return null;
  const changed = exact.find((line) => line.marker === null && line.type === type);
  if (changed !== undefined) return changedKey(changed, blob, context);
  return unknownKey(blob, [...exact, ...plain], context);
}

function revokedKey(line: KnownHost, blob: Uint8Array, { endpoint }: Context): SshFailure {
  return failure(
    'HOST_KEY_REVOKED',
    `the host key of ${place(endpoint)} (${keyType(blob)} ${fingerprint(blob)}) is revoked in ${line.at}`,
    'Do not connect: whoever answers holds a key that was withdrawn. Give the host a new key, then record that one.',
  );
}

function changedKey(line: KnownHost, blob: Uint8Array, { endpoint }: Context): SshFailure {
  const expected = fingerprint(Buffer.from(line.key, 'base64'));
  const name = knownHostName(endpoint.address, endpoint.port);
  return failure(
    'HOST_KEY_MISMATCH',
    `the host key of ${place(endpoint)} has changed: expected ${line.type} ${expected} (${line.at}), found ${fingerprint(blob)}`,
    'Someone may be in between, or the host was reinstalled. Ask its administrator; if the new key is right: ' +
      `ssh-keygen -R ${shellWord(name)} -f ${shellWord(line.file)}, then record the new key.`,
  );
}

function unknownKey(
  blob: Uint8Array,
  lines: readonly KnownHost[],
  { files, endpoint, via }: Context,
): SshFailure {
  const type = keyType(blob);
  const others = lines
    .filter(({ marker }) => marker === null)
    .map(({ type: other, at }) => `${other} in ${at}`);
  const authority = lines.find(({ marker }) => marker === 'cert-authority');
  const short = type.replace(/^ssh-/, '').replace(/^ecdsa-.*/, 'ecdsa');
  const notes = [
    `Compare the fingerprint with the host's own: ${keyscanCommand(endpoint, via, short)} | ssh-keygen -lf -.`,
    `If it is right, append the output of ${keyscanCommand(endpoint, via, short)} to a known_hosts file.`,
    others.length > 0 ? `Other keys of the host are known: ${others.slice(0, 3).join(', ')}.` : '',
    authority
      ? `The certificate authority in ${authority.at} is not used: host certificates are not supported.`
      : '',
  ];
  return failure(
    'HOST_KEY_UNKNOWN',
    `the host key of ${place(endpoint)} is not known: ${type} ${fingerprint(blob)} is not in ${files.join(', ')}`,
    notes.filter(Boolean).join(' '),
  );
}

/** As OpenSSH shows it: `SHA256:…` */
export function fingerprint(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

function place({ address, port }: Endpoint): string {
  return knownHostName(address, port);
}
