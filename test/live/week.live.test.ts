import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/result/types.ts';
import { program, scratch } from '../cli/cli.ts';
import { startLabHost, type LabHost } from './lab-host.ts';
import { requires } from './requirements.ts';

const DAY = 86_400_000;
const file = '/etc/docker/daemon.json';

interface Night {
  readonly status: number;
  readonly report: Report;
}

describe.skipIf(requires('root', 'sshd', 'dockerd'))('a week of audits of a real host', () => {
  const folder = scratch();
  const history = join(folder, 'history');
  let lab: LabHost;
  beforeAll(async () => {
    lab = await startLabHost('hardened');
  });
  afterAll(() => lab.stop());

  function night(...flags: readonly string[]): Night {
    const checks = ['docker-file-daemon-json-mode', 'docker-file-daemon-json-owner'];
    const args = ['audit', ...lab.flags, ...checks.flatMap((check) => ['--check', check]), '-f', 'json=-'];
    const command = [program, ...args, '--history', history, '--fail-on', 'new', ...flags];
    try {
      const stdout = execFileSync(process.execPath, command, { stdio: ['ignore', 'pipe', 'ignore'] });
      return { status: 0, report: JSON.parse(stdout.toString()) as Report };
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: Buffer };
      return { status, report: JSON.parse(stdout.toString()) as Report };
    }
  }

  function waiver(days: number): string {
    const expires = new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
    const reason = 'A tool of the night shift writes here.';
    const entry = {
      id: 'W-1',
      checks: ['docker-file-daemon-json-mode'],
      hosts: ['*'],
      reason,
      owner: 'ops',
      expires,
    };
    const path = join(folder, 'waivers.yaml');
    writeFileSync(path, JSON.stringify([entry]));
    return path;
  }

  it('tells when it gets worse, is waived, loses its waiver, gets better, and flaps', async () => {
    const monday = night();
    expect(monday.status).toBe(0);
    expect(monday.report.since?.previous).toBeNull();

    await lab.run(`chmod 0666 ${file}`);
    const tuesday = night();
    expect(tuesday.status).toBe(1);
    expect(tuesday.report.since).toMatchObject({
      previous: { id: monday.report.run.id },
      counts: { newlyFailing: 1, fixed: 0 },
      newlyFailing: [
        { check: 'docker-file-daemon-json-mode', subject: `file:${file}`, from: 'pass', to: 'fail' },
      ],
    });

    const wednesday = night();
    expect(wednesday.status).toBe(0);
    expect(wednesday.report.since?.counts).toMatchObject({ newlyFailing: 0, stillFailing: 1 });

    const thursday = night('--waivers', waiver(1));
    expect(thursday.status).toBe(0);
    expect(thursday.report.since?.counts).toMatchObject({ newlyWaived: 1, stillFailing: 0 });
    expect(thursday.report.waivers).toMatchObject([{ id: 'W-1', state: 'expiring', covers: 1 }]);

    const friday = night('--waivers', waiver(-1));
    expect(friday.status).toBe(1);
    expect(friday.report.since?.counts).toMatchObject({ newlyFailing: 1, waiverEnded: 1 });
    expect(friday.report.waivers).toMatchObject([{ id: 'W-1', state: 'expired', covers: 1 }]);

    await lab.run(`chmod 0644 ${file}`);
    const saturday = night();
    expect(saturday.status).toBe(0);
    expect(saturday.report.since?.counts).toMatchObject({ newlyFailing: 0, fixed: 1 });

    await lab.run(`chmod 0666 ${file}`);
    const sunday = night();
    expect(sunday.status).toBe(1);
    expect(sunday.report.since?.counts).toMatchObject({ newlyFailing: 1, flapping: 1 });
    expect(sunday.report.since?.trend.map(({ fail, waived }) => [fail, waived])).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 0],
      [1, 0],
    ]);
    expect(readdirSync(join(history, 'runs'))).toHaveLength(7);
    expect(readFileSync(join(history, 'history.jsonl'), 'utf8').trim().split('\n')).toHaveLength(7);
  });
});
