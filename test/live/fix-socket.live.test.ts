import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sample } from '../fix/sample.ts';
import { place, scriptFor, shells, snapshot } from './fix-host.ts';
import type { Run } from './fix-host.ts';
import { requires } from './requirements.ts';

/**
 * What a fix script does about a socket that systemd opens. In a mount namespace, `systemctl` is one that knows
 * docker.socket alone, and the drop-ins only as far as it was told to read them.
 */
describe.skipIf(requires('root', 'dash', 'busybox')).each(shells)(
  'the socket of Docker in $name',
  ({ shell }) => {
    let at: ReturnType<typeof place>;
    let server: Server;
    let socket: string;
    /** What stands for /etc/systemd/system. */
    let units: string;
    let dropIn: string;

    beforeEach(async () => {
      at = place();
      socket = `${at.directory}/docker.sock`;
      units = `${at.directory}/units`;
      dropIn = `${units}/docker.socket.d/zz-plimsoll.conf`;
      mkdirSync(units);
      server = createServer();
      await new Promise<void>((resolve) => server.listen(socket, resolve));
      chmodSync(socket, 0o666);
      symlinkSync(at.directory, `${at.directory}/detour`);
      writeFileSync(
        `${at.directory}/unit`,
        `ActiveState=active\nListen=[::]:2375 (Stream)\nListen=${at.directory}/detour/docker.sock (Stream)\n`,
      );
      writeFileSync(`${at.directory}/set`, 'SocketMode=0666\nSocketUser=\nSocketGroup=docker\n');
      writeFileSync(
        `${at.directory}/systemctl`,
        `#!/bin/sh
      cd ${at.directory}
      case $1 in
        show)
          cat unit
          for key in SocketMode SocketUser SocketGroup; do cat set read stronger 2>/dev/null | grep "^$key=" | tail -n 1; done
          ;;
        daemon-reload) echo reload >>calls; cat units/docker.socket.d/*.conf >read 2>/dev/null || : ;;
        *) echo "$*" >>calls; exit 1 ;;
      esac\n`,
        { mode: 0o755 },
      );
    });
    afterEach(() => {
      server.close();
      at.remove();
    });

    const mode: Sample = { id: 'mode', fix: { mode: '0660' }, subjects: [] };
    const owner: Sample = { id: 'owner', fix: { owner: 'root:root' }, subjects: [] };
    const go = (samples: readonly Sample[], ...options: string[]): Run => {
      const subjects = [`file:${socket}`];
      const setup = [
        `mount --bind ${at.directory}/systemctl /usr/bin/systemctl`,
        `mount --bind ${units} /etc/systemd/system`,
        'mount -t tmpfs tmpfs /run',
        existsSync(`${at.directory}/other-init`) ? ':' : 'mkdir -p /run/systemd/system',
        `exec ${shell.join(' ')} -s -- "$@"`,
      ].join('\n');
      const input = scriptFor(
        samples.map((sample) => ({ ...sample, subjects })),
        {},
        at.runId,
      );
      const { status, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', setup, 'sh', ...options], {
        input,
        encoding: 'utf8',
      });
      return { status, stdout, stderr, recap: /^RECAP (.*)$/m.exec(stdout)?.[1] ?? '' };
    };
    const modeOf = (path: string): number => statSync(path).mode & 0o7777;
    const reloads = (): number =>
      existsSync(`${at.directory}/calls`)
        ? readFileSync(`${at.directory}/calls`, 'utf8').split('reload\n').length - 1
        : 0;
    const heading =
      '# Who may use the socket of Docker, written by a plimsoll fix script. Read by: systemctl daemon-reload\n';

    it('is changed now and in a drop-in, once, and all is taken back', () => {
      const before = snapshot(units);
      const dry = go([mode, owner]);
      expect(dry).toMatchObject({
        status: 4,
        stderr: '',
        recap: 'changed=3 ok=2 skipped=0 failed=0 restart_needed=0',
      });
      expect(dry.stdout).toContain('\n+SocketMode=0660\n+SocketGroup=root\n');
      expect(dry.stdout).toContain(
        'would change: [mode] docker.socket: SocketMode=0666 -> 0660, in /etc/systemd/system/docker.socket.d/zz-plimsoll.conf\n',
      );
      expect([snapshot(units), modeOf(socket), reloads()]).toEqual([before, 0o666, 0]);

      const applied = go([mode, owner], '--apply');
      expect(applied).toMatchObject({
        status: 0,
        stderr: '',
        recap: 'changed=3 ok=2 skipped=0 failed=0 restart_needed=0',
      });
      expect(applied.stdout).not.toContain('is made anew');
      expect(readFileSync(dropIn, 'utf8')).toBe(`${heading}[Socket]\nSocketMode=0660\nSocketGroup=root\n`);
      expect([modeOf(dropIn), modeOf(`${units}/docker.socket.d`), modeOf(socket)]).toEqual([
        0o644, 0o755, 0o660,
      ]);
      expect(reloads()).toBe(1);
      expect(go([mode, owner], '--apply').recap).toBe('changed=0 ok=5 skipped=0 failed=0 restart_needed=0');
      expect(reloads()).toBe(1);

      expect(go([mode, owner], '--rollback')).toMatchObject({
        status: 0,
        stderr: '',
        recap: expect.stringContaining('changed=3 ok=0 '),
      });
      expect([snapshot(units), modeOf(socket), reloads()]).toEqual([before, 0o666, 2]);
      expect(existsSync(`/var/backups/plimsoll/${at.runId}`)).toBe(false);
    });

    it('keeps in the drop-in what an earlier run put there', () => {
      go([mode], '--apply');
      expect(go([owner], '--apply').recap).toMatch(/^changed=1 ok=2 /);
      expect(readFileSync(dropIn, 'utf8')).toBe(`${heading}[Socket]\nSocketMode=0660\nSocketGroup=root\n`);
    });

    it('is put right in the drop-in although its mode is right now, and no bit is added', () => {
      chmodSync(socket, 0o600);
      writeFileSync(`${at.directory}/set`, 'SocketMode=0606\nSocketUser=\nSocketGroup=\n');
      expect(go([mode, owner], '--apply').recap).toBe('changed=1 ok=4 skipped=0 failed=0 restart_needed=0');
      expect(readFileSync(dropIn, 'utf8')).toBe(`${heading}[Socket]\nSocketMode=0600\n`);
      expect(modeOf(socket)).toBe(0o600);
    });

    it('leaves other files of that directory, and the directory, when it takes its own back', () => {
      mkdirSync(`${units}/docker.socket.d`, { mode: 0o755 });
      writeFileSync(`${units}/docker.socket.d/override.conf`, '[Socket]\nSocketMode=0666\n');
      const before = snapshot(units);
      expect(go([mode], '--apply').recap).toMatch(/^changed=2 .* failed=0 /);
      go([mode], '--rollback');
      expect(snapshot(units)).toEqual(before);
    });

    it('says so when another drop-in outweighs its own, and names no check for the next audit', () => {
      writeFileSync(`${at.directory}/stronger`, 'SocketMode=0666\n');
      const { stdout, recap } = go([mode], '--apply');
      expect(recap).toBe('changed=1 ok=0 skipped=0 failed=1 restart_needed=0');
      expect(stdout).toContain(
        'failed: [mode] docker.socket: SocketMode=0666: another drop-in outweighs ours',
      );
      expect(stdout).not.toContain('audit again');
    });

    it('is not written into a directory of others, through a link, or over a file of somebody', () => {
      const attempt = (): string => {
        const before = snapshot(units);
        const { recap, stdout } = go([mode], '--apply');
        expect(recap).toMatch(/ failed=1 /);
        expect(snapshot(units)).toEqual(before);
        return stdout;
      };
      mkdirSync(`${units}/docker.socket.d`);
      writeFileSync(dropIn, '[Socket]\nBacklog=5\n');
      chmodSync(`${units}/docker.socket.d`, 0o755);
      expect(attempt()).toContain('is not by a fix script');
      chmodSync(`${units}/docker.socket.d`, 0o777);
      writeFileSync(dropIn, heading);
      expect(attempt()).toContain('can be written by others than root');
      chmodSync(`${units}/docker.socket.d`, 0o755);
      writeFileSync(`${at.directory}/elsewhere`, heading);
      spawnSync('ln', ['-sf', `${at.directory}/elsewhere`, dropIn]);
      expect(attempt()).toContain('is a symbolic link');
      expect(reloads()).toBe(0);
    });

    it.each([
      ['systemd does not open it', 'unit', 'ActiveState=inactive\nListen=/elsewhere.sock (Stream)\n'],
      ['the unit is not in use', 'unit', 'ActiveState=inactive\n'],
      ['there is no systemd', 'other-init', ''],
    ])('gets a note alone where %s', (_, name, content) => {
      writeFileSync(`${at.directory}/${name}`, content);
      const { recap, stdout } = go([mode], '--apply');
      expect(recap).toBe('changed=1 ok=0 skipped=0 failed=0 restart_needed=0');
      expect(stdout).toContain(
        `note: ${socket} is made anew at the next start; its unit or daemon.json decides for good`,
      );
      expect(existsSync(dropIn)).toBe(false);
    });
  },
);
