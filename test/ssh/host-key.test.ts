import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTrust, type Trust } from '../../src/ssh/host-key.ts';
import type { Endpoint } from '../../src/inventory/types.ts';
import { createLearner, type Learner } from '../../src/ssh/learner.ts';
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

function endpointAt(port: number, hostKeyAlias: string | null = null): Endpoint {
  const files = { identityFiles: [], identitiesOnly: false, agent: null, knownHostsFiles: [] };
  return { address: 'web', port, user: 'u', ...files, hostKeyAlias, jump: null };
}

function trust(text: string, port = 22, learner: Learner | null = null): Trust {
  return createTrust(parseKnownHosts(text, 'known'), ['known'], endpointAt(port), learner);
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

  // Both held against ssh itself.
  it('takes no key of the host without its port where one is known for the port', () => {
    const both = trust(`[web]:2222 ${other.line}\nweb ${ed.line}`, 2222);
    expect(both.judge(ed.blob)?.code).toBe('HOST_KEY_MISMATCH');
    expect(both.judge(other.blob)).toBeNull();
    const types = trust(`[web]:2222 ${rsa.line}\nweb ${ed.line}`, 2222);
    expect(types.judge(ed.blob)?.code).toBe('HOST_KEY_UNKNOWN');
    expect(types.algorithms[0]).toBe('rsa-sha2-512');
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

  it('looks an alias up instead of address and port', () => {
    const lines = parseKnownHosts(`fleet-key ${ed.line}\n[web]:2222 ${other.line}`, 'known');
    const alias = createTrust(lines, ['known'], endpointAt(2222, 'Fleet-Key'));
    expect(alias.judge(ed.blob)).toBeNull();
    expect(alias.judge(other.blob)?.message).toContain('host key of fleet-key has changed');
  });

  describe('of new hosts', () => {
    it('is written down once and holds from then on', () => {
      const file = join(folder, 'new_hosts');
      writeFileSync(file, `# no newline at the end`);
      const learner = createLearner(file);
      expect(trust('', 2222, learner).judge(ed.blob)).toBeNull();
      expect(trust('', 2222, learner).judge(ed.blob)).toBeNull();
      const written = readFileSync(file, 'utf8');
      expect(written).toBe(`# no newline at the end\n[web]:2222 ${ed.line}\n`);
      expect(trust('', 2222, learner).judge(other.blob)?.code).toBe('HOST_KEY_MISMATCH');
      expect(trust(written, 2222).judge(ed.blob)).toBeNull();
    });

    it('is not taken where anything else is known of the host', () => {
      const learner = createLearner(join(folder, 'not_written'));
      for (const text of [`web ${other.line}`, `web ${rsa.line}`, `@cert-authority web ${rsa.line}`])
        expect(trust(text, 22, learner).judge(ed.blob)).not.toBeNull();
      expect(trust(`@revoked * ${ed.line}`, 22, learner).judge(ed.blob)?.code).toBe('HOST_KEY_REVOKED');
      expect(existsSync(join(folder, 'not_written'))).toBe(false);
    });

    it('is refused when it cannot be written down', () => {
      const learner = createLearner('/nonexistent/known_hosts');
      expect(trust('', 22, learner).judge(ed.blob)?.message).toMatch(/cannot be written down: ENOENT/);
    });
  });
});
