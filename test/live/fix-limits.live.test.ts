import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/result/types.ts';
import { plimsoll } from '../cli/cli.ts';
import { startLabHost, type LabHost } from './lab-host.ts';
import { requires } from './requirements.ts';

const limits = ['memory', 'cpu', 'pids'].map((name) => `docker-container-${name}-limit`);
const checks = [...limits, 'docker-container-restart-policy'];
const parameters = {
  containerMemory: 16777216,
  containerPids: 50,
  containerCpuShares: 512,
  containerRetries: 3,
};
const format =
  '{{.Name}} {{.HostConfig.Memory}}:{{.HostConfig.MemorySwap}} {{json .HostConfig.PidsLimit}} {{.HostConfig.CPUShares}} {{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}';
const labels = [
  'com.docker.compose.project=shop',
  'com.docker.compose.service=app',
  'com.docker.compose.project.config_files=/srv/shop/compose.yaml',
];

/** Limits of containers on a real daemon, set and taken back. The tests build on one another. */
describe.skipIf(requires('root', 'sshd', 'ssh', 'dockerd', 'auditctl', 'busybox'))(
  'limits of containers',
  () => {
    let host: LabHost;
    let script: string;
    let first: Record<string, readonly string[]>;
    let before: readonly string[];

    beforeAll(async () => {
      host = await startLabHost('default');
      const flags = labels.map((label) => `--label ${label}`).join(' ');
      const fill = 'i=0; while [ $i -lt 7 ]; do cat /bin/busybox; i=$((i+1)); done >/dev/shm/x; sleep 100000';
      await host.run(`docker run -d --name owned --restart always ${flags} shop/web:1.4 sleep 100000`);
      await host.run(`docker run -d --name hog shop/web:1.4 sh -c '${fill}'; sleep 1`);
      writeFileSync(join(host.folder, 'params.json'), JSON.stringify(parameters));
      first = await audit();
      const folder = join(host.folder, 'report/fix');
      script = readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8');
      before = await settings();
    });
    afterAll(() => host.stop());

    /** Subjects that fail, by check. */
    const audit = async (): Promise<Record<string, readonly string[]>> => {
      const output = join(host.folder, 'report');
      const asked = checks.flatMap((check) => ['--check', check]);
      const params = ['--params', join(host.folder, 'params.json')];
      await plimsoll(['audit', ...host.flags, ...asked, ...params, '-q', '-o', output]);
      const { hosts } = JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report;
      const results = hosts.flatMap((one) => one.results);
      return Object.fromEntries(
        results.map(({ check, findings }) => [
          check,
          [...new Set(findings.map(({ subject }) => subject))].sort(),
        ]),
      );
    };
    const settings = async (): Promise<readonly string[]> => {
      await host.run(`docker ps -aq | xargs docker inspect -f '${format}' >"$folder/settings"`);
      return readFileSync(join(host.folder, 'settings'), 'utf8').trim().split('\n').sort();
    };
    const fix = (...options: readonly string[]) => {
      const known = ['-F', '/dev/null', '-o', `UserKnownHostsFile=${host.knownHostsFile}`];
      const login = ['-i', host.clientKeyFile, '-p', String(host.port), 'root@127.0.0.1'];
      const { status, stdout, stderr } = spawnSync(
        'ssh',
        [...known, ...login, 'sh', '-s', '--', ...options],
        { input: script, encoding: 'utf8' },
      );
      return { status, said: stdout + stderr, recap: /^RECAP (.*)$/m.exec(stdout)?.[1] ?? stderr };
    };

    it('a dry run says which would change, and changes none', async () => {
      const { status, said } = fix('--allow-disruptive');
      expect(status).toBe(4);
      expect(said).toContain('container web: memory 0:0 -> 16777216:16777216');
      expect(said).toContain('container cache: restart unless-stopped:0 -> on-failure:3');
      expect(await settings()).toEqual(before);
    });

    it('what a compose project owns is left alone, with the override that does it', () => {
      expect(script).not.toMatch(/container_update .* 'owned' /);
      expect(script).toContain('compose project shop, service app would undo it: change it there');
      expect(script).toContain('# project shop, service app, from /srv/shop/compose.yaml');
      expect(script).toContain('    mem_limit: 16777216');
    });

    it('a limit below what a container uses is refused, all others are set, and not twice', async () => {
      const applied = fix('--apply', '--allow-disruptive');
      expect(applied.said).toMatch(/failed: .*container hog: left as it is: it uses \d+ bytes of memory now/);
      expect(applied.recap).toMatch(/^changed=1\d ok=0 skipped=0 failed=1 /);
      expect(await settings()).toEqual([
        '/cache 67108864:134217728 50 512 on-failure:3',
        '/hog 0:0 50 512 no:0',
        '/migrate 16777216:16777216 50 512 no:0',
        '/owned 0:0 null 0 always:0',
        '/web 16777216:16777216 50 512 no:0',
      ]);
      expect(fix('--apply', '--allow-disruptive').recap).toMatch(/^changed=0 ok=1\d skipped=0 failed=1 /);
      expect(await audit()).toEqual({
        'docker-container-memory-limit': ['container:hog', 'container:owned'],
        'docker-container-cpu-limit': ['container:owned'],
        'docker-container-pids-limit': ['container:owned'],
        'docker-container-restart-policy': ['container:owned'],
      });
    });

    it('everything is taken back, but for what somebody changed since', async () => {
      await host.run('docker update --pids-limit 7 web && docker rm -f migrate');
      const back = fix('--rollback');
      expect(back.said).toMatch(/failed: .*container web: pids was changed since/);
      expect(back.said).toMatch(/ok: .*container migrate is not there any more/);
      await host.run('docker update --pids-limit -1 web');
      expect(fix('--rollback').recap).toMatch(/ failed=0 /);
      const gone = (subjects: readonly string[]) => subjects.filter((one) => one !== 'container:migrate');
      const expected = Object.entries(first).map(([check, subjects]) => [check, gone(subjects)]);
      expect(await audit()).toEqual(Object.fromEntries(expected));
    });

    it('a container that changed since the audit is left as it is', async () => {
      await host.run('docker update --pids-limit 7 web');
      const { status, said } = fix('--apply', '--allow-disruptive', '--only', 'docker-container-pids-limit');
      expect(said).toContain('container web: pids is 7, but was 0 when it was audited');
      expect(status).toBe(1);
    });
  },
);
