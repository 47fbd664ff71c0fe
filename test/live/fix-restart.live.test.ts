import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditedState } from '../fix/sample.ts';
import type { Sample } from '../fix/sample.ts';
import { place, scriptFor } from './fix-host.ts';
import type { Run } from './fix-host.ts';
import { requires } from './requirements.ts';

const text = '{\n  "icc": true\n}\n';
const icc: Sample = { id: 'icc', fix: { restart: true, daemonJson: { icc: false } } };
const liveRestore: Sample = { id: 'live-restore', fix: { daemonJson: { 'live-restore': true } } };

/**
 * The order of steps and what happens when the daemon fails, which a healthy daemon cannot show:
 * in a mount namespace the programs that the script calls write down their calls instead.
 */
describe.skipIf(requires('root', 'dash'))('--restart of a fix script', () => {
  let at: ReturnType<typeof place>;
  let daemonJson: string;

  beforeEach(() => {
    at = place();
    daemonJson = `${at.directory}/daemon.json`;
    writeFileSync(daemonJson, text);
    mkdirSync(`${at.directory}/bin`);
    started = '2020-01-01';
  });
  afterEach(() => at.remove());

  /** Healthy programs; a test replaces some. `down` exists while the daemon does not answer. */
  const programs = (): Record<string, string> => ({
    '/usr/sbin/dockerd': 'exit 0',
    '/usr/bin/docker': `[ ! -e ${at.directory}/down ]`,
    '/usr/sbin/service': `echo "$* $(grep -c icc.*true ${daemonJson})" >>${at.directory}/calls`,
    // A clock that makes a minute pass at once.
    '/usr/bin/date': `n=$(cat ${at.directory}/clock 2>/dev/null || echo 0); echo $((n + 30)) | tee ${at.directory}/clock`,
  });

  /** When the daemon wrote its process id. */
  let started: string;

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
      `(trap 'echo HUP >>${at.directory}/calls' HUP; echo ready >${at.directory}/ready; for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 0.2; done) & echo $! >/run/docker.pid; touch -d '${started}' /run/docker.pid`,
      `until [ -e ${at.directory}/ready ]; do sleep 0.05; done`,
      'dash -s -- "$@"; status=$?; kill "$(cat /run/docker.pid)"; exit $status',
    ].join('\n');
    const input = scriptFor(samples, { audited: auditedState(text, daemonJson) }, at.runId);
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

  it('only reloads where that is enough', () => {
    const result = go([liveRestore], {}, '--apply', '--restart');
    expect(result).toMatchObject({ status: 0, recap: 'changed=1 ok=0 skipped=0 failed=0 restart_needed=0' });
    expect(calls()).toEqual(['HUP']);
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

  it('makes up for a restart that an earlier run left open', () => {
    expect(go([icc], {}, '--apply').recap).toMatch(/^changed=1 .*restart_needed=1$/);
    expect(go([icc], {}, '--apply').recap).toMatch(/^changed=0 .*restart_needed=1$/);
    expect(calls()).toEqual([]);
    expect(go([icc], {}, '--apply', '--restart').recap).toMatch(/^changed=0 .*restart_needed=0$/);
    expect(calls()).toEqual(['docker restart 0']);
  });

  it('sees that somebody else restarted the daemon', () => {
    go([icc], {}, '--apply');
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
  });

  it('says so when not even the restored file helps', () => {
    const result = go([icc], { '/usr/sbin/service': 'exit 1' }, '--apply', '--restart');
    expect(result).toMatchObject({ status: 1, recap: 'changed=0 ok=0 skipped=0 failed=1 restart_needed=1' });
    expect(readFileSync(daemonJson, 'utf8')).toBe(text);
  });

  it('does not start a daemon that does not run', () => {
    writeFileSync(`${at.directory}/down`, '');
    expect(go([icc], {}, '--apply', '--restart').recap).toBe(
      'changed=1 ok=0 skipped=0 failed=0 restart_needed=0',
    );
    expect(calls()).toEqual([]);
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

  it('restarts after a rollback only when the daemon had taken the file in', () => {
    go([icc], {}, '--apply');
    expect(go([icc], {}, '--rollback', '--restart').recap).toBe(
      'changed=1 ok=0 skipped=0 failed=0 restart_needed=0',
    );
    expect(calls()).toEqual([]);
    go([icc], {}, '--apply', '--restart');
    expect(go([icc], {}, '--rollback').recap).toMatch(/restart_needed=1$/);
    go([icc], {}, '--apply', '--restart');
    expect(go([icc], {}, '--rollback', '--restart').recap).toMatch(/failed=0 restart_needed=0$/);
    expect(calls()).toEqual(['docker restart 0', 'docker restart 0', 'docker restart 1']);
  });
});
