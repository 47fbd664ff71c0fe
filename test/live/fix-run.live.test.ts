import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composed } from '../../src/fix/daemon-json.ts';
import { planFixes } from '../../src/fix/plan.ts';
import { sh } from '../../src/fix/quote.ts';
import { fixScript } from '../../src/fix/fix-script.ts';
import { hostileNames, hostileReport } from '../fix/hostile.ts';
import { auditedState, everything, sampleReport, templates } from '../fix/sample.ts';
import type { Sample } from '../fix/sample.ts';
import { place, run, scriptFor, shells, snapshot } from './fix-host.ts';
import { requires } from './requirements.ts';

const daemonText = '{\n  "icc": true,\n  "dns": ["1.1.1.1"]\n}\n';
const icc: Sample = {
  id: 'icc',
  cis: '2.2',
  fix: { kind: 'guarded', restart: true, daemonJson: { icc: false } },
};
const liveRestore: Sample = {
  id: 'live-restore',
  cis: '2.16',
  fix: { daemonJson: { 'live-restore': true } },
};
const privileges: Sample = {
  id: 'no-new-privileges',
  cis: '2.15',
  fix: { daemonJson: { 'no-new-privileges': true } },
};

describe.skipIf(requires('shellcheck'))('ShellCheck', () => {
  const withKey = (kind: string): readonly Sample[] => everything.filter(({ fix }) => kind in fix);
  const hostile = hostileReport('/tmp/x');

  it.each([
    ['all kinds of fixes', scriptFor(everything, {}, 'lint')],
    ['modes only', scriptFor(withKey('mode'), {}, 'lint')],
    ['owners only', scriptFor(withKey('owner'), {}, 'lint')],
    ['audit rules only', scriptFor(withKey('auditRule'), {}, 'lint')],
    ['daemon.json only', scriptFor(withKey('daemonJson'), {}, 'lint')],
    ['limits of containers only', scriptFor(withKey('dockerUpdate'), {}, 'lint')],
    ['advice only', scriptFor(everything.slice(-1), {}, 'lint')],
    ['nothing', scriptFor([], {}, 'lint')],
    ['hostile names', fixScript(hostile.report, hostile.host, templates)],
  ])('has nothing to say about a script with %s', (_, input) => {
    expect(spawnSync('shellcheck', ['-s', 'sh', '-'], { input, encoding: 'utf8' }).stdout).toBe('');
  });
});

describe.skipIf(requires('root', 'dash', 'busybox')).each(shells)('a fix script in $name', ({ shell }) => {
  let at: ReturnType<typeof place>;
  let file: string;
  let daemonJson: string;

  beforeEach(() => {
    at = place();
    file = `${at.directory}/file`;
    daemonJson = `${at.directory}/daemon.json`;
    writeFileSync(daemonJson, daemonText);
    chmodSync(daemonJson, 0o604);
  });
  afterEach(() => at.remove());

  const go = (script: string, ...options: string[]): ReturnType<typeof run> => run(script, options, shell);
  const make = (path: string, mode: number, uid = 0): string => {
    writeFileSync(path, 'content\n');
    chownSync(path, uid, 0);
    chmodSync(path, mode);
    return path;
  };
  const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);
  const forFiles = (samples: readonly Sample[]): string => scriptFor(samples, {}, at.runId);
  const forDaemon = (
    samples: readonly Sample[] = [icc, liveRestore, privileges],
    text: string | null = daemonText,
  ): string => scriptFor(samples, { audited: auditedState(text, daemonJson) }, at.runId);
  const settings = (): object => JSON.parse(readFileSync(daemonJson, 'utf8'));

  describe('for modes and owners', () => {
    const samples = (): readonly Sample[] => [
      { id: 'mode', cis: '3.1', fix: { mode: '0644' }, subjects: [`file:${file}`] },
      { id: 'owner', cis: '3.2', fix: { owner: 'root:root' }, subjects: [`file:${file}`] },
    ];

    it('shows, does, does nothing twice, and takes back', () => {
      make(file, 0o6666, 65534);
      const before = snapshot(at.directory);
      const script = forFiles(samples());

      const dry = go(script);
      expect(dry).toMatchObject({ status: 4, recap: 'changed=2 ok=0 skipped=0 failed=0 restart_needed=0' });
      expect(dry.stdout).toContain(`would change: [mode] ${file}: mode 6666 -> 644\n`);
      expect(snapshot(at.directory)).toEqual(before);
      expect(existsSync(`/var/backups/plimsoll/${at.runId}`)).toBe(false);

      expect(go(script, '--apply')).toMatchObject({
        status: 0,
        stderr: '',
        recap: expect.stringMatching(/^changed=2 ok=0/),
      });
      expect(modeOf(file)).toBe('644');
      expect(statSync(file)).toMatchObject({ uid: 0, gid: 0 });
      expect(go(script, '--apply')).toMatchObject({
        status: 0,
        recap: expect.stringMatching(/^changed=0 ok=2/),
      });
      expect(go(script)).toMatchObject({ status: 0 });

      expect(go(script, '--rollback')).toMatchObject({
        status: 0,
        recap: expect.stringMatching(/^changed=1 .*failed=0/),
      });
      expect(snapshot(at.directory)).toEqual(before);
      expect(go(script, '--rollback')).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('nothing to roll back'),
      });
      expect(existsSync(`/var/backups/plimsoll/${at.runId}`)).toBe(false);
    });

    it('removes bits and never adds any', () => {
      make(file, 0o402);
      go(forFiles(samples()), '--apply');
      expect(modeOf(file)).toBe('400');
    });

    it('takes special bits from directories too', () => {
      mkdirSync(file);
      chmodSync(file, 0o3777);
      const script = forFiles([{ id: 'mode', fix: { mode: '0755' }, subjects: [`file:${file}`] }]);
      expect(go(script, '--apply').status).toBe(0);
      expect(modeOf(file)).toBe('755');
      go(script, '--rollback');
      expect(modeOf(file)).toBe('3777');
    });

    it('leaves symbolic links and files in directories of others alone, and does the rest', () => {
      make(file, 0o666);
      const target = make(`${at.directory}/target`, 0o666);
      symlinkSync(target, `${at.directory}/link`);
      for (const [name, mode, uid] of [
        ['open', 0o777, 0],
        ['sticky', 0o1777, 0],
        ['theirs', 0o755, 65534],
      ] as const) {
        mkdirSync(`${at.directory}/${name}`);
        make(`${at.directory}/${name}/file`, 0o666);
        chmodSync(`${at.directory}/${name}`, mode);
        chownSync(`${at.directory}/${name}`, uid, 0);
      }
      symlinkSync(`${at.directory}/open`, `${at.directory}/detour`);
      const names = ['link', 'open/file', 'sticky/file', 'theirs/file', 'detour/file', 'gone', 'file'];
      const script = forFiles([
        { id: 'mode', fix: { mode: '0644' }, subjects: names.map((name) => `file:${at.directory}/${name}`) },
      ]);
      const applied = go(script, '--apply');
      expect(applied).toMatchObject({
        status: 1,
        recap: 'changed=1 ok=0 skipped=1 failed=5 restart_needed=0',
      });
      expect(modeOf(file)).toBe('644');
      for (const name of ['target', 'open/file', 'sticky/file', 'theirs/file']) {
        expect(modeOf(`${at.directory}/${name}`), name).toBe('666');
      }
    });

    it('asks before a guarded fix', () => {
      make(file, 0o666);
      const script = forFiles([
        { id: 'mode', fix: { kind: 'guarded', mode: '0644' }, subjects: [`file:${file}`] },
      ]);
      expect(go(script, '--apply')).toMatchObject({
        status: 0,
        recap: expect.stringMatching(/^changed=0 ok=0 skipped=1/),
      });
      expect(modeOf(file)).toBe('666');
      expect(go(script, '--apply', '--allow-disruptive').recap).toMatch(/^changed=1/);
      expect(modeOf(file)).toBe('644');
    });

    it('goes by --only and --skip, with names and numbers', () => {
      make(file, 0o666, 65534);
      const script = forFiles(samples());
      expect(go(script, '--apply', '--skip', 'mode,3.2').recap).toMatch(/^changed=0 ok=0 skipped=0/);
      expect(go(script, '--apply', '--only', '3.1').recap).toMatch(/^changed=1/);
      expect([modeOf(file), statSync(file).uid]).toEqual(['644', 65534]);
      expect(go(script, '--apply', '--only', 'mode,owner', '--skip', 'mode').recap).toMatch(/^changed=1/);
      expect(statSync(file).uid).toBe(0);
    });

    it('says of a check for which it has no fix that nothing was done', () => {
      make(file, 0o666);
      const left: Sample = { id: 'left', cis: '5.5', fix: { kind: 'advice' }, subjects: ['container:web'] };
      const { recap, stdout } = go(
        forFiles([...samples(), left]),
        '--apply',
        '--only',
        'mode',
        '--only',
        '5.5',
      );
      expect(recap).toMatch(/^changed=1 ok=0 skipped=1 failed=0/);
      expect(stdout).toContain('skipped: [left] no fix for it in this script');
    });

    it('ends with the audit of just what is right now', () => {
      make(file, 0o666);
      symlinkSync(file, `${file}.link`);
      const script = forFiles([
        { id: 'whole', fix: { mode: '0644' }, subjects: [`file:${file}`] },
        { id: 'half', fix: { mode: '0600' }, subjects: [`file:${file}`, `file:${file}.link`] },
        { id: 'guarded', fix: { kind: 'guarded', mode: '0400' }, subjects: [`file:${file}`] },
      ]);
      const again = (...options: string[]) => /^audit again: .*$/m.exec(go(script, ...options).stdout)?.[0];
      const audit = "audit again: plimsoll audit -H '10.0.0.11:22'";
      expect(again()).toBeUndefined();
      expect(again('--apply')).toBe(`${audit} --check whole`);
      expect(again('--apply')).toBe(`${audit} --check whole`);
      expect(again('--apply', '--allow-disruptive', '--skip', 'half')).toBe(
        `${audit} --check whole --check guarded`,
      );
      expect(again('--rollback')).toBeUndefined();
    });

    it('does not roll back over what somebody changed since', () => {
      make(file, 0o666);
      const script = forFiles(samples());
      go(script, '--apply');
      chmodSync(file, 0o600);
      expect(go(script, '--rollback')).toMatchObject({
        status: 1,
        recap: expect.stringContaining('failed=1'),
      });
      expect(modeOf(file)).toBe('600');
    });
  });

  describe('as a program', () => {
    it.each([
      ['--aply'],
      ['file'],
      ['--only'],
      ['--only', 'nosuch'],
      ['--only', ''],
      ['--skip', 'mode,'],
      ['--only', '*'],
      ['--rollback'],
      ['--rollback', '--only', 'mode'],
    ])('refuses --apply with %s %s with exit 2 and does nothing', (...options) => {
      make(file, 0o666);
      const script = forFiles([{ id: 'mode', fix: { mode: '0644' }, subjects: [`file:${file}`] }]);
      expect(go(script, '--apply', ...options)).toMatchObject({ status: 2 });
      expect(modeOf(file)).toBe('666');
    });

    it('helps', () => {
      expect(go(forFiles([]), '--help')).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('--allow-disruptive'),
      });
    });

    it.each(['0'.repeat(64), null])(
      'refuses a host whose machine id is not the audited %s',
      (machineIdSha256) => {
        make(file, 0o666);
        const samples = [{ id: 'mode', fix: { mode: '0644' }, subjects: [`file:${file}`] }];
        const script = scriptFor(samples, { audited: { ...auditedState(), machineIdSha256 } }, at.runId);
        for (const options of [[], ['--apply'], ['--rollback']]) {
          expect(go(script, ...options)).toMatchObject({
            status: 3,
            stderr: expect.stringContaining('not the audited host'),
          });
        }
        expect(modeOf(file)).toBe('666');
        expect(go(script, '--apply', '--force-host')).toMatchObject({ status: 0 });
        expect(modeOf(file)).toBe('644');
      },
    );

    it('waits for another one at work', async () => {
      make(file, 0o666);
      mkdirSync('/run/plimsoll-fix.lock');
      const script = forFiles([{ id: 'mode', fix: { mode: '0644' }, subjects: [`file:${file}`] }]);
      const [command = '', ...first] = shell;
      const child = spawn(command, [...first, '-s', '--', '--apply'], {
        stdio: ['pipe', 'ignore', 'inherit'],
      });
      child.stdin.end(script);
      const ended = new Promise((resolve) => child.on('exit', resolve));
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(modeOf(file)).toBe('666');
      rmSync('/run/plimsoll-fix.lock', { recursive: true });
      expect(await ended).toBe(0);
      expect(modeOf(file)).toBe('644');
      expect(existsSync('/run/plimsoll-fix.lock')).toBe(false);
    });

    it('says that it was stopped when there is no room for its drafts', () => {
      make(file, 0o666);
      const script = forDaemon([
        { id: 'mode', fix: { mode: '0644' }, subjects: [`file:${file}`] },
        liveRestore,
      ]);
      const full = 'mount -t tmpfs -o size=4k tmpfs /mnt; echo >/mnt/full; TMPDIR=/mnt "$@"';
      const { status, stderr } = spawnSync(
        'unshare',
        ['-m', 'sh', '-c', full, 'sh', ...shell, '-s', '--', '--apply'],
        {
          input: script,
          encoding: 'utf8',
        },
      );
      expect(status).not.toBe(0);
      expect(stderr).toContain('error: ');
      expect(modeOf(file)).toBe('666');
      expect(readFileSync(daemonJson, 'utf8')).toBe(daemonText);
      expect(existsSync('/run/plimsoll-fix.lock')).toBe(false);
    });

    it('leaves nothing behind when nobody listens any more', () => {
      make(file, 0o666);
      const script = forDaemon([
        { id: 'first', fix: { kind: 'guarded', mode: '0644' }, subjects: [`file:${file}`] },
        { id: 'mode', fix: { mode: '0644' }, subjects: [`file:${file}`] },
        liveRestore,
      ]);
      const before = snapshot(at.directory);
      const { stdout } = spawnSync(
        'sh',
        [
          '-c',
          'mkdir "$0/tmp"; (TMPDIR=$0/tmp "$@"; echo $? >"$0/status") | head -n 1',
          at.directory,
          ...shell,
          '-s',
          '--',
          '--apply',
        ],
        { input: script, encoding: 'utf8' },
      );
      expect(stdout).toMatch(/^skipped: \[first\][^\n]*\n$/);
      expect(readdirSync(`${at.directory}/tmp`)).toEqual([]);
      expect(existsSync('/run/plimsoll-fix.lock')).toBe(false);
      rmSync(`${at.directory}/tmp`, { recursive: true });
      rmSync(`${at.directory}/status`, { force: true });
      go(script, '--rollback');
      expect(snapshot(at.directory)).toEqual(before);
    });

    it.each([90, 180])('can be killed after %i ms, run again and taken back', async (delay) => {
      make(file, 0o666);
      const script = forDaemon([
        liveRestore,
        { id: 'mode', fix: { mode: '0644' }, subjects: [`file:${file}`] },
      ]);
      const before = snapshot(at.directory);
      const [command = '', ...first] = shell;
      const child = spawn(command, [...first, '-s', '--', '--apply'], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      child.stdin.on('error', () => undefined).end(script);
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      rmSync('/run/plimsoll-fix.lock', { recursive: true, force: true });
      writeFileSync(`${at.directory}/.plimsoll.AbCdEf`, 'half');
      expect(go(script, '--apply')).toMatchObject({ status: 0 });
      expect(go(script, '--rollback')).toMatchObject({ status: 0 });
      expect(snapshot(at.directory)).toEqual(before);
      expect(existsSync(`/var/backups/plimsoll/${at.runId}`)).toBe(false);
    });

    it('needs root', () => {
      const [command = '', ...first] = shell;
      const child = spawnSync(command, [...first, '-s', '--', '--apply'], {
        input: forFiles([{ id: 'mode', fix: { mode: '0644' }, subjects: [`file:${file}`] }]),
        encoding: 'utf8',
        uid: 65534,
        gid: 65534,
        cwd: '/',
      });
      expect(child).toMatchObject({ status: 3, stderr: expect.stringContaining('root') });
    });

    it('does nothing when it was cut off', () => {
      make(file, 0o666);
      const script = forDaemon([icc, { id: 'mode', fix: { mode: '0644' }, subjects: [`file:${file}`] }]);
      const before = snapshot(at.directory);
      const end = script.lastIndexOf('main "$@"');
      for (let length = 0; length < end; length += 499)
        go(script.slice(0, length), '--apply', '--allow-disruptive');
      for (let length = end - 3; length < script.length - 1; length++)
        go(script.slice(0, length), '--apply', '--allow-disruptive');
      expect(snapshot(at.directory)).toEqual(before);
    });
  });

  describe('with hostile names', () => {
    it('acts on exactly the named files and runs nothing', () => {
      for (const name of hostileNames) make(`${at.directory}/${name}`, 0o666);
      const { report, host } = hostileReport(at.directory, at.runId);
      rmSync(daemonJson);
      writeFileSync(daemonJson, host.audited?.daemonConfig?.text ?? '');
      const before = snapshot(at.directory);
      const script = fixScript(report, host, templates);
      for (const options of [['--list'], ['--help'], []]) expect(go(script, ...options).stderr).toBe('');
      expect(snapshot(at.directory)).toEqual(before);

      expect(go(script, '--apply', '--skip', 'watches')).toMatchObject({
        status: 0,
        recap: expect.stringMatching(new RegExp(`^changed=${hostileNames.length + 1} `)),
      });
      for (const name of hostileNames) expect(modeOf(`${at.directory}/${name}`), name).toBe('644');
      expect(settings()).toMatchObject({ ...JSON.parse(host.audited?.daemonConfig?.text ?? ''), icc: false });

      expect(go(script, '--rollback')).toMatchObject({ status: 0, stderr: '' });
      expect(snapshot(at.directory)).toEqual(before);
      for (const place of [at.directory, '/', '/tmp', process.cwd()]) {
        expect(readdirSync(place).filter((name) => name.startsWith('CANARY'))).toEqual([]);
      }
    });

    it('quotes every printable character', () => {
      const words = [
        ...hostileNames,
        Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join(''),
      ];
      const script = `printf '%s\\n' ${words.map(sh).join(' ')}\n`;
      expect(go(script).stdout).toBe(words.join('\n') + '\n');
    });
  });

  describe('for daemon.json', () => {
    it('shows the difference and writes nothing', () => {
      const before = snapshot(at.directory);
      const dry = go(forDaemon(), '--allow-disruptive');
      expect(dry).toMatchObject({ status: 4, recap: expect.stringMatching(/^changed=3/) });
      expect(dry.stdout).toMatch(/^-  "icc": true,\n[^]*^\+  "icc": false,\n/m);
      expect(snapshot(at.directory)).toEqual(before);
    });

    it('writes the automatic keys, then the guarded ones, and takes both back', () => {
      const before = snapshot(at.directory);
      const script = forDaemon();
      expect(go(script, '--apply')).toMatchObject({
        status: 0,
        stderr: '',
        recap: 'changed=2 ok=0 skipped=1 failed=0 restart_needed=1',
      });
      expect(settings()).toEqual({
        icc: true,
        dns: ['1.1.1.1'],
        'live-restore': true,
        'no-new-privileges': true,
      });
      expect(modeOf(daemonJson)).toBe('604');
      expect(go(script, '--apply').recap).toMatch(/^changed=0 ok=2 skipped=1 failed=0/);

      expect(go(script, '--apply', '--allow-disruptive').recap).toMatch(/^changed=1 ok=2 skipped=0/);
      expect(settings()).toMatchObject({ icc: false, 'live-restore': true });
      expect(go(script, '--apply').recap).toMatch(/^changed=0 ok=2 skipped=1/);
      expect(settings()).toMatchObject({ icc: false });

      expect(go(script, '--rollback')).toMatchObject({ status: 0 });
      expect(snapshot(at.directory)).toEqual(before);
    });

    it('composes the same file as the plan, for every choice', () => {
      const samples = [{ ...icc, fix: { daemonJson: { icc: false } } }, liveRestore, privileges];
      const sample = sampleReport(samples, { audited: auditedState(daemonText, daemonJson) }, at.runId);
      const lines = planFixes(sample.report, sample.host).daemon?.lines ?? [];
      for (let bits = 1; bits < 8; bits++) {
        const marks = [1, 2, 3].filter((mark) => bits & (1 << (mark - 1)));
        const only = marks.map((mark) => samples[mark - 1]?.id).join(',');
        go(forDaemon(samples), '--apply', '--only', only);
        expect(readFileSync(daemonJson, 'utf8'), only).toBe(composed(lines, new Set(marks)));
        go(forDaemon(samples), '--rollback');
      }
    });

    it('makes a file, and its directory, where there was none', () => {
      daemonJson = `${at.directory}/docker/daemon.json`;
      const before = snapshot(at.directory);
      const script = forDaemon([liveRestore], null);
      expect(go(script, '--apply').status).toBe(0);
      expect(settings()).toEqual({ 'live-restore': true });
      expect(modeOf(daemonJson)).toBe('644');
      expect(go(script, '--rollback').status).toBe(0);
      expect(snapshot(at.directory)).toEqual(before);
    });

    it('leaves a file that changed since the audit as it is, and does nothing else either', () => {
      make(file, 0o666);
      writeFileSync(daemonJson, '{"debug": true}\n');
      const script = forDaemon([
        liveRestore,
        { id: 'mode', fix: { mode: '0644' }, subjects: [`file:${file}`] },
      ]);
      for (const options of [[], ['--apply']]) {
        expect(go(script, ...options)).toMatchObject({
          status: 3,
          stderr: expect.stringContaining('changed since the audit'),
        });
      }
      expect(readFileSync(daemonJson, 'utf8')).toBe('{"debug": true}\n');
      expect(modeOf(file)).toBe('666');
      expect(go(script, '--apply', '--skip', 'live-restore')).toMatchObject({ status: 0 });
      rmSync(daemonJson);
      expect(go(script, '--apply').status).toBe(3);
      expect(existsSync(daemonJson)).toBe(false);
    });

    it('refuses when a file came where none was', () => {
      expect(go(forDaemon([liveRestore], null), '--apply').status).toBe(3);
      expect(readFileSync(daemonJson, 'utf8')).toBe(daemonText);
    });

    it('is content with a file that is right already', () => {
      writeFileSync(daemonJson, '{\n  "icc": true,\n  "dns": ["1.1.1.1"],\n  "live-restore": true\n}\n');
      expect(go(forDaemon([liveRestore]), '--apply').recap).toMatch(/^changed=0 ok=1/);
    });

    it('shows what it would do after it closed the directory', () => {
      const open = `${at.directory}/docker`;
      mkdirSync(open);
      daemonJson = `${open}/daemon.json`;
      writeFileSync(daemonJson, daemonText);
      chmodSync(open, 0o777);
      chownSync(open, 65534, 0);
      const samples: readonly Sample[] = [
        { id: 'mode', fix: { mode: '0755' }, subjects: [`file:${open}`] },
        { id: 'owner', fix: { owner: 'root:root' }, subjects: [`file:${open}`] },
        { id: 'file-mode', fix: { mode: '0600' }, subjects: [`file:${daemonJson}`] },
        liveRestore,
      ];
      expect(go(forDaemon(samples)).recap).toMatch(/^changed=4 ok=0 skipped=0 failed=0 /);
      expect(go(forDaemon(samples), '--skip', 'owner').recap).toMatch(/^changed=1 ok=0 skipped=0 failed=2 /);
      expect(go(forDaemon(samples), '--apply').recap).toMatch(/^changed=4 ok=0 skipped=0 failed=0 /);
    });

    it('does not write through a symbolic link or into a directory of others', () => {
      chmodSync(at.directory, 0o777);
      expect(go(forDaemon([liveRestore]), '--apply')).toMatchObject({
        status: 1,
        recap: expect.stringContaining('failed=1'),
      });
      chmodSync(at.directory, 0o755);
      writeFileSync(file, daemonText);
      rmSync(daemonJson);
      symlinkSync(file, daemonJson);
      expect(go(forDaemon([liveRestore]), '--apply')).toMatchObject({ status: 1 });
      expect(readFileSync(file, 'utf8')).toBe(daemonText);
    });

    it('does not roll back over somebody else\u2019s edit', () => {
      const script = forDaemon([liveRestore]);
      go(script, '--apply');
      writeFileSync(daemonJson, '{"mine": 1}\n');
      expect(go(script, '--rollback')).toMatchObject({
        status: 1,
        stdout: expect.stringContaining('changed since'),
      });
      expect(readFileSync(daemonJson, 'utf8')).toBe('{"mine": 1}\n');
    });

    it('notices that its own payload was damaged', () => {
      const script = forDaemon([liveRestore]).replace('"live-restore": true', '"live-restore":  true');
      expect(go(script, '--apply')).toMatchObject({ status: 3, stderr: expect.stringContaining('damaged') });
      expect(readFileSync(daemonJson, 'utf8')).toBe(daemonText);
    });
  });
});
