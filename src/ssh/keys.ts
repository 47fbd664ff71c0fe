import { access, open, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ParsedKey } from 'ssh2';
import type { Failable } from '../lib/failure.ts';
import { shellWord } from '../lib/shell-word.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import { parseKey, unlockKey } from './parse-key.ts';
import type { Secrets } from './types.ts';
import { remoteText } from './words.ts';

/** A private key file as it was found. `locked` needs its passphrase, `missing` and `unusable` are no key at all. */
export type KeyFile =
  | { readonly state: 'usable'; readonly key: ParsedKey }
  | { readonly state: 'locked'; readonly data: Buffer }
  | { readonly state: 'missing' | 'unusable'; readonly failure: SshFailure };

/** Every key file is read, parsed and unlocked once per run: unlocking takes a third of a second at least. */
export interface KeyRing {
  readonly read: (file: string) => Promise<KeyFile>;
  /** The public half: of the file itself, or of the file beside it with `.pub`; undefined where there is none. */
  readonly publicKey: (file: string) => Promise<ParsedKey | undefined>;
  /** The certificate that stands beside the file; undefined where there is none. */
  readonly certificate: (file: string) => Promise<string | undefined>;
  readonly unlock: (file: string, data: Buffer, secrets: Secrets) => Promise<Failable<ParsedKey>>;
}

export function createKeyRing(): KeyRing {
  return {
    read: once(readKey),
    publicKey: once(readPublicKey),
    certificate: once(findCertificate),
    unlock: once(unlock),
  };
}

/** The key files ssh itself tries when none is named. */
export function usualKeyFiles(): readonly string[] {
  return ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => join(homedir(), '.ssh', name));
}

function once<A extends readonly unknown[], T>(
  work: (file: string, ...rest: A) => Promise<T>,
): (file: string, ...rest: A) => Promise<T> {
  const done = new Map<string, Promise<T>>();
  return (file, ...rest) => {
    const result = done.get(file) ?? work(file, ...rest);
    done.set(file, result);
    return result;
  };
}

async function readKey(file: string): Promise<KeyFile> {
  const data = await readClosed(file).catch((error: unknown) => error as NodeJS.ErrnoException);
  if (data instanceof Error) {
    const hint = `Check the path and permissions: ls -l ${shellWord(file)}`;
    return { state: 'missing', failure: unreadable(file, data.code ?? data.message, hint) };
  }
  if (typeof data === 'string') {
    const hint = `Close it to others: chmod 600 ${shellWord(file)}; who could read it may have copied it`;
    return { state: 'unusable', failure: unreadable(file, data, hint) };
  }
  const key = parseKey(data);
  if (!(key instanceof Error)) {
    if (key.isPrivateKey()) return { state: 'usable', key };
    return {
      state: 'unusable',
      failure: unreadable(file, 'it holds no private key', 'Name the file without .pub.'),
    };
  }
  if (/no passphrase given/.test(key.message)) return { state: 'locked', data };
  return { state: 'unusable', failure: unparsable(file, key.message) };
}

/** The content of a key file, or why it is not to be used: ssh too refuses one of the user's own that others may read. */
async function readClosed(file: string): Promise<Buffer | string> {
  const handle = await open(file);
  try {
    const { mode, uid } = await handle.stat();
    const data = await handle.readFile();
    // sshkey_perm_ok of OpenSSH's authfile.c; a public key is for everyone.
    const isOpen = uid === process.getuid?.() && (mode & 0o077) !== 0;
    const shown = (mode & 0o7777).toString(8).padStart(4, '0');
    return isOpen && /PRIVATE KEY-----/.test(data.toString('latin1'))
      ? `others may read it (mode ${shown})`
      : data;
  } finally {
    await handle.close();
  }
}

async function readPublicKey(file: string): Promise<ParsedKey | undefined> {
  for (const name of [file, `${file}.pub`]) {
    const data = await readFile(name).catch(() => undefined);
    const key = data === undefined ? undefined : parseKey(data);
    if (key !== undefined && !(key instanceof Error)) return key;
  }
  return undefined;
}

async function findCertificate(file: string): Promise<string | undefined> {
  const certificate = `${file}-cert.pub`;
  return access(certificate).then(
    () => certificate,
    () => undefined,
  );
}

async function unlock(file: string, data: Buffer, secrets: Secrets): Promise<Failable<ParsedKey>> {
  const passphrase = await secrets.passphrase(file);
  if (passphrase === undefined) {
    const hint = `Load it into an agent (ssh-add ${shellWord(file)}) or set PLIMSOLL_KEY_PASSPHRASE.`;
    return refuse(unreadable(file, 'it is encrypted and no passphrase is at hand', hint));
  }
  const key = await unlockKey(data, passphrase);
  if (!(key instanceof Error)) return { ok: true, value: key };
  if (!/passphrase|integrity/i.test(key.message)) return refuse(unparsable(file, key.message));
  return refuse(unreadable(file, 'the passphrase is wrong', `Try it: ssh-keygen -y -f ${shellWord(file)}`));
}

function unparsable(file: string, reason: string): SshFailure {
  if (/\bsk-/.test(reason))
    return unreadable(
      file,
      remoteText(reason),
      'A hardware key needs the ssh of this machine: --transport openssh.',
    );
  const hint = `Load it into an agent (ssh-add ${shellWord(file)}), or convert a copy of it: ssh-keygen -p -f COPY`;
  return unreadable(file, remoteText(reason), hint);
}

function unreadable(file: string, reason: string, hint: string): SshFailure {
  return failure('KEY_UNREADABLE', `the identity file ${file} cannot be used: ${reason}`, hint);
}
