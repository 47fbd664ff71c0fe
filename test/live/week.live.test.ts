import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/result/types.ts';
import { program, scratch } from '../cli/cli.ts';
import { startLabHost, type LabHost } from './lab-host.ts';
import { requires } from './requirements.ts';

const DAY = 86_400_000;
const file = '/etc/default/docker';
const check = 'docker-file-etc-default-mode';

interface Night {
  readonly status: number | null;
  readonly report: Report;
  /** What was said on the terminal. */
  readonly stderr: string;
}

describe.skipIf(requires('root', 'sshd', 'dockerd'))('a week of audits of a real host', () => {
  const folder = scratch();
  let lab: LabHost;
  let transcript = '';
  const say = (text: string): void => {
    transcript += `${text}\n`;
  };

  beforeAll(async () => {
    lab = await startLabHost('hardened');
    const { port, clientKeyFile, knownHostsFile } = lab;
    const reached = { address: '127.0.0.1', port, identityFile: clientKeyFile, knownHosts: knownHostsFile };
    writeFileSync(join(folder, 'inventory.yaml'), JSON.stringify({ hosts: { 'web-01': reached } }));
  });
  afterAll(async () => {
    await lab.stop();
    process.stdout.write(transcript);
  });

  function plimsoll(...args: readonly string[]) {
    return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
  }

  /** Does something to the host and audits it; tells what changed since the night before. */
  async function night(
    day: string,
    news: string,
    commands: readonly string[],
    ...flags: readonly string[]
  ): Promise<Night> {
    say(`\n== ${day}: ${news}`);
    for (const command of commands) {
      say(`host# ${command}`);
      expect(await lab.run(command)).toBe(0);
    }
    const asked = ['-f', `json=${day}.json`, '--history', 'history', '--fail-on', 'new', ...flags];
    say(`$ plimsoll audit -i inventory.yaml ${asked.join(' ')}`);
    const { status, stderr } = plimsoll('audit', '-i', 'inventory.yaml', ...asked);
    for (const line of stderr.split('\n')) if (/ : |^Since|^exit status/.test(line)) say(line);
    return {
      status,
      report: JSON.parse(readFileSync(join(folder, `${day}.json`), 'utf8')) as Report,
      stderr,
    };
  }

  function diff(old: string, now: string): string {
    say(`$ plimsoll diff ${old}.json ${now}.json`);
    const { stdout } = plimsoll('diff', `${old}.json`, `${now}.json`);
    say(stdout.trimEnd());
    return stdout;
  }

  function waive(days: number): readonly string[] {
    const waiver = {
      id: 'W-1',
      checks: [check],
      hosts: ['*'],
      reason: 'A tool of the night shift writes here.',
      owner: 'ops',
      expires: new Date(Date.now() + days * DAY).toISOString().slice(0, 10),
    };
    writeFileSync(join(folder, 'waivers.yaml'), JSON.stringify([waiver]));
    return ['--waivers', 'waivers.yaml'];
  }

  it('tells when it gets worse, is waived, loses its waiver, gets better, and flaps', async () => {
    const rogue = 'docker run -d --name rogue --privileged --userns host vault/app:3.2 sleep 100000';

    const monday = await night('monday', 'all is well', []);
    expect(monday.status).toBe(0);
    expect(monday.report.since?.previous).toBeNull();

    const tuesday = await night('tuesday', 'it gets worse', [`chmod 0666 ${file}`, rogue]);
    const fresh = diff('monday', 'tuesday');
    expect(fresh).toContain('CRITICAL web-01  docker-container-privileged  container:rogue: ');
    expect(fresh).toContain(`web-01  ${check}  file:${file}: `);
    expect(tuesday.status).toBe(1);
    expect(tuesday.report.since).toMatchObject({
      previous: { id: monday.report.run.id },
      counts: { fixed: 0, stillFailing: 0 },
      newlyFailing: expect.arrayContaining([
        expect.objectContaining({ check, subject: `file:${file}`, from: 'pass', to: 'fail' }),
      ]) as unknown,
    });
    const failing = tuesday.report.since?.counts.newlyFailing ?? 0;

    const wednesday = await night('wednesday', 'nothing changes', []);
    expect(wednesday.status).toBe(0);
    expect(wednesday.report.since?.counts).toMatchObject({ newlyFailing: 0, stillFailing: failing });

    const thursday = await night('thursday', 'the file is waived until tomorrow', [], ...waive(1));
    expect(diff('wednesday', 'thursday')).toMatch(/0 newly failing, .* 1 newly waived$/m);
    expect(thursday.status).toBe(0);
    expect(thursday.report.since?.counts).toMatchObject({ newlyWaived: 1, stillFailing: failing - 1 });
    expect(thursday.report.waivers).toMatchObject([{ id: 'W-1', state: 'expiring', covers: 1 }]);

    const friday = await night('friday', 'the waiver has expired', [], ...waive(-1));
    diff('thursday', 'friday');
    expect(friday.status).toBe(1);
    expect(friday.report.since?.counts).toMatchObject({ newlyFailing: 1, waiverEnded: 1 });
    expect(friday.report.waivers).toMatchObject([{ id: 'W-1', state: 'expired', covers: 1 }]);

    const saturday = await night('saturday', 'it gets better', [`chmod 0644 ${file}`, 'docker rm -f rogue']);
    diff('friday', 'saturday');
    expect(saturday.status).toBe(0);
    expect(saturday.report.since?.counts).toMatchObject({ newlyFailing: 0, fixed: failing });

    const sunday = await night('sunday', 'the file again', [`chmod 0666 ${file}`]);
    diff('saturday', 'sunday');
    expect(sunday.status).toBe(1);
    expect(sunday.stderr).toMatch(
      /^Since .*: 1 newly failing, 0 fixed, 0 still failing, 1 coming and going$/m,
    );
    expect(sunday.report.since?.counts).toMatchObject({ newlyFailing: 1, flapping: 1 });
    const failed = tuesday.report.summary.fail;
    expect(sunday.report.since?.trend.map(({ fail, waived }) => [fail, waived])).toEqual([
      [0, 0],
      [failed, 0],
      [failed, 0],
      [failed - 1, 1],
      [failed, 0],
      [0, 0],
      [1, 0],
    ]);
    say('\n== the trend\n$ plimsoll history list history');
    const { stdout } = plimsoll('history', 'list', 'history');
    say(stdout);
    expect(stdout.match(/ report kept$/gm)).toHaveLength(7);
  });
});
