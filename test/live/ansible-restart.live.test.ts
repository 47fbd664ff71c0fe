import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, play, writeInventory } from './ansible.ts';
import { startLabHost, type LabHost } from './lab-host.ts';
import { requires } from './requirements.ts';

const checks = ['docker-daemon-icc', 'docker-daemon-live-restore'];

/** What is done only when asked for, and what happens when the daemon does not come back. */
describe.skipIf(requires('root', 'sshd', 'ssh', 'dockerd', 'auditctl', 'busybox', 'ansible-playbook'))(
  'a playbook and the restart of Docker',
  () => {
    let host: LabHost;
    let backups: string;
    const file = (name: string): string => join(host.folder, name);
    const run = (...options: readonly string[]) => play(host, 'playbook.yml', ...options);
    const daemonJson = async (): Promise<object> => {
      await host.run(
        'cat /etc/docker/daemon.json >"$folder/daemon.json" || echo "{}" >"$folder/daemon.json"',
      );
      return JSON.parse(readFileSync(file('daemon.json'), 'utf8')) as object;
    };

    beforeAll(async () => {
      host = await startLabHost('default');
      await host.run('docker ps -aq | xargs docker rm -f');
      writeInventory(host);
      const { run } = await audit(host, ...checks.flatMap((check) => ['--check', check]));
      backups = `/var/backups/plimsoll/${run.id}`;
    });
    afterAll(async () => {
      await host.run(`rm -rf ${backups}`);
      await host.stop();
    });

    it('is a playbook to Ansible', () => {
      expect(run('--syntax-check')).toMatchObject({ status: 0 });
    });

    it('is chosen by tags, and reloads what needs no restart', async () => {
      expect(run('--tags', '2.16').recap).toMatch(/ changed=2 .* failed=0 /);
      expect(await daemonJson()).toEqual({ 'live-restore': true });
      expect(await host.run('docker info -f "{{.LiveRestoreEnabled}}" | grep true')).toBe(0);
    });

    it('does nothing that may disturb, and no restart, unless asked', async () => {
      expect(run().recap).toMatch(/ changed=0 .* failed=0 /);
      const asked = run('-e', 'plimsoll_allow_disruptive=true');
      expect(asked.recap).toMatch(/ changed=2 .* failed=0 /);
      expect(asked.said).toContain('Docker obeys after its next restart');
      expect(await daemonJson()).toEqual({ 'live-restore': true, icc: false });
    });

    it('puts a file back that Docker does not start with', async () => {
      // The same option as a flag and in the file. The audit could not know.
      await host.run('rm /etc/docker/daemon.json; stop_dockerd; start_dockerd --icc=true');
      const refused = run('-e', 'plimsoll_allow_disruptive=true', '-e', 'plimsoll_restart=true');
      expect(refused).toMatchObject({
        status: 2,
        said: expect.stringContaining('with the file as it was it runs'),
      });
      expect(await host.run('docker version && [ ! -e /etc/docker/daemon.json ]')).toBe(0);
    });

    it('remaps users where Docker holds nothing', async () => {
      const { run: again } = await audit(host, '--check', 'docker-daemon-userns');
      const { recap } = run('-e', 'plimsoll_allow_disruptive=true', '-e', 'plimsoll_restart=true');
      await host.run(`rm -rf /var/backups/plimsoll/${again.id}`);
      expect(recap).toMatch(/ failed=0 /);
      expect(await daemonJson()).toEqual({ 'userns-remap': 'default' });
      expect(await host.run('docker info | grep -x "  userns"')).toBe(0);
    });
  },
);
