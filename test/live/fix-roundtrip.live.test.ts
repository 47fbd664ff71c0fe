import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome, Report } from '../../src/result/types.ts';
import { plimsoll } from '../cli/cli.ts';
import { startLabHost, type LabHost } from './lab-host.ts';
import { requires } from './requirements.ts';

const state =
  '{ find /etc /usr/lib/systemd/system /run/docker.sock -printf "%p %y %m %U:%G %l\\n"; find /etc /usr/lib/systemd/system -type f -exec sha256sum {} +; } 2>/dev/null | grep -v -e /etc/audit/audit.rules -e /etc/docker/key.json | sort';

/** The whole road on a real host: audit, fix, audit again, take back. The tests build on one another. */
describe.skipIf(requires('root', 'sshd', 'ssh', 'dockerd', 'auditctl', 'busybox'))(
  'a broken host is mended',
  () => {
    let host: LabHost;
    let script: string;
    let first: Report;

    beforeAll(async () => {
      host = await startLabHost('broken');
      first = await audit();
      const folder = join(host.folder, 'report/fix');
      script = readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8');
    });
    afterAll(() => host.stop());

    const audit = async (): Promise<Report> => {
      const output = join(host.folder, 'report');
      await plimsoll(['audit', ...host.flags, '-q', '-o', output]);
      return JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report;
    };
    const outcomes = (report: Report): Record<string, Outcome> =>
      Object.fromEntries(report.hosts.flatMap((one) => one.results).map((one) => [one.check, one.outcome]));
    /** As a person would: the script into ssh. */
    const fix = (...options: readonly string[]) => {
      const flags = [
        '-F',
        '/dev/null',
        '-o',
        `UserKnownHostsFile=${host.knownHostsFile}`,
        '-i',
        host.clientKeyFile,
      ];
      const command = [
        'ssh',
        ...flags,
        '-p',
        String(host.port),
        'root@127.0.0.1',
        'sh',
        '-s',
        '--',
        ...options,
      ];
      const { status, stdout, stderr } = spawnSync(command[0] ?? '', command.slice(1), {
        input: script,
        encoding: 'utf8',
      });
      return { status, said: stdout + stderr, recap: /^RECAP (.*)$/m.exec(stdout)?.[1] ?? stderr };
    };
    const snapshot = async (name: string): Promise<readonly string[]> => {
      await host.run(`${state} >"$folder/${name}"`);
      return readFileSync(join(host.folder, name), 'utf8').split('\n');
    };
    const started = async (): Promise<string> => {
      await host.run(
        'docker inspect -f "{{.Name}} {{.State.StartedAt}}" vanilla unconfined >"$folder/started"',
      );
      return readFileSync(join(host.folder, 'started'), 'utf8');
    };
    let before: readonly string[];
    let containers: string;

    it('a dry run shows much and changes nothing', async () => {
      before = await snapshot('before');
      containers = await started();
      const { status, recap, said } = fix();
      expect(said).toContain('would change');
      expect({ status, recap }).toEqual({ status: 4, recap: expect.stringMatching(/^changed=[1-9]/) });
      expect(await snapshot('dry')).toEqual(before);
    });

    it('what needs no restart is mended at once, and not twice', async () => {
      const applied = fix('--apply', '--allow-disruptive');
      expect(applied.recap).toMatch(/^changed=[1-9].* failed=0 restart_needed=1$/);
      expect(fix('--apply', '--allow-disruptive').recap).toMatch(/^changed=0 .* failed=0 restart_needed=1$/);
      const now = outcomes(await audit());
      const automatic = first.hosts
        .flatMap((one) => one.results)
        .filter((one) => one.outcome === 'fail' && one.fix.kind === 'automatic' && !one.fix.restart)
        .map((one) => one.check);
      const files = automatic.filter((check) => check.startsWith('docker-file-'));
      expect(files).toContain('docker-file-daemon-json-mode');
      expect(files.filter((check) => now[check] !== 'pass')).toEqual([]);
      // The rules are there, but this kernel records nothing yet.
      expect(now['host-audit-dockerd']).toBe('fail');
      await host.run('auditctl -e 1');
      expect(outcomes(await audit())).toMatchObject({
        'host-audit-dockerd': 'pass',
        'host-audit-etc-docker': 'pass',
      });
    });

    it('the rest is mended by a restart that no container notices', async () => {
      const restarted = fix('--apply', '--allow-disruptive', '--restart');
      expect(restarted.recap).toMatch(/^changed=0 .* failed=0 restart_needed=0$/);
      expect(await started()).toBe(containers);
      expect(outcomes(await audit())).toMatchObject({
        // dockerd keeps the network of containers that outlive it as it was, and the audit is not fooled.
        'docker-daemon-icc': 'fail',
        'docker-daemon-no-new-privileges': 'pass',
        'docker-daemon-live-restore': 'pass',
      });
      await host.run('docker rm -f vanilla unconfined && service docker restart');
      expect(outcomes(await audit())).toMatchObject({ 'docker-daemon-icc': 'pass' });
    });

    it('everything can be taken back', async () => {
      const back = fix('--rollback', '--restart');
      expect(back).toMatchObject({ status: 0, recap: expect.stringMatching(/ failed=0 restart_needed=0$/) });
      expect(await snapshot('back')).toEqual(before);
      expect(outcomes(await audit())).toMatchObject({
        'docker-daemon-icc': 'fail',
        'docker-file-daemon-json-mode': 'fail',
      });
    });

    it('a file that dockerd refuses is restored, and the daemon runs', async () => {
      // The same option as a flag and in the file: dockerd does not start. The audit could not know.
      const flags = '-H unix:///run/docker.sock --no-new-privileges=false';
      await host.run(`chmod 755 /etc/docker; stop_dockerd; start_dockerd ${flags}`);
      const refused = fix(
        '--apply',
        '--only',
        'docker-daemon-no-new-privileges',
        '--restart',
        '--allow-disruptive',
      );
      expect(refused.said).toContain('restored');
      expect(refused.status).toBe(1);
      expect(await host.run('docker version')).toBe(0);
      const daemonJson = (lines: readonly string[]) =>
        lines.filter((line) => line.includes('/etc/docker/daemon.json'));
      expect(daemonJson(await snapshot('refused'))).toEqual(daemonJson(before));
    });
  },
);
