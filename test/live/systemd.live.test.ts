import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFile } from '../../src/lib/package.ts';
import { scratch } from '../cli/cli.ts';
import { requires } from './requirements.ts';

/** What the head of the example asks for, a timer that is due now, and few checks for the sake of time. */
const prepare = `
mkdir -p /etc/plimsoll /run/sshd
cd /etc/plimsoll
ssh-keygen -q -t ed25519 -N '' -f host_key
ssh-keygen -q -t ed25519 -N '' -f id_ed25519
echo "[127.0.0.1]:2222 $(cut -d ' ' -f 1,2 host_key.pub)" >known_hosts
echo 'hosts: { web-01: { address: 127.0.0.1, port: 2222, user: root } }' >inventory.yaml
echo 'https://127.0.0.1:1/s3cret' >notify-url
chmod 0600 notify-url
/usr/sbin/sshd -f /dev/null -o Port=2222 -o ListenAddress=127.0.0.1 -o HostKey=$PWD/host_key \
  -o AuthorizedKeysFile=$PWD/id_ed25519.pub -o StrictModes=no -o UsePAM=no
printf '#!/bin/sh\\nexec /opt/node /opt/plimsoll/dist/cli.js "$@"\\n' >/usr/bin/plimsoll
chmod 0755 /usr/bin/plimsoll
cp /opt/plimsoll/examples/systemd/plimsoll.* /etc/systemd/system
mkdir /etc/systemd/system/plimsoll.timer.d
printf '[Timer]\\nOnCalendar=\\nOnActiveSec=0\\nRandomizedDelaySec=0\\n' >/etc/systemd/system/plimsoll.timer.d/now.conf
mkdir /etc/systemd/system/plimsoll.service.d
printf '[Service]\\nEnvironment=PLIMSOLL_CHECK=docker-daemon-icc\\n' >/etc/systemd/system/plimsoll.service.d/few.conf
echo '{}' >/etc/docker/daemon.json
systemctl daemon-reload
systemctl start docker.service
`;

describe.skipIf(requires('root', 'sshd', 'dockerd', 'systemd-analyze', 'ansible-playbook'))(
  'a host that runs systemd',
  () => {
    const folder = scratch();
    let host: ChildProcess;

    beforeAll(async () => {
      const script = fileURLToPath(new URL('./lab/systemd.sh', import.meta.url));
      host = spawn('sh', [script, folder, packageFile('.'), process.execPath], {
        stdio: ['pipe', 'inherit', 'inherit'],
      });
      const isUp = (): boolean => existsSync(join(folder, 'init')) || host.exitCode !== null;
      for (let tries = 0; tries < 1200 && !isUp(); tries++) await sleep(50);
      run(prepare);
    });
    afterAll(async () => {
      host.stdin?.end();
      if (host.exitCode === null) await once(host, 'exit');
    });

    /** Runs commands on the host; their output, whatever they exit with. */
    function run(commands: string): string {
      const init = readFileSync(join(folder, 'init'), 'utf8').trim();
      const { stdout } = spawnSync(
        'nsenter',
        ['--all', '--target', init, 'sh', '-c', `cd /; exec 2>&1; ${commands}`],
        {
          encoding: 'utf8',
        },
      );
      return stdout;
    }

    const journal = (): string => run('journalctl --unit plimsoll.service --output cat');
    const show = (unit: string, ...properties: readonly string[]): string =>
      run(`systemctl show ${unit} --property ${properties.join(',')}`);

    const result = (): string => show('plimsoll.service', 'Result', 'ExecMainStatus');

    it('is audited by the example service, when its timer is due', async () => {
      run('systemctl enable --now plimsoll.timer');
      for (let tries = 0; tries < 300 && !show('plimsoll.service', 'ActiveState').includes('failed'); tries++)
        await sleep(100);
      expect(journal()).toMatch(/^web-01 : audited .* fail=1 /m);
      expect(journal()).toMatch(/^exit status 1: newly failing findings: 1$/m);
      expect(journal()).toMatch(/^warning: the notice was not delivered: 127.0.0.1:1: ECONNREFUSED$/m);
      expect(result()).toBe('Result=exit-code\nExecMainStatus=1\n');
      // Of a user that is there no longer.
      expect(run('stat --format "%a %u" /var/lib/plimsoll/ /var/lib/plimsoll/report/index.html')).toMatch(
        /^700 6\d{4}\n600 6\d{4}\n$/,
      );
    });

    it('is mended by the fix script, which restarts Docker through systemd', () => {
      const before = show('docker.service', 'MainPID');
      const fix = 'sh /var/lib/plimsoll/report/fix/web-01.sh --apply --allow-disruptive --restart';
      expect(run(fix)).toMatch(
        /^changed: \[docker-daemon-icc\] .*, and the daemon took it in by a restart$/m,
      );
      expect(show('docker.service', 'ActiveState')).toBe('ActiveState=active\n');
      expect(show('docker.service', 'MainPID')).not.toBe(before);
      run('systemctl start plimsoll.service');
      expect(journal()).toMatch(/^Since .*: 0 newly failing, 1 fixed, 0 still failing$/m);
      expect(result()).toBe('Result=success\nExecMainStatus=0\n');
    });

    describe('with a socket that systemd opens too far', () => {
      const remake =
        'systemctl daemon-reload; systemctl stop docker.service docker.socket; systemctl start docker.service';
      const socket = (): string => run('stat --format "%a %U:%G" /run/docker.sock');
      const units = (): string =>
        run('ls -lR /etc/systemd/system/docker.*; systemctl show docker.socket -p SocketMode -p SocketGroup');
      let before: string;

      beforeAll(() => {
        // As "systemctl edit" leaves it; systemd is told of the group behind its back, else the check takes it for right.
        run(`d=/etc/systemd/system/docker.socket.d; mkdir $d; chmod 755 $d
        printf '[Socket]\\nSocketMode=0666\\nSocketGroup=games\\n' >$d/override.conf; chmod 644 $d/override.conf
        ${remake}; chgrp nogroup /run/docker.sock`);
        before = units();
        run(
          'cd /tmp; plimsoll audit --local --check 3.15 --check 3.16 -q -o open -f ansible=open/playbook.yml',
        );
      });
      afterAll(() => {
        run(`rm -r /etc/systemd/system/docker.socket.d; ${remake}`);
      });

      it('stays mended by the fix script when the socket is made anew', () => {
        expect([socket(), before]).toEqual([
          '666 root:nogroup\n',
          expect.stringContaining('SocketMode=0666'),
        ]);
        const fix = (option = ''): string => run(`sh /tmp/open/fix/*.sh --allow-disruptive ${option}`);
        expect(fix()).toContain('\n+SocketMode=0660\n');
        expect(units()).toBe(before);
        const applied = fix('--apply');
        expect(applied).toContain('RECAP changed=4 ok=1 skipped=0 failed=0 restart_needed=0\n');
        expect(applied).not.toContain('is made anew');
        expect(fix('--apply')).toContain('RECAP changed=0 ok=5 skipped=0 failed=0 restart_needed=0\n');
        run(remake);
        expect(socket()).toBe('660 root:root\n');
        expect(run(/^audit again: (.*)$/m.exec(applied)?.[1] ?? 'none')).toContain('fail=0');
        expect(run('sh /tmp/open/fix/*.sh --rollback')).toContain(' failed=0 restart_needed=0\n');
        expect([socket(), units()]).toEqual(['666 root:nogroup\n', before]);
      });

      it('is mended by the playbook too, and the fix script takes that back', () => {
        const play = (option = ''): string =>
          run(
            `HOME=/root ansible-playbook -i "$(ls /tmp/open/fix | sed 's/.sh$//')," -c local /tmp/open/playbook.yml --diff \
            -e plimsoll_allow_disruptive=true -e ansible_python_interpreter=/usr/bin/python3 ${option}`,
          );
        expect(play('--check')).toMatch(/^\+SocketMode=0660\n\+SocketGroup=root$[^]* failed=0 /m);
        expect([socket(), units()]).toEqual(['666 root:nogroup\n', before]);
        expect(play()).toMatch(/ changed=[1-9].* failed=0 /);
        expect(socket()).toBe('660 root:root\n');
        expect(play()).toMatch(/ changed=0 .* failed=0 /);
        run(remake);
        expect(socket()).toBe('660 root:root\n');
        expect(run('sh /tmp/open/fix/*.sh --rollback')).toContain(' failed=0 restart_needed=0\n');
        expect([socket(), units()]).toEqual(['666 root:nogroup\n', before]);
      });
    });

    it('is judged by drop-ins that systemd has not read yet', () => {
      const late = '/etc/systemd/system/docker.service.d/late.conf';
      run(`mkdir -p \"$(dirname ${late})\"; echo '[Service]' >${late}; chmod 0666 ${late}`);
      const audit = 'plimsoll audit --local --check docker-file-service-unit-mode -f json=-';
      expect(run(`${audit} 2>/dev/null`)).toContain(`"subject":"file:${late}"`);
      run(`rm ${late}`);
    });

    it('stops an audit without calling it a failure', async () => {
      run('systemctl start --no-block plimsoll.service');
      for (let tries = 0; tries < 300 && !run('ls /var/lib/plimsoll/history').includes('lock'); tries++)
        await sleep(50);
      run('systemctl stop plimsoll.service');
      expect(result()).toBe('Result=success\nExecMainStatus=143\n');
    });

    it('may run plimsoll for an account without a name, as containers do', () => {
      const list = (flags: string): string =>
        run(`setpriv --reuid 54321 --regid 54321 --clear-groups env HOME=/ plimsoll inventory list ${flags}`);
      expect(list('-i /etc/plimsoll/inventory.yaml')).toContain('root@127.0.0.1:2222');
      expect(list('-H web-02')).toContain('error: no login user for web-02: ');
    });
  },
);
