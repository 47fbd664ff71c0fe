import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult, Report } from '../../src/result/types.ts';
import { plimsoll } from '../cli/cli.ts';
import { prepareDebian13, startLabHost, type LabHost } from './lab-host.ts';
import { requires } from './requirements.ts';

const state =
  '{ find /etc /usr/lib/systemd/system /run/docker.sock -printf "%p %y %m %U:%G %l\\n"; find /etc /usr/lib/systemd/system -type f -exec sha256sum {} +; } 2>/dev/null | grep -v /etc/docker/key.json | sort';

/** All files of the root that Docker 26.1 has for itself, but for those of its containers; drafts come and go in /tmp; `also` is what else is printed. */
const wholeRoot = (also: string): string =>
  `find / /etc /usr/lib/systemd/system -xdev \\( -path /proc -o -path /lab -o -path /var/lib/docker -o -path "$folder" \\) -prune -o -printf "%p %y %m %U:%G ${also}%l\\n" | grep -v -e "^/tmp d " -e "^/etc/docker/key.json " | sort`;

const needed = requires('root', 'sshd', 'ssh', 'dockerd', 'auditctl', 'busybox', 'debootstrap');
const engines = [
  { engine: '20.10', system: 'debian-12' },
  { engine: '26.1', system: 'debian-13' },
] as const;

/** What the script leaves out of daemon.json while Docker holds a container, as it does to the end on this host. */
const leftOut = ['docker-daemon-userns'];

/** The whole road on a real host: audit, fix, audit again, take back. The tests build on one another. */
describe.skipIf(needed).each(engines)('a broken host with Docker $engine is mended', ({ engine, system }) => {
  const isFirst = engine === '20.10';
  let host: LabHost;
  let script: string;
  /** The checks that the script deals with, but for those that it leaves out here. */
  let mended: readonly string[];
  let first: Report;
  let before: readonly string[];
  let rootBefore: readonly string[];
  let containers: string;

  beforeAll(async () => {
    if (!isFirst) prepareDebian13();
    host = await startLabHost('broken', system);
    first = await audit('--history', join(host.folder, 'history'));
    const folder = join(host.folder, 'report/fix');
    script = readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8');
    const begun = [...script.matchAll(/^ {2}# BEGIN fix \(\S+\) (\S+)/gm)].map((match) => match[1] ?? '');
    mended = begun.filter((check) => !leftOut.includes(check));
    expect(begun.length - mended.length).toBe(leftOut.length);
  }, 600_000);
  afterAll(() => host.stop());

  const audit = async (...flags: readonly string[]): Promise<Report> => {
    const output = join(host.folder, 'report');
    await plimsoll(['audit', ...host.flags, ...flags, '-q', '-o', output]);
    return JSON.parse(readFileSync(join(output, 'report.json'), 'utf8')) as Report;
  };
  const results = (report: Report): readonly CheckResult[] => report.hosts.flatMap((one) => one.results);
  /** Of the checks that the script deals with, those that do not pass. */
  const open = (report: Report): Record<string, string> =>
    Object.fromEntries(
      results(report)
        .filter(({ check, outcome }) => mended.includes(check) && outcome !== 'pass')
        .map(({ check, outcome }) => [check, outcome]),
    );
  /** The checks in the command with which a run ends. */
  const auditAgain = (said: string): readonly string[] =>
    [...(/^audit again: (.*)$/m.exec(said)?.[1] ?? '').matchAll(/ --check (\S+)/g)].map(([, id]) => id ?? '');
  /** The exit status of an audit of these checks. */
  const judge = async (ids: readonly string[]): Promise<number | null> => {
    const checks = ids.flatMap((id) => ['--check', id]);
    return (await plimsoll(['audit', ...host.flags, ...checks, '-f', 'json=-'])).status;
  };
  /** How many findings these checks have. */
  const findings = (report: Report): number =>
    results(report)
      .filter(({ check, outcome }) => mended.includes(check) && outcome === 'fail')
      .reduce((sum, result) => sum + result.findings.length, 0);
  const errors = (report: Report): readonly string[] =>
    results(report).flatMap(({ check, outcome }) => (outcome === 'error' ? [check] : []));
  /** As a person would: the script into ssh. */
  const fix = (...options: readonly string[]) => {
    const known = ['-F', '/dev/null', '-o', `UserKnownHostsFile=${host.knownHostsFile}`];
    const login = ['-i', host.clientKeyFile, '-p', String(host.port), 'root@127.0.0.1'];
    const { status, stdout, stderr } = spawnSync('ssh', [...known, ...login, 'sh', '-s', '--', ...options], {
      input: script,
      encoding: 'utf8',
    });
    return { status, said: stdout + stderr, recap: /^RECAP (.*)$/m.exec(stdout)?.[1] ?? stderr };
  };
  const output = async (command: string, name: string): Promise<string> => {
    await host.run(`${command} >"$folder/${name}"`);
    return readFileSync(join(host.folder, name), 'utf8');
  };
  const lines = async (command: string, name: string): Promise<readonly string[]> =>
    (await output(command, name)).split('\n');
  const snapshot = async (name: string): Promise<readonly string[]> => lines(state, name);
  const started = (): Promise<string> =>
    output('docker inspect -f "{{.Name}} {{.State.StartedAt}}" vanilla unconfined', 'started');

  it('a dry run shows much, foresees no failure and changes nothing', async () => {
    before = await snapshot('before');
    containers = await started();
    const root = isFirst ? [] : await lines(wholeRoot('%s %T@ %C@ '), 'root-before');
    const { status, recap, said } = fix('--allow-disruptive');
    expect(said).toContain('would change');
    expect({ status, recap }).toEqual({
      status: 4,
      recap: expect.stringMatching(/^changed=[1-9].* skipped=1 failed=0 /),
    });
    expect(said).toMatch(
      /^skipped: \[docker-daemon-userns\] left out .* \(containers: 3, volumes: 0\); --list /m,
    );
    expect(said).not.toContain('userns-remap');
    expect(await snapshot('dry')).toEqual(before);
    if (isFirst) return;
    expect(root.length).toBeGreaterThan(3000);
    expect(await lines(wholeRoot('%s %T@ %C@ '), 'root-dry')).toEqual(root);
    rootBefore = await lines(wholeRoot(''), 'root-modes');
  });

  const onFirst = isFirst ? it : () => undefined;

  onFirst('what needs no restart is mended at once, and not twice', async () => {
    const applied = fix('--apply', '--allow-disruptive');
    expect(applied.recap).toMatch(/^changed=[1-9].* failed=0 restart_needed=1$/);
    expect(applied.said).toContain('until dockerd is restarted, an audit cannot tell');
    const right = auditAgain(applied.said);
    expect(right).toContain('docker-file-daemon-json-mode');
    expect(await judge(right)).toBe(0);
    expect(fix('--apply', '--allow-disruptive').recap).toMatch(/^changed=0 .* failed=0 restart_needed=1$/);
    const now = await audit();
    const files = mended.filter((check) => check.startsWith('docker-file-'));
    expect(files).toContain('docker-file-daemon-json-mode');
    expect(files.filter((check) => check in open(now))).toEqual([]);
    expect(errors(now)).toContain('docker-daemon-iptables');
    // The rules are there, but this kernel records nothing yet.
    expect(open(now)).toMatchObject({ 'host-audit-dockerd': 'fail' });
  });

  it('a restart that no container notices mends all but the network of these containers', async () => {
    await host.run('auditctl -e 1');
    const restarted = fix('--apply', '--allow-disruptive', '--restart');
    expect(restarted.recap).toMatch(/ failed=0 restart_needed=1$/);
    expect(restarted.said).toMatch(
      /\[docker-daemon-icc\] .* not in force: the default bridge stays as it is/,
    );
    expect(await started()).toBe(containers);
    if (!isFirst) return;
    const now = await audit();
    expect([open(now), errors(now)]).toEqual([{ 'docker-daemon-icc': 'fail' }, errors(first)]);
  });

  it('everything is mended once no container runs, and the audit says what was fixed', async () => {
    await host.run('docker rm -f vanilla unconfined');
    expect(fix('--apply', '--allow-disruptive', '--restart').recap).toMatch(
      /^changed=0 .* failed=0 restart_needed=0$/,
    );
    const now = await audit('--history', join(host.folder, 'history'));
    expect([open(now), errors(now)]).toEqual([{}, errors(first)]);
    const verdict = (check: string) => results(now).find((one) => one.check === check)?.outcome;
    expect(leftOut.map(verdict)).toEqual(['fail']);
    expect(now.since?.previous?.id).toBe(first.run.id);
    const fixed = new Set(now.since?.fixed.map(({ check }) => check));
    expect(mended.filter((check) => !fixed.has(check))).toEqual([]);
    const { recap, said } = fix('--apply', '--allow-disruptive');
    expect(recap).toMatch(/^changed=0 .* failed=0 restart_needed=0$/);
    expect([...auditAgain(said)].sort()).toEqual([...mended].sort());
    expect(await judge(mended)).toBe(0);
    console.log(
      `Docker ${first.hosts[0]?.platform.engine}: ${mended.length} checks failed that the script mends, with ` +
        `${findings(first)} findings; left: ${Object.keys(open(now)).length}, with ${findings(now)}; ` +
        `${now.since?.counts.fixed} findings of all kinds fixed; second run: ${recap}`,
    );
  });

  it('everything can be taken back', async () => {
    const back = fix('--rollback', '--restart');
    expect(back).toMatchObject({ status: 0, recap: expect.stringMatching(/ failed=0 restart_needed=0$/) });
    expect(await snapshot('back')).toEqual(before);
    if (!isFirst) {
      expect(await lines(wholeRoot(''), 'root-back')).toEqual(rootBefore);
      return;
    }
    const now = open(await audit());
    expect(now).toMatchObject({ 'docker-daemon-icc': 'fail', 'docker-file-daemon-json-mode': 'fail' });
  });

  onFirst(
    'what would hide containers is done once there are none, and not taken back while there is one',
    async () => {
      const only = ['--only', 'docker-daemon-userns', '--restart', '--allow-disruptive'];
      expect(fix('--apply', ...only).recap).toMatch(/^changed=0 ok=0 skipped=1 failed=0 /);
      await host.run('chmod 755 /etc/docker; docker rm privileged');
      const { recap, said } = fix('--apply', ...only);
      expect(recap).toBe('changed=1 ok=0 skipped=0 failed=0 restart_needed=0');
      expect(auditAgain(said)).toEqual(leftOut);
      expect(await judge(leftOut)).toBe(0);
      await host.run('docker import "$folder/rootfs.tar" anew && docker create --name anew anew true');
      expect(fix('--apply', ...only).recap).toBe('changed=0 ok=1 skipped=0 failed=0 restart_needed=0');
      const back = fix('--rollback', '--restart');
      expect(back.recap).toMatch(/ failed=0 restart_needed=1$/);
      expect(await host.run('docker inspect anew && ! grep -q userns /etc/docker/daemon.json')).toBe(0);
      await host.run('docker rm anew');
    },
  );

  onFirst('a file that dockerd refuses is restored, and the daemon runs', async () => {
    // The same option as a flag and in the file: dockerd does not start. The audit could not know.
    const flags = '-H unix:///run/docker.sock --no-new-privileges=false';
    await host.run(`chmod 755 /etc/docker; stop_dockerd; start_dockerd ${flags}`);
    const only = ['--only', 'docker-daemon-no-new-privileges'];
    const refused = fix('--apply', ...only, '--restart', '--allow-disruptive');
    expect(refused.said).toContain('restored');
    expect(refused.status).toBe(1);
    expect(await host.run('docker version')).toBe(0);
    const daemonJson = (lines: readonly string[]) =>
      lines.filter((line) => line.includes('/etc/docker/daemon.json'));
    expect(daemonJson(await snapshot('refused'))).toEqual(daemonJson(before));
  });
});
