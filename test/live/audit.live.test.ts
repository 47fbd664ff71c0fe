import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult, Outcome, Report } from '../../src/result/types.ts';
import { plimsoll, type Ran } from '../cli/cli.ts';
import { expectValidFormats } from '../report/valid.ts';
import { startLabHost, type LabHost, type LabState } from './lab-host.ts';
import { requires } from './requirements.ts';
import { hardening, truth } from './truth.ts';

const needs = requires('root', 'sshd', 'dockerd', 'auditctl', 'busybox', 'sudo', 'openssl', 'ip', 'pgrep');

interface Audit extends Ran {
  readonly report: Report;
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

/** Audits with `-f json=-`. */
async function audit(flags: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Audit> {
  const ran = await plimsoll(['audit', ...flags, '-f', 'json=-', '-q'], { env });
  if (ran.stdout === '') throw new Error(ran.stderr);
  const report = JSON.parse(ran.stdout) as Report;
  const results = report.hosts.flatMap((host) => host.results);
  const outcomes = Object.fromEntries(results.map((result) => [result.check, result.outcome]));
  return { ...ran, report, outcomes };
}

function resultOf(report: Report, check: string): CheckResult {
  const result = report.hosts[0]?.results.find((one) => one.check === check);
  if (result === undefined) throw new Error(`${check} was not judged`);
  return result;
}

/** Names of the subjects that have findings, each once. */
function accused(report: Report, check: string): readonly string[] {
  const subjects = resultOf(report, check).findings.map((finding) => finding.subject.replace(/^\w+:/, ''));
  return [...new Set(subjects)].sort();
}

/** Starts a host before the tests of this block, and stops it after them. */
function lab(state: LabState): () => LabHost {
  let host: LabHost | undefined;
  beforeAll(async () => {
    host = await startLabHost(state);
  });
  afterAll(() => host?.stop());
  return () => {
    if (host === undefined) throw new Error(`the ${state} host did not start`);
    return host;
  };
}

/** Flags for another user than root. */
function as(user: string, host: LabHost, ...more: string[]): readonly string[] {
  const [, , ...rest] = host.flags;
  return ['-H', `${user}@127.0.0.1:${host.port}`, ...rest, ...more];
}

function verdicts(outcome: Outcome, ...checks: readonly string[]): Record<string, Outcome> {
  return Object.fromEntries(checks.map((check) => [check, outcome]));
}

describe.skipIf(needs)('a host as the packages leave it', () => {
  const host = lab('default');
  // But for the database of containerd, which tidies it when it likes.
  const state =
    '{ find /etc /run/docker /run/docker.sock /run/docker.pid /var/lib/docker ! -name meta.db -printf "%p %m %U:%G %s %T@ %l\\n"; docker ps -a --no-trunc --format "{{.ID}} {{.State}}"; docker image ls -a --no-trunc --format "{{.ID}} {{.Repository}}:{{.Tag}}"; auditctl -l; auditctl -s; } | sort';

  it('gets the verdicts that are true, and is the same after as before', async () => {
    await host().run(`${state} >"$folder/before"`);
    const { status, outcomes, report } = await audit(host().flags);
    await host().run(`${state} >"$folder/after"`);
    expect(outcomes).toEqual(truth('default'));
    expect(accused(report, 'host-docker-group')).toEqual(['deploy']);
    expect({ status, state: report.hosts[0]?.state }).toEqual({ status: 1, state: 'audited' });
    expectValidFormats(report);
    const [before, after] = ['before', 'after'].map((name) =>
      readFileSync(join(host().folder, name), 'utf8'),
    );
    expect(before).toContain('/run/docker.sock 660 0:');
    expect(after).toBe(before);
  });

  it('gets the same verdicts through sudo, without and with a password', async () => {
    const asRoot = await audit(host().flags);
    await host().run(
      "useradd --no-create-home --home-dir / --shell /bin/sh op && echo 'op:a pass word' | chpasswd && echo 'op ALL=(root) NOPASSWD: ALL' >/etc/sudoers.d/op",
    );
    const free = await audit(as('op', host(), '--sudo'));
    expect(free.outcomes).toEqual(asRoot.outcomes);
    await host().run("echo 'op ALL=(root) ALL' >/etc/sudoers.d/op");
    const asked = await audit(as('op', host(), '--sudo', '--check', '1.1.3'), {
      PLIMSOLL_SUDO_PASSWORD: 'a pass word',
    });
    expect(asked.outcomes).toEqual({ 'host-audit-dockerd': 'fail' });
    const wrong = await audit(as('op', host(), '--sudo'), { PLIMSOLL_SUDO_PASSWORD: 'another' });
    expect(wrong).toMatchObject({ status: 3, report: { hosts: [{ state: 'unreachable' }] } });
  });

  it.each([
    ['a stranger', 'visitor'],
    ['a member of the docker group', 'deploy'],
  ])('is not judged beyond what %s may see', async (_who, user) => {
    await host().run('grep -q ^visitor: /etc/passwd || echo visitor:x:1009:1009::/:/bin/sh >>/etc/passwd');
    const limited = await audit(as(user, host()));
    expect(limited).toMatchObject({ status: 3, report: { hosts: [{ state: 'partial' }] } });
    expect(limited.outcomes).toEqual(truth(user));
    for (const [check, outcome] of Object.entries(limited.outcomes))
      expect([check, outcome]).toEqual([check, outcome === 'error' ? 'error' : truth('default')[check]]);
  });

  it('is judged the same beside processes that pass for its daemon', async () => {
    const before = (await audit(host().flags)).outcomes;
    // As root of a container, with what tells a daemon open, under its name; and as nobody in mounts of its own, with
    // the socket too, and a device for a configuration file.
    const insider = `mkdir -p /var/lib/docker/volumes; /bin/busybox cp /bin/busybox /tmp/dockerd
      /bin/busybox ln -s dockerd /tmp/sleep; exec 9>/var/lib/docker/volumes/metadata.db; exec /tmp/sleep 100000`;
    const outsider = `mount -t tmpfs -o mode=777 tmpfs /run && mkdir -m 777 /run/root /run/root/volumes &&
      cp "$(command -v perl)" /run/root/dockerd && exec setpriv --reuid 65534 --regid 65534 --clear-groups \
      /run/root/dockerd -MIO::Socket::UNIX -e 'open F, ">", "/run/root/volumes/metadata.db";
        $s = IO::Socket::UNIX->new(Local => "/run/docker.sock", Listen => 1); sleep 100' -- --config-file /dev/zero`;
    const image = '"$(docker image ls -q | head -n 1)"';
    writeFileSync(join(host().folder, 'insider.sh'), insider);
    writeFileSync(join(host().folder, 'outsider.sh'), outsider);
    expect(await host().run(`docker run -d --name liar ${image} sh -c "$(cat "$folder/insider.sh")"`)).toBe(
      0,
    );
    const inOwnMounts = 'unshare --mount --propagation private sh "$folder/outsider.sh"';
    expect(await host().run(`${inOwnMounts} & liar=$!; sleep 1; kill -0 "$liar"`)).toBe(0);
    const beside = await audit(host().flags);
    await host().run('kill "$liar"; docker rm -f liar');
    expect(beside.outcomes).toEqual(before);
    expect(beside.report.hosts[0]?.notes).toBeUndefined();
  });

  it('says to ping what an audit would meet', async () => {
    const met = await plimsoll(['ping', ...host().flags, '-q']);
    expect(met).toMatchObject({ status: 0, stdout: expect.stringMatching(/ {2}ok {2}root {2}Docker 20\./) });
    const stranger = await plimsoll(['ping', ...as('visitor', host()), '-q', '-f', 'json']);
    expect(stranger.status).toBe(3);
    expect(JSON.parse(stranger.stdout)).toMatchObject([
      { ok: false, root: false, error: { code: 'NEEDS_ROOT', hint: expect.stringContaining('--sudo') } },
    ]);
  });

  it('stays decided when a nightly hardening changes nothing', async () => {
    await host().run(hardening);
    const { outcomes } = await audit(host().flags);
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome === 'error')).toEqual([]);
  });

  it('is not contacted while its key is not known', async () => {
    const flags = [...host().flags.slice(0, -1), '/dev/null'];
    const { status, report } = await audit(flags);
    expect(status).toBe(3);
    expect(report.hosts[0]).toMatchObject({ state: 'unreachable', error: { code: 'HOST_KEY_UNKNOWN' } });
    expect(JSON.stringify(report.hosts[0]?.error)).toMatch(/SHA256:[\w+/]{43}/);
  });
});

describe.skipIf(needs)('every check', () => {
  describe.each(['hardened', 'worst', 'swarm', 'swarm-worker', 'daemon-down'] as const)(
    'on a host that is %s',
    (state) => {
      const host = lab(state);

      it('gets the verdict that is true', async () => {
        expect((await audit(host().flags)).outcomes).toEqual(truth(state));
      });
    },
  );
});

describe.skipIf(needs)('a host without any engine', () => {
  const host = lab('no-docker');

  it('is told in a line, without a verdict', async () => {
    const { status, outcomes, report } = await audit(host().flags);
    expect({ status, outcomes, state: report.hosts[0]?.state }).toEqual({
      status: 3,
      outcomes: {},
      state: 'noEngine',
    });
  });
});

describe.skipIf(needs)('a host full of traps', () => {
  const host = lab('traps');

  it('is judged by what is, not by what it looks like', async () => {
    const { report, outcomes } = await audit(host().flags);
    expect(outcomes).toMatchObject({
      // Flags in every spelling of Go, of the dockerd that serves the socket and no other of that name.
      ...verdicts('pass', 'docker-daemon-icc', 'docker-daemon-userland-proxy'),
      ...verdicts('fail', 'docker-daemon-live-restore', 'docker-daemon-no-new-privileges'),
      // Permission bits, not numbers: 0606 is less than 0660 and open to everyone.
      ...verdicts('fail', 'docker-file-api-socket-mode', 'docker-file-daemon-json-mode'),
      // A watch on the directory of dockerd covers it, one on a file in /etc/docker does not cover that.
      'host-audit-dockerd': 'pass',
      'host-audit-etc-docker': 'fail',
    });
    expect(accused(report, 'host-docker-group')).toContain('everyone');
    expect(accused(report, 'docker-container-privileged')).toEqual(['mounts', 'vanilla']);
    expect(accused(report, 'docker-container-seccomp')).toEqual(['vanilla']);
    expect(accused(report, 'docker-container-capabilities')).toContain('vanilla');
    expect(accused(report, 'docker-container-no-new-privileges')).toContain('weak');
    expect(accused(report, 'docker-container-restart-policy')).toEqual(['always', 'weak']);
    expect(accused(report, 'docker-container-cpu-limit')).not.toContain('bounded');
    expect(accused(report, 'docker-container-port-address')).toEqual(['listener', 'v6']);
    expect(accused(report, 'docker-container-system-mounts')).toEqual(['mounts', 'runner']);
    expect(accused(report, 'docker-container-engine-socket')).toEqual(['mounts', 'runner']);
    expect(accused(report, 'docker-container-host-network')).toEqual(['listener']);
    expect(JSON.stringify(resultOf(report, 'docker-container-system-mounts').findings)).toContain(
      '/etc/shadow',
    );
  });

  it('is judged by what a path and the name of a user stand for', async () => {
    const passwd = 'printf \'root:x:0:0::/:/bin/sh\\ntoor:x:0:0::/:/bin/sh\\n\' >"$folder/passwd"';
    await host().run(
      `mkdir -p "$folder/all" && mount --bind / "$folder/all" && trap_container all -v "$folder/all:/all"`,
    );
    await host().run('docker create --name named --user app traps/base:1 sleep 1');
    await host().run(
      `docker create --name toor --user toor traps/base:1 sleep 1 && ${passwd} && docker cp "$folder/passwd" toor:/etc/passwd`,
    );
    await host().run('trap_container open --security-opt systempaths=unconfined');
    const { report } = await audit(host().flags);
    await host().run('docker rm -f all named toor open; umount "$folder/all"');
    expect(accused(report, 'docker-container-privileged')).toEqual(['all', 'mounts', 'open', 'vanilla']);
    expect(accused(report, 'docker-container-user')).toContain('toor');
    expect(accused(report, 'docker-container-user')).not.toContain('named');
    expect(accused(report, 'docker-container-system-mounts')).toContain('all');
  });

  it('is judged by the running daemon, not by a file that was edited since', async () => {
    const edited = '{"userns-remap": "default", "no-new-privileges": true}';
    await host().run(`sleep 1; echo '${edited}' >/etc/docker/daemon.json`);
    const { outcomes, report } = await audit(host().flags);
    expect(outcomes).toMatchObject({
      'docker-daemon-userns': 'fail',
      'docker-daemon-no-new-privileges': 'fail',
    });
    expect(resultOf(report, 'docker-daemon-userns').findings[0]?.message).toContain('pending restart');
  });

  it('has no audited file while the kernel records nothing', async () => {
    await host().run('auditctl -e 0');
    expect((await audit([...host().flags, '--check', '1.1.3'])).outcomes).toEqual({
      'host-audit-dockerd': 'fail',
    });
  });
});
