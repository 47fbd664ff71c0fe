import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/inventory/types.ts';
import type { RunResult } from '../../src/ssh/types.ts';
import { requires } from './requirements.ts';
import { prepareDebian13 } from './lab-host.ts';
import { hostAt } from './ssh-host.ts';
import { startInOverlay } from './ssh-overlay.ts';
import { refusal, run, secrets, text } from './ssh-run.ts';
import { generateKey, publicKey, startSshd, type Sshd } from './sshd.ts';
import { createUser, type TestUser } from './users.ts';

const needs = requires('root', 'ssh', 'sshd', 'sudo');

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());

describe.skipIf(needs)('keys of every type', () => {
  it.each([
    ['ed25519', ''],
    ['ecdsa', '256'],
    ['ecdsa', '384'],
    ['ecdsa', '521'],
    ['rsa', '3072'],
  ])('%s %s let host and user know each other, with hashed names in known_hosts', async (type, bits) => {
    const [hostKey, userKey] = ['host', 'user'].map((whose) => {
      const file = join(sshd.folder, `${whose}-${type}${bits}`);
      const size = bits === '' ? [] : ['-b', bits];
      execFileSync('ssh-keygen', ['-q', '-t', type, ...size, '-N', '', '-f', file]);
      return file;
    }) as [string, string];
    appendFileSync(join(sshd.folder, 'authorized_keys'), `${publicKey(userKey)}\n`);
    const authorized = `AuthorizedKeysFile ${join(sshd.folder, 'authorized_keys')}`;
    const server = await startSshd([`HostKey ${hostKey}`, authorized]);
    const file = join(server.folder, 'hashed');
    writeFileSync(file, `[127.0.0.1]:${server.port} ${publicKey(hostKey)}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
    const host = hostAt(server, { identityFiles: [userKey], knownHostsFiles: [file] });
    for (const transport of ['ssh', 'openssh'] as const)
      expect(text(await run({ ...host, transport }, 'echo in'))).toBe('in\n');
    await server.stop();
  });

  it('serve where the server wants two of them', async () => {
    const second = generateKey(join(sshd.folder, 'second'));
    appendFileSync(join(sshd.folder, 'authorized_keys'), `${publicKey(second)}\n`);
    const authorized = `AuthorizedKeysFile ${join(sshd.folder, 'authorized_keys')}`;
    const server = await startSshd(['AuthenticationMethods publickey,publickey', authorized]);
    const host = hostAt(server, { identityFiles: [sshd.clientKeyFile, second] });
    expect(text(await run(host, 'echo in'))).toBe('in\n');
    const one = await run({ ...host, identityFiles: [second] }, 'echo in');
    expect(refusal(one).code).toBe('AUTH_FAILED');
    await server.stop();
  });

  it('that are encrypted in a way that only OpenSSH reads are sent to the agent', async () => {
    const file = join(sshd.folder, 'chacha');
    const cipher = ['-Z', 'chacha20-poly1305@openssh.com'];
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', ...cipher, '-N', 'secret', '-f', file]);
    const passphrase = (): Promise<string> => Promise.resolve('secret');
    const host = hostAt(sshd, { identityFiles: [file] });
    const { code, hint } = refusal(await run(host, 'true', { secrets: secrets({ passphrase }) }));
    expect(code).toBe('KEY_UNREADABLE');
    expect(hint).toContain(`ssh-add ${file}`);
  });

  it('with a certificate of the user need the system client, which finds it beside the key', async () => {
    const authority = generateKey(join(sshd.folder, 'user_ca'));
    const key = generateKey(join(sshd.folder, 'certified_user'));
    execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'me', '-n', 'root', `${key}.pub`]);
    const server = await startSshd([`TrustedUserCAKeys ${authority}.pub`]);
    const host = hostAt(server, { identityFiles: [key] });
    expect(refusal(await run(host, 'true'))).toMatchObject({
      code: 'AUTH_FAILED',
      hint: expect.stringContaining(`${key}-cert.pub was not shown: that needs --transport openssh`),
    });
    expect(text(await run({ ...host, transport: 'openssh' }, 'echo in'))).toBe('in\n');
    await server.stop();
  });
});

describe.skipIf(needs)('the jump host of the ssh_config', () => {
  it('is left out where the inventory says that there is none', async () => {
    const config = join(sshd.folder, 'jump_config');
    writeFileSync(config, 'Host 127.0.0.1\n  ProxyJump no-such-host.invalid\n');
    const host = hostAt(sshd, { transport: 'openssh' });
    const options = { sshConfig: config };
    expect(text(await run({ ...host, jump: null }, 'echo in', {}, options))).toBe('in\n');
    expect(refusal(await run({ ...host, jump: undefined }, 'true', {}, options)).code).toBe('DNS');
  });
});

describe.skipIf(needs)('sudo', () => {
  let user: TestUser | undefined;
  const through = (rule: string, script = 'id -u', changes: Partial<Host> = {}): Promise<RunResult> => {
    user = createUser(rule);
    const password = user.password;
    const options = { secrets: secrets({ sudoPassword: () => Promise.resolve(password) }) };
    const done = run(hostAt(sshd, { user: user.name, sudo: true, ...changes }), script, options);
    return done.finally(() => user?.remove());
  };

  it('for single commands only does not allow the script', async () => {
    const { code, hint } = refusal(await through('USER ALL=(root) NOPASSWD: /usr/bin/docker'));
    expect(code).toBe('SUDO_NOT_PERMITTED');
    expect(hint).toContain('NOPASSWD: /bin/sh');
  });

  it('that runs commands on a terminal of its own brings every byte', async () => {
    const rule = 'Defaults:USER use_pty, log_output, !lecture\nUSER ALL=(root) ALL';
    const result = await through(rule, "printf 'a\\000\\377\\r\\n\\004'; id -u");
    expect(result.ok && Buffer.concat(result.value.pieces).toString('latin1')).toBe('a\x00\xff\r\n\x040\n');
  });

  it('with a prompt of its own is asked with ours', async () => {
    const rule = 'Defaults:USER passprompt="Code: ", passprompt_override\nUSER ALL=(root) ALL';
    expect(text(await through(rule))).toBe('0\n');
  });
});

describe.skipIf(requires('root', 'sshd', 'debootstrap'))('sudo-rs', () => {
  beforeAll(() => prepareDebian13(), 600_000);

  async function through(rule: string, sudoPassword?: string): Promise<RunResult> {
    const user = createUser(null);
    const id = execFileSync('id', ['-u', user.name]).toString().trim();
    const prepare = `
      chroot root useradd --uid ${id} --shell /bin/sh ${user.name}
      echo '${user.name}:${user.password}' | chroot root chpasswd
      echo '${rule.replaceAll('USER', user.name)}' >root/etc/sudoers.d/plimsoll
      chmod 440 root/etc/sudoers.d/plimsoll`;
    // Here it goes by the name of sudo.
    const path = 'SetEnv HOME=/ PATH=/usr/lib/cargo/bin:/usr/bin:/bin';
    const { server, stop } = await startInOverlay('/var/cache/plimsoll-test/trixie', prepare, [path]);
    const password = sudoPassword === 'right' ? user.password : sudoPassword;
    const options = { secrets: secrets({ sudoPassword: () => Promise.resolve(password) }) };
    const result = await run(hostAt(server, { user: user.name, sudo: true }), 'id -u', options);
    await stop();
    user.remove();
    return result;
  }

  it('lets in without a password, with exactly the line that the hint names', async () => {
    expect(text(await through('USER ALL=(root) NOPASSWD: /bin/sh'))).toBe('0\n');
  });

  it('asks for the password with our prompt', async () => {
    expect(text(await through('USER ALL=(root) ALL', 'right'))).toBe('0\n');
    expect(refusal(await through('USER ALL=(root) ALL')).code).toBe('SUDO_PASSWORD_REQUIRED');
  });

  it('is sent a wrong password once', async () => {
    expect(refusal(await through('USER ALL=(root) ALL', 'wrong')).code).toBe('SUDO_PASSWORD_WRONG');
  });

  it('says that no rule is for the user', async () => {
    const { code, message } = refusal(await through('nobody ALL=(root) ALL', 'right'));
    expect(code).toBe('SUDO_NOT_PERMITTED');
    expect(message).toContain('sudo-rs');
  });
});
