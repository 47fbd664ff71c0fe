import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditedState } from '../fix/sample.ts';
import type { Sample } from '../fix/sample.ts';
import { place, scriptFor } from './fix-host.ts';
import type { Run } from './fix-host.ts';
import { requires } from './requirements.ts';

const text = '{\n  "icc": true\n}\n';
const icc: Sample = { id: 'icc', fix: { restart: true, daemonJson: { icc: false } } };
const liveRestore: Sample = { id: 'live-restore', fix: { daemonJson: { 'live-restore': true } } };
const remap: Sample = {
  id: 'remap',
  fix: { restart: true, daemonJson: { 'userns-remap': 'default' }, steps: ['docker save'] },
};

/**
 * The order of steps and what happens when the daemon fails, which a healthy daemon cannot show:
 * in a mount namespace the programs that the script calls write down their calls instead.
 */
describe.skipIf(requires('root', 'dash', 'busybox'))('--restart of a fix script', () => {
  let at: ReturnType<typeof place>;
  let daemonJson: string;

  beforeEach(() => {
    at = place();
    daemonJson = `${at.directory}/daemon.json`;
    writeFileSync(daemonJson, text);
    writeFileSync(`${at.directory}/bridge`, 'true');
    mkdirSync(`${at.directory}/bin`);
    started = '2020-01-01';
    processName = 'dockerd';
    before = '';
    audited = text;
  });
  afterEach(() => at.remove());

  /**
   * Healthy programs; a test replaces some. `down` exists while the daemon does not answer, `containers` while some
   * run and `all-containers`, `all-volumes` while there are any; a start makes the default bridge anew from the file, but
   * not while containers run.
   */
  const programs = (): Record<string, string> => ({
    '/usr/sbin/dockerd': 'exit 0',
    '/usr/bin/docker': `cd ${at.directory}
      [ -z "\${DOCKER_HOST:-}\${DOCKER_TLS_VERIFY:-}" ] || exit 1
      [ ! -e down ] || exit 1
      case $* in
        info)
          [ -e mute ] || echo " Swarm: $(cat swarm 2>/dev/null || echo inactive)"
          echo " Security Options:"
          cat security-options 2>/dev/null
          echo " Live Restore Enabled: $(grep -q live-restore daemon.json && [ -e calls ] && echo true)"
          ;;
        'ps --all --quiet') cat all-containers 2>/dev/null || : ;;
        'volume ls --quiet') cat all-volumes 2>/dev/null || : ;;
        'ps --quiet') if [ -e containers ]; then echo 0123; fi ;;
        'network inspect bridge') echo "\\"com.docker.network.bridge.enable_icc\\": \\"$(cat bridge 2>/dev/null)\\"," ;;
      esac`,
    '/usr/sbin/service': `cd ${at.directory}
      echo "$* $(grep -c icc.*true daemon.json)" >>calls
      if grep -q userns-remap daemon.json; then echo '  userns' >security-options; else rm -f security-options; fi
      if [ ! -e containers ]; then grep -q icc.*true daemon.json && echo true >bridge || echo false >bridge; fi`,
    '/usr/bin/sleep': 'exec busybox sleep 0.05',
    // A clock that makes a minute pass at once.
    '/usr/bin/date': `n=$(cat ${at.directory}/clock 2>/dev/null || echo 0); echo $((n + 30)) | tee ${at.directory}/clock`,
  });

  /** When the daemon wrote its process id. */
  let started: string;
  /** What the process with that id is. */
  let processName: string;
  /** daemon.json as the audit found it. */
  let audited: string;
  /** What else is made before the script runs. */
  let before: string;

  const go = (samples: readonly Sample[], changes: Record<string, string>, ...options: string[]): Run => {
    const binds = Object.entries({ ...programs(), ...changes }).map(([path, body], index) => {
      const file = `${at.directory}/bin/${index}`;
      writeFileSync(file, `#!/bin/sh\n${body}\n`);
      chmodSync(file, 0o755);
      return `mount --bind ${file} ${path}`;
    });
    const setup = [
      ...binds,
      'mount -t tmpfs tmpfs /run',
      before,
      `(echo ${processName} >/proc/self/comm; trap 'echo HUP >>${at.directory}/calls' HUP; echo ready >${at.directory}/ready; for _ in $(seq 400); do sleep 0.05; done) & echo $! >/run/docker.pid; touch -d '${started}' /run/docker.pid`,
      `until [ -e ${at.directory}/ready ]; do sleep 0.05; done`,
      'DOCKER_HOST=tcp://elsewhere:2375 DOCKER_TLS_VERIFY=1 dash -s -- "$@"; status=$?; kill "$(cat /run/docker.pid)"; exit $status',
    ].join('\n');
    const input = scriptFor(samples, { audited: auditedState(audited, daemonJson) }, at.runId);
    const result = spawnSync('unshare', ['-m', 'sh', '-c', setup, 'sh', ...options], {
      input,
      encoding: 'utf8',
    });
    const { status, stdout, stderr } = result;
    return { status, stdout, stderr, recap: /^RECAP (.*)$/m.exec(stdout)?.[1] ?? '' };
  };
  const calls = (): string[] =>
    existsSync(`${at.directory}/calls`)
      ? readFileSync(`${at.directory}/calls`, 'utf8').trim().split('\n')
      : [];

  it('only reloads where that is enough, and says what an audit cannot tell then', () => {
    started = 'now';
    const result = go([liveRestore], { '/usr/sbin/dockerd': 'busybox sleep 1.1' }, '--apply', '--restart');
    expect(result).toMatchObject({ status: 0, recap: 'changed=1 ok=0 skipped=0 failed=0 restart_needed=0' });
    expect(calls()).toEqual(['HUP']);
    expect(result.stdout).toContain('until dockerd is restarted, an audit cannot tell');
  });

  it('restarts once, after a reload when live-restore is switched on', () => {
    const result = go([icc, liveRestore], {}, '--apply', '--restart');
    expect(result).toMatchObject({ status: 0, recap: 'changed=2 ok=0 skipped=0 failed=0 restart_needed=0' });
    expect(calls()).toEqual(['HUP', 'docker restart 0']);
    expect(go([icc, liveRestore], {}, '--apply', '--restart').recap).toBe(
      'changed=0 ok=2 skipped=0 failed=0 restart_needed=0',
    );
    expect(calls()).toHaveLength(2);
  });

  it('does not restart when live-restore did not take, so that containers run on', () => {
    const docker = 'echo " Live Restore Enabled: false"';
    const result = go([icc, liveRestore], { '/usr/bin/docker': docker }, '--apply', '--restart');
    expect(result).toMatchObject({ status: 1, recap: 'changed=0 ok=0 skipped=0 failed=2 restart_needed=1' });
    expect(result.stdout).toContain('the file was restored and the daemon runs on');
    expect(calls()).toEqual(['HUP']);
    expect(readFileSync(daemonJson, 'utf8')).toBe(text);
  });

  it('does not take icc for done while containers keep the default bridge as it was', () => {
    writeFileSync(`${at.directory}/containers`, '');
    const options = ['--apply', '--restart'];
    const first = go([icc, liveRestore], {}, ...options);
    expect(first.recap).toBe('changed=2 ok=0 skipped=0 failed=0 restart_needed=1');
    expect(first.stdout).toMatch(
      /^changed: \[icc\] .* not in force: .* stop them all, then run this again with --restart$/m,
    );
    expect(first.stdout).toMatch(/^changed: \[live-restore\] .*took it in by a restart$/m);
    const again = go([icc, liveRestore], {}, ...options);
    expect(again.recap).toBe('changed=0 ok=2 skipped=0 failed=0 restart_needed=1');
    expect(again.stdout).toMatch(/^ok: \[icc\] .* not in force: /m);
    expect(calls()).toEqual(['HUP', 'docker restart 0']);
    rmSync(`${at.directory}/containers`);
    expect(go([icc, liveRestore], {}, '--apply').recap).toMatch(/restart_needed=1$/);
    expect(go([icc, liveRestore], {}, ...options).recap).toMatch(/ok=2 .*restart_needed=0$/);
    expect(calls().filter((call) => call.startsWith('docker'))).toHaveLength(2);
  });

  it('tells that an audit needs a restart after the mode of the file changed, and does it when asked to', () => {
    chmodSync(daemonJson, 0o666);
    const mode: Sample = { id: 'mode', fix: { mode: '0644' }, subjects: [`file:${daemonJson}`] };
    const applied = go([mode], {}, '--apply');
    expect(applied.recap).toBe('changed=1 ok=0 skipped=0 failed=0 restart_needed=1');
    expect(applied.stdout).toContain('until dockerd is restarted, an audit cannot tell');
    expect(go([mode], {}, '--apply', '--restart').recap).toMatch(/ok=1 .*restart_needed=0$/);
    expect(calls()).toEqual(['docker restart 1']);
  });

  it('makes up for a restart that an earlier run left open', () => {
    expect(go([icc], {}, '--apply').recap).toMatch(/^changed=1 .*restart_needed=1$/);
    expect(go([icc], {}, '--apply').recap).toMatch(/^changed=0 .*restart_needed=1$/);
    expect(calls()).toEqual([]);
    expect(go([icc], {}, '--apply', '--restart').recap).toMatch(/^changed=0 .*restart_needed=0$/);
    expect(calls()).toEqual(['docker restart 0']);
  });

  it('sees that somebody else restarted the daemon', () => {
    go([icc], {}, '--apply');
    writeFileSync(`${at.directory}/bridge`, 'false');
    started = 'tomorrow';
    expect(go([icc], {}, '--apply', '--restart').recap).toMatch(/restart_needed=0$/);
    expect(calls()).toEqual([]);
  });

  it('restores the file and the daemon when it does not come back', () => {
    const service = `echo "$* $(grep -c icc.*true ${daemonJson})" >>${at.directory}/calls
      if grep -q icc.*true ${daemonJson}; then rm -f ${at.directory}/down; else touch ${at.directory}/down; fi`;
    const result = go([icc], { '/usr/sbin/service': service }, '--apply', '--restart');
    expect(result).toMatchObject({ status: 1, recap: 'changed=0 ok=0 skipped=0 failed=1 restart_needed=0' });
    expect(result.stdout).toContain('the file was restored and the daemon runs again');
    expect(readFileSync(daemonJson, 'utf8')).toBe(text);
    expect(calls()).toEqual(['docker restart 0', 'docker restart 1']);
    go([icc], {}, '--rollback');
    expect(existsSync(`/var/backups/plimsoll/${at.runId}`)).toBe(false);
  });

  it('goes back to what the daemon ran with, and leaves the fixes of others', () => {
    chmodSync(daemonJson, 0o666);
    const mode: Sample = { id: 'mode', fix: { mode: '0644' }, subjects: [`file:${daemonJson}`] };
    const service = `cd ${at.directory}
      if grep -q icc.*false daemon.json; then touch down; else rm -f down; fi`;
    const samples = [mode, liveRestore, icc];
    go(samples, {}, '--apply', '--restart', '--skip', 'icc');
    const good = readFileSync(daemonJson, 'utf8');
    const result = go(samples, { '/usr/sbin/service': service }, '--apply', '--restart');
    expect(result).toMatchObject({ status: 1, recap: 'changed=0 ok=2 skipped=0 failed=1 restart_needed=0' });
    expect(readFileSync(daemonJson, 'utf8')).toBe(good);
    go(samples, {}, '--rollback');
    go(samples, { '/usr/sbin/service': service }, '--apply', '--restart', '--skip', 'live-restore');
    expect(readFileSync(daemonJson, 'utf8')).toBe(text);
    expect(statSync(daemonJson).mode & 0o777).toBe(0o644);
    expect(go(samples, {}, '--rollback').recap).toMatch(/^changed=1 .*failed=0/);
    expect(statSync(daemonJson).mode & 0o777).toBe(0o666);
  });

  it('says so when not even the restored file helps', () => {
    for (const [service, said] of [
      ['exit 1', 'the daemon could not be restarted'],
      [`touch ${at.directory}/down`, 'nor with the restored file'],
    ] as const) {
      const result = go([icc], { '/usr/sbin/service': service }, '--apply', '--restart');
      expect(result).toMatchObject({
        status: 1,
        recap: 'changed=0 ok=0 skipped=0 failed=1 restart_needed=1',
      });
      expect(result.stdout).toContain(said);
      expect(readFileSync(daemonJson, 'utf8')).toBe(text);
    }
  });

  it('does not start a daemon that does not run, nor touch the process that has its old number', () => {
    writeFileSync(`${at.directory}/down`, '');
    processName = 'postgres';
    const result = go([icc, liveRestore], {}, '--apply', '--restart');
    expect(result.recap).toBe('changed=2 ok=0 skipped=0 failed=0 restart_needed=0');
    expect(result.stdout).toContain('the daemon does not run now');
    expect(calls()).toEqual([]);
  });

  it.each([
    ['no client can ask it', 'touch down', 'it runs, but docker version says'],
    ['it was started by hand', 'mount -t tmpfs tmpfs /etc/init.d', 'neither systemd nor /etc/init.d/docker'],
    ['systemd did not start it', 'mkdir -p /run/systemd/system', 'no service of systemd started it'],
  ])('leaves the restart to a person where %s', (_, prepare, reason) => {
    before = `(cd ${at.directory} && ${prepare})`;
    const result = go([icc, liveRestore], {}, '--apply', '--restart');
    expect(result.recap).toBe('changed=2 ok=0 skipped=0 failed=0 restart_needed=1');
    expect(result.stdout).toContain(`the daemon needs a restart by hand: ${reason}`);
    expect(result.stdout).not.toContain('audit again');
    expect(calls()).toEqual([]);
    const back = go([icc, liveRestore], {}, '--rollback', '--restart');
    expect(back.recap).toMatch(/failed=0 restart_needed=1$/);
    expect(readFileSync(daemonJson, 'utf8')).toBe(text);
  });

  it('finds a client that was installed by hand', () => {
    const { '/usr/bin/docker': docker = '' } = programs();
    mkdirSync(`${at.directory}/local`);
    writeFileSync(`${at.directory}/local/docker`, `#!/bin/sh\n${docker}`, { mode: 0o755 });
    before = `mount --bind ${at.directory}/local /usr/local/bin && chmod 644 /usr/bin/docker`;
    expect(go([icc], {}, '--apply', '--restart').recap).toMatch(/^changed=1 .*restart_needed=0$/);
    expect(calls()).toEqual(['docker restart 0']);
  });

  it('keeps containers also where live-restore stands in the file in another spelling', () => {
    audited = '{ "icc": true, "live-restore"\t:  true }';
    writeFileSync(daemonJson, audited);
    expect(go([icc], {}, '--apply', '--restart').recap).toMatch(/^changed=1 .*restart_needed=0$/);
    expect(calls()).toEqual(['HUP', 'docker restart 0']);
  });

  it.each(['HUP', 'INT', 'TERM', 'PIPE'])('is not left without a daemon by SIG%s', (signal) => {
    const service = `echo "$* $(grep -c icc.*true ${daemonJson})" >>${at.directory}/calls
      kill -${signal} $PPID
      if grep -q icc.*true ${daemonJson}; then rm -f ${at.directory}/down; else touch ${at.directory}/down; fi`;
    const { status } = go([icc], { '/usr/sbin/service': service }, '--apply', '--restart');
    expect(status).toBe({ HUP: 129, INT: 130, TERM: 143, PIPE: 141 }[signal]);
    expect(readFileSync(daemonJson, 'utf8')).toBe(text);
    expect(calls()).toEqual(['docker restart 0', 'docker restart 1']);
    expect(existsSync(`${at.directory}/down`)).toBe(false);
  });

  it('names for the next audit only what is in force', () => {
    const checks = (...options: string[]): string[] => {
      const { stdout } = go([icc, liveRestore], {}, '--apply', ...options);
      return [...stdout.matchAll(/ --check (\S+)/g)].map((match) => match[1] ?? '');
    };
    writeFileSync(`${at.directory}/containers`, '');
    expect(checks()).toEqual([]);
    expect(checks('--restart')).toEqual(['live-restore']);
    rmSync(`${at.directory}/containers`);
    expect(checks('--restart')).toEqual(['icc', 'live-restore']);
  });

  it('writes nothing that dockerd refuses', () => {
    const dockerd = 'echo "unable to configure: no such directive" >&2; exit 1';
    const result = go([icc], { '/usr/sbin/dockerd': dockerd }, '--apply');
    expect(result).toMatchObject({ status: 1, stdout: expect.stringContaining('no such directive') });
    expect(readFileSync(daemonJson, 'utf8')).toBe(text);
  });

  it('goes on where dockerd cannot validate yet', () => {
    const dockerd = 'echo "Status: unknown flag: --validate" >&2; exit 125';
    expect(go([icc], { '/usr/sbin/dockerd': dockerd }, '--apply').status).toBe(0);
  });

  it('restarts after a rollback only when told to', () => {
    go([icc], {}, '--apply', '--restart');
    expect(go([icc], {}, '--rollback').recap).toMatch(/restart_needed=1$/);
    go([icc], {}, '--apply', '--restart');
    expect(go([icc], {}, '--rollback', '--restart').recap).toMatch(/failed=0 restart_needed=0$/);
    expect(calls()).toEqual(['docker restart 0', 'docker restart 0', 'docker restart 1']);
  });

  describe('with another data root', () => {
    const put = (name: string, content: string): void => writeFileSync(`${at.directory}/${name}`, content);

    it.each([
      ['containers', 'all-containers', 'c1\nc2\n', '(containers: 2, volumes: 0); --list says how to move it'],
      ['volumes', 'all-volumes', 'v1\n', '(containers: 0, volumes: 1); --list says how to move it'],
      ['a swarm', 'swarm', 'active', 'the node is in a swarm'],
      ['a daemon without root', 'security-options', '  rootless\n', 'dockerd runs without root'],
      ['a daemon that says nothing', 'mute', '', 'it is not known whether Docker holds anything'],
      ['a daemon that does not answer', 'down', '', 'it is not known whether Docker holds anything'],
    ])('is left out where there is %s, and the rest is done', (_, name, content, reason) => {
      put(name, content);
      for (const options of [[], ['--apply']]) {
        const { recap, stdout } = go([liveRestore, remap], {}, ...options);
        expect(recap).toMatch(/^changed=1 ok=0 skipped=1 failed=0 /);
        expect(stdout).toMatch(/^skipped: \[remap\] left out of /m);
        expect(stdout).toContain(reason);
        expect(stdout).not.toMatch(/^\+.*userns-remap|--check remap/m);
      }
      expect(readFileSync(daemonJson, 'utf8')).toBe('{\n  "icc": true,\n  "live-restore": true\n}\n');
      expect(calls()).toEqual([]);
    });

    it('is left out alone too, and nothing is written or restarted then; the list says how to do it by hand', () => {
      started = 'tomorrow';
      put('all-containers', 'c1\n');
      const { status, recap } = go([remap], {}, '--apply', '--restart');
      expect([status, recap]).toEqual([0, 'changed=0 ok=0 skipped=1 failed=0 restart_needed=0']);
      expect(readFileSync(daemonJson, 'utf8')).toBe(text);
      expect(calls()).toEqual([]);
      expect(go([remap], {}, '--list').stdout).toContain('    by hand: docker save\n');
    });

    it('is taken where Docker holds nothing, stays when there is something later, and is not taken back then', () => {
      const first = go([remap], {}, '--apply', '--restart');
      expect(first.recap).toBe('changed=1 ok=0 skipped=0 failed=0 restart_needed=0');
      expect(first.stdout).toMatch(/^changed: .* by a restart; images and networks that it had lie on /m);
      expect(first.stdout).toMatch(/ --check remap$/m);
      put('all-containers', 'c1\n');
      expect(go([remap], {}, '--apply', '--restart').recap).toMatch(/^changed=0 ok=1 .*restart_needed=0$/);
      expect(go([remap, icc], {}, '--apply', '--restart').recap).toMatch(
        /^changed=1 ok=1 .*restart_needed=0$/,
      );
      expect(calls()).toEqual(['docker restart 1', 'docker restart 0']);
      const back = go([remap, icc], {}, '--rollback', '--restart');
      expect(back.recap).toMatch(/ failed=0 restart_needed=1$/);
      expect(back.stdout).toContain('note: the daemon needs a restart, but Docker would not see any more');
      expect(readFileSync(daemonJson, 'utf8')).toBe(text);
      expect(calls()).toHaveLength(2);
    });

    it('is taken back where Docker holds nothing', () => {
      go([remap], {}, '--apply', '--restart');
      expect(go([remap], {}, '--rollback', '--restart').recap).toMatch(/ failed=0 restart_needed=0$/);
      expect(calls()).toHaveLength(2);
      expect(readFileSync(daemonJson, 'utf8')).toBe(text);
    });

    it('does not come with a restart that something else asks for, once Docker holds something', () => {
      expect(go([remap, icc], {}, '--apply', '--only', 'remap').recap).toMatch(
        /^changed=1 .*restart_needed=1$/,
      );
      put('all-volumes', 'v1\n');
      const later = go([remap, icc], {}, '--apply', '--restart', '--only', 'icc');
      expect(later.recap).toBe('changed=1 ok=0 skipped=0 failed=0 restart_needed=1');
      expect(later.stdout).toContain(
        'the daemon needs a restart, but Docker would not see any more what it holds',
      );
      expect(later.stdout).not.toContain('audit again');
      expect(calls()).toEqual([]);
      rmSync(`${at.directory}/all-volumes`);
      expect(go([remap, icc], {}, '--apply', '--restart').recap).toBe(
        'changed=0 ok=2 skipped=0 failed=0 restart_needed=0',
      );
      expect(calls()).toEqual(['docker restart 0']);
    });

    it('that stands in the file since before the audit does not come with a restart either', () => {
      audited = '{\n  "userns-remap": "default"\n}\n';
      writeFileSync(daemonJson, audited);
      put('all-containers', 'c1\n');
      expect(go([remap, liveRestore], {}, '--apply', '--restart').recap).toMatch(
        / failed=0 restart_needed=1$/,
      );
      expect(calls()).toEqual([]);
    });

    it('is restored when the daemon does not start with it', () => {
      const service = `echo restart >>${at.directory}/calls
        if grep -q userns-remap ${daemonJson}; then touch ${at.directory}/down; else rm -f ${at.directory}/down; fi`;
      const result = go([remap], { '/usr/sbin/service': service }, '--apply', '--restart');
      expect(result.recap).toBe('changed=0 ok=0 skipped=0 failed=1 restart_needed=0');
      expect(readFileSync(daemonJson, 'utf8')).toBe(text);
    });
  });
});
