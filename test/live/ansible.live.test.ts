import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/result/types.ts';
import { audit, play, writeInventory } from './ansible.ts';
import { startLabHost, type LabHost } from './lab-host.ts';
import { requires } from './requirements.ts';

/** All that the playbook may change but limits: names, modes, owners and content of files, and audit rules. */
const files =
  'find /etc /usr/lib/systemd/system /run/docker.sock /run/plimsoll* -printf "%p %y %m %U:%G %l\\n"; find /etc /usr/lib/systemd/system -type f -exec sha256sum {} +; auditctl -l';
const containers = 'docker ps -aq | xargs docker inspect';
const limits =
  'docker inspect -f "{{.HostConfig.PidsLimit}} {{.HostConfig.Memory}}" vanilla unconfined | sed "s/9223372036854771712/0/; s/-1 /0 /; s/<nil>/0/"';

const trap = "{{ lookup('pipe', 'touch CANARY') }}";
/** Names and values that Ansible would run, were it not kept from it, and lines that begin with tabs. */
const traps = [
  `printf '[Service]\\n' >"/etc/systemd/system/docker.service.d/${trap}.conf"`,
  `chmod 666 "/etc/systemd/system/docker.service.d/${trap}.conf"`,
  String.raw`sed -i 's|"debug": true,|&\n\t"log-opts": {\n\t\t"max-size": "10m"\n\t},|' /etc/docker/daemon.json`,
  `sed -i "s|site=lab|site=${trap}|" /etc/docker/daemon.json`,
  // As after a boot: the loaded rules are those of the files.
  'auditctl -l >/etc/audit/rules.d/10-lab.rules; augenrules --load',
];

const parameters = { containerMemory: 67108864, containerPids: 50 };
const everything = ['-e', 'plimsoll_allow_disruptive=true', '-e', 'plimsoll_restart=true'];

/** The same road as with the fix script, with the playbook. The tests build on one another. */
describe.skipIf(requires('root', 'sshd', 'ssh', 'dockerd', 'auditctl', 'busybox', 'ansible-playbook'))(
  'a broken host is mended by the playbook',
  () => {
    let host: LabHost;
    let first: Report;
    const file = (name: string): string => join(host.folder, name);
    const run = (...options: readonly string[]) => play(host, 'first.yml', ...everything, ...options);
    const params = (): readonly string[] => ['--params', file('params.json')];

    beforeAll(async () => {
      host = await startLabHost('broken');
      for (const line of traps) expect(await host.run(line)).toBe(0);
      writeInventory(host);
      writeFileSync(file('params.json'), JSON.stringify(parameters));
      first = await audit(host, ...params());
      copyFileSync(file('playbook.yml'), file('first.yml'));
      copyFileSync(file('report/fix/web-01.sh'), file('web-01.sh'));
    });
    afterAll(() => host.stop());

    const printed = async (command: string): Promise<string> => {
      await host.run(`{ ${command}; } 2>/dev/null | sort >"$folder/printed"`);
      return readFileSync(file('printed'), 'utf8');
    };
    const started = (): Promise<string> =>
      printed('docker inspect -f "{{.Name}} {{.State.StartedAt}}" vanilla unconfined');
    let before: readonly string[];
    /** Checks that failed, were not left to a person, and do not pass now. */
    const left = (now: Report): readonly string[] => {
      const passed = now.hosts.flatMap((one) => one.results).filter((one) => one.outcome === 'pass');
      const ids = new Set(passed.map(({ check }) => check));
      const failed = first.hosts.flatMap((one) => one.results).filter((one) => one.outcome === 'fail');
      const mended = failed.filter(({ fix }) => fix.kind !== 'advice').map(({ check }) => check);
      expect(mended.length).toBeGreaterThan(20);
      return mended.filter((check) => !ids.has(check));
    };

    it('a check run shows what would change and changes nothing', async () => {
      before = [await printed(files), await printed(limits)];
      const inspected = await printed(containers);
      const { said, recap } = run('--check', '--diff');
      expect(recap).toMatch(/ changed=[1-9].* failed=0 /);
      expect(said).toContain('+-w /usr/sbin/dockerd -p wxa -k docker\n');
      expect(said).toContain('+\t"live-restore": true');
      expect(said).toContain('+    "mode": "0644"');
      expect(said).toContain('vanilla: pids 50');
      expect([await printed(files), await printed(limits)]).toEqual(before);
      expect(await printed(containers)).toBe(inspected);
    });

    it('mends what it can, and no container notices the restart', async () => {
      const since = await started();
      // One that is gone keeps no other from its limits, and one that was killed long ago nobody from the host.
      await host.run('docker rm privileged; mkdir /run/plimsoll-fix.lock');
      await host.run('touch -d "3 hours ago" /run/plimsoll-fix.lock');
      const { said, recap } = run();
      expect(recap).toMatch(/ changed=[1-9].* failed=0 /);
      expect(said).toMatch(/docker-daemon-icc.*\n.*"not in force: the default bridge stays as it is/);
      expect(await host.run('[ ! -e /run/plimsoll-fix.lock ]')).toBe(0);
      expect(await started()).toBe(since);
      await host.run('auditctl -e 1');
      // No audit rule can hold the name of the trap, and dockerd keeps the network of containers that outlive it.
      expect(left(await audit(host, ...params()))).toEqual([
        'host-audit-docker-service',
        'docker-daemon-icc',
        'docker-daemon-userns',
      ]);
      expect(said).toMatch(/docker-daemon-userns.*\n.*left out of daemon.json: /);
    });

    it('changes nothing the second time', () => {
      expect(run().recap).toMatch(/ changed=0 .* failed=0 /);
    });

    it('takes everything back, with the fix script of the host', async () => {
      const { said, recap } = run('-e', 'plimsoll_rollback=true', '-e', 'plimsoll_restart=false');
      expect(recap, said).toMatch(/ changed=1 .* failed=0 /);
      expect([await printed(files), await printed(limits)]).toEqual(before);
    });

    it('refuses a changed daemon.json, and another host, before it does anything', async () => {
      await host.run('echo >>/etc/docker/daemon.json; chmod 666 /etc/docker/daemon.json');
      const drifted = await printed(files);
      expect(run()).toMatchObject({
        status: 2,
        said: expect.stringContaining('daemon.json changed since the audit'),
      });
      await host.run('cp -p /etc/machine-id "$folder/machine-id"; echo other >/etc/machine-id');
      expect(run()).toMatchObject({
        status: 2,
        said: expect.stringContaining('this is not the audited host'),
      });
      await host.run('cp -p "$folder/machine-id" /etc/machine-id');
      expect(await printed(files)).toBe(drifted);
    });

    it('expanded nothing that came from the host', () => {
      expect(readFileSync(file('first.yml'), 'utf8')).toContain('touch CANARY');
      expect(existsSync(file('CANARY'))).toBe(false);
    });
  },
);
