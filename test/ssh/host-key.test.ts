import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTrust, type Trust } from '../../src/ssh/host-key.ts';
import { parseKnownHosts } from '../../src/ssh/known-hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-trust-'));
afterAll(() => rmSync(folder, { recursive: true }));

function makeKey(name: string, type: string): { readonly line: string; readonly blob: Buffer } {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', join(folder, name)]);
  const line = readFileSync(join(folder, `${name}.pub`), 'utf8').trim();
  return { line, blob: Buffer.from(line.split(' ')[1] ?? '', 'base64') };
}

const ed = makeKey('ed', 'ed25519');
const other = makeKey('other', 'ed25519');
const rsa = makeKey('rsa', 'rsa');

function trust(text: string, port = 22): Trust {
  const endpoint = { address: 'web', port, user: 'u', identityFiles: [], knownHostsFiles: [] };
  return createTrust(parseKnownHosts(text, 'known'), ['known'], endpoint, null);
}

describe('trust in a host key', () => {
  it('prefers the algorithms of known keys and never offers SHA-1', () => {
    expect(trust(`web ${rsa.line}`).algorithms.slice(0, 2)).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
    expect(trust('').algorithms[0]).toBe('ssh-ed25519');
    expect(trust(`web ${rsa.line}`).algorithms).not.toContain('ssh-rsa');
  });

  it('accepts any of several known keys of one type', () => {
    const two = trust(`web ${other.line}\nweb ${ed.line}`);
    expect(two.judge(ed.blob)).toBeNull();
    expect(two.judge(other.blob)).toBeNull();
  });

  it('accepts a key known for the host without its port, and calls another one unknown', () => {
    expect(trust(`web ${ed.line}`, 2222).judge(ed.blob)).toBeNull();
    expect(trust(`web ${ed.line}`, 2222).judge(other.blob)?.code).toBe('HOST_KEY_UNKNOWN');
  });

  it('calls a key of a new type unknown, naming the known one', () => {
    const verdict = trust(`web ${rsa.line}`).judge(ed.blob);
    expect(verdict?.code).toBe('HOST_KEY_UNKNOWN');
    expect(verdict?.hint).toContain('ssh-rsa in known:1');
  });

  it('takes no plain key from a certificate authority, and says so', () => {
    const verdict = trust(`@cert-authority web ${ed.line}`).judge(ed.blob);
    expect(verdict?.code).toBe('HOST_KEY_UNKNOWN');
    expect(verdict?.hint).toContain('known:1');
  });

  it('obeys a revocation for the plain name of a host with a port', () => {
    expect(trust(`[web]:2222 ${ed.line}\n@revoked web ${ed.line}`, 2222).judge(ed.blob)?.code).toBe(
      'HOST_KEY_REVOKED',
    );
  });
});
