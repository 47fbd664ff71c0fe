import { createHash } from 'node:crypto';
import type { Endpoint } from '../inventory/types.ts';
import { shellWord } from '../lib/shell-word.ts';
import { failure, type SshFailure } from './codes.ts';
import type { Learner } from './learner.ts';
import { encodeKey, findKnownHosts, keyType, knownHostName, type KnownHost } from './known-hosts.ts';
import { keyscanCommand } from './words.ts';

/** Host key algorithms offered, in OpenSSH's order. SHA-1 signatures (`ssh-rsa`) are not. */
const algorithms = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
} as const;

const types: readonly string[] = Object.keys(algorithms);

export type HostKeyAlgorithm = (typeof algorithms)[keyof typeof algorithms][number];

/** What the known_hosts files say about one endpoint. */
export interface Trust {
  /** Known key types first, so that the server shows the key that can be checked. */
  readonly algorithms: HostKeyAlgorithm[];
  /** Null when the key (SSH wire format) is the host's. */
  readonly judge: (key: Uint8Array) => SshFailure | null;
}

/** @param learner takes the keys of hosts of which nothing is known; null refuses them */
export function createTrust(
  lines: readonly KnownHost[],
  files: readonly string[],
  endpoint: Endpoint,
  learner: Learner | null = null,
): Trust {
  const { hostKeyAlias } = endpoint;
  // An alias is the whole name: OpenSSH adds no port to it.
  const { exact, plain } = findKnownHosts(
    lines,
    hostKeyAlias ?? endpoint.address,
    hostKeyAlias === null ? endpoint.port : 22,
  );
  const known = [...exact, ...plain].filter(({ marker }) => marker === null).map(({ type }) => type);
  const order = [
    ...types.filter((type) => known.includes(type)),
    ...types.filter((type) => !known.includes(type)),
  ];
  return {
    algorithms: order.flatMap((type) => [...algorithms[type as keyof typeof algorithms]]),
    judge: (key) => judge(key, exact, plain, { files, endpoint, learner }),
  };
}

interface Context {
  readonly files: readonly string[];
  readonly endpoint: Endpoint;
  readonly learner: Learner | null;
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
  const isNew = exact.length === 0 && plain.length === 0 && types.includes(type);
  if (isNew && context.learner !== null) return learn(context.learner, blob, context);
  return unknownKey(blob, [...exact, ...plain], context);
}

function learn(learner: Learner, blob: Uint8Array, context: Context): SshFailure | null {
  const name = place(context.endpoint);
  const key = learner.learned(name);
  if (key === encodeKey(blob)) return null;
  const at = `${learner.file}, where this run has just written it`;
  const line = { at, file: learner.file, marker: null, hosts: name, type: keyType(blob), key: key ?? '' };
  if (key !== undefined) return changedKey(line, blob, context);
  try {
    learner.learn(name, blob);
    return null;
  } catch (error) {
    const { hint, code } = unknownKey(blob, [], context);
    const reason = error instanceof Error ? error.message : String(error);
    return failure(code, `the host key of ${name} is new and cannot be written down: ${reason}`, hint);
  }
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
  const name = place(endpoint);
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
  { files, endpoint, learner }: Context,
): SshFailure {
  const type = keyType(blob);
  const others = lines
    .filter(({ marker }) => marker === null)
    .map(({ type: other, at }) => `${other} in ${at}`);
  const authority = lines.find(({ marker }) => marker === 'cert-authority');
  const short = type.replace(/^ssh-/, '').replace(/^ecdsa-.*/, 'ecdsa');
  const notes = [
    // What a scan says comes over the same network: only the host itself can vouch for its key.
    `Compare the fingerprint with what the host itself says, on its console: ssh-keygen -lf /etc/ssh/ssh_host_${short}_key.pub (what the network says: ${keyscanCommand(endpoint, short)} | ssh-keygen -lf -).`,
    `If it is right, append the output of ${keyscanCommand(endpoint, short)} to a known_hosts file.`,
    others.length > 0 ? `Other keys of the host are known: ${others.slice(0, 3).join(', ')}.` : '',
    authority
      ? `The certificate authority in ${authority.at} is not used: host certificates need --transport openssh.`
      : '',
    learner === null && others.length === 0 && !authority
      ? 'To take the keys of all new hosts unseen: --host-keys accept-new.'
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

function place({ address, port, hostKeyAlias }: Endpoint): string {
  return hostKeyAlias === null ? knownHostName(address, port) : hostKeyAlias.toLowerCase();
}
