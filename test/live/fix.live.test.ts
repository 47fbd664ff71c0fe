import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { place, run, scriptFor, snapshot } from './fix-host.ts';
import { requires } from './requirements.ts';

const ours = '/etc/audit/rules.d/50-plimsoll-docker.rules';
const theirs = '/etc/audit/rules.d/70-plimsoll-test.rules';
const heading = '# Docker files to watch, written by a plimsoll fix script. Loaded by: augenrules --load';

function loaded(): string {
  return execFileSync('auditctl', ['-l'], { encoding: 'utf8' });
}

/** Puts rules as `auditctl -l` prints them into the kernel, and no others. */
function load(rules: string): void {
  execFileSync('auditctl', ['-D'], { stdio: 'ignore' });
  const lines = rules.split('\n').filter((line) => line.startsWith('-'));
  if (lines.length > 0)
    execFileSync('auditctl', ['-R', '/dev/stdin'], {
      input: lines.join('\n') + '\n',
      stdio: ['pipe', 'ignore', 'inherit'],
    });
}

// The rules of this machine are real: they are kept, and put back whatever happens.
describe.skipIf(requires('root', 'auditctl', 'dash'))('audit rules of a fix script', () => {
  let keep: string;
  let rulesBefore: string;
  let etcBefore: Record<string, string>;
  let at: ReturnType<typeof place>;
  let first: string;
  let second: string;

  const restore = (): void => {
    for (const name of ['audit.rules', 'audit.rules.prev', 'rules.d']) {
      rmSync(`/etc/audit/${name}`, { recursive: true, force: true });
      if (existsSync(join(keep, name))) execFileSync('cp', ['-a', join(keep, name), '/etc/audit/']);
    }
    load(rulesBefore);
  };

  beforeAll(() => {
    keep = mkdtempSync(join(tmpdir(), 'plimsoll-audit-'));
    execFileSync('cp', ['-a', '/etc/audit/.', keep]);
    rulesBefore = loaded();
    etcBefore = snapshot('/etc/audit');
  });
  afterAll(() => {
    rmSync(keep, { recursive: true });
    expect(snapshot('/etc/audit')).toEqual(etcBefore);
    expect(loaded()).toBe(rulesBefore);
  });

  beforeEach(() => {
    at = place();
    first = `${at.directory}/dockerd`;
    second = `${at.directory}/etc/docker`;
    writeFileSync(first, '');
    mkdirSync(second, { recursive: true });
  });
  afterEach(() => {
    restore();
    at.remove();
  });

  const script = (): string =>
    scriptFor(
      [
        { id: 'audit-dockerd', cis: '1.1.3', fix: { auditRule: 'rwxa' }, subjects: [`audit:${first}`] },
        {
          id: 'audit-etc',
          fix: { auditRule: 'wa' },
          subjects: [`audit:${second}/`, `audit:${at.directory}/gone`],
        },
      ],
      {},
      at.runId,
    );

  it('shows, writes and loads, does nothing twice, and takes back', () => {
    const etc = snapshot('/etc/audit');
    const dry = run(script());
    expect(dry).toMatchObject({ status: 4, recap: 'changed=2 ok=0 skipped=1 failed=0 restart_needed=0' });
    expect(dry.stdout).toContain(`+-w ${first} -p rwxa -k docker\n`);
    expect(snapshot('/etc/audit')).toEqual(etc);
    expect(loaded()).toBe(rulesBefore);

    expect(run(script(), ['--apply'])).toMatchObject({
      status: 0,
      stderr: '',
      recap: 'changed=2 ok=0 skipped=1 failed=0 restart_needed=0',
    });
    expect(readFileSync(ours, 'utf8')).toBe(
      `${heading}\n-w ${first} -p rwxa -k docker\n-w ${second} -p wa -k docker\n`,
    );
    expect(statSync(ours)).toMatchObject({ mode: 0o100600, uid: 0, gid: 0 });
    expect(loaded()).toContain(`-w ${first} -p rwxa -k docker\n-w ${second} -p wa -k docker\n`);

    expect(run(script(), ['--apply'])).toMatchObject({
      status: 0,
      recap: 'changed=0 ok=2 skipped=1 failed=0 restart_needed=0',
    });

    expect(run(script(), ['--rollback'])).toMatchObject({ status: 0, stderr: '' });
    expect(snapshot('/etc/audit')).toEqual(etc);
    expect(loaded()).toBe(rulesBefore);
  });

  it('keeps and widens what an earlier script watched, and takes only its own part back', () => {
    writeFileSync(ours, `${heading}\n-w /etc/hostname -p wa -k docker\n-w ${first} -p w -k docker\n`, {
      mode: 0o600,
    });
    execFileSync('augenrules', ['--load'], { stdio: 'ignore' });
    const etc = snapshot('/etc/audit');
    const rules = loaded();
    expect(run(script(), ['--apply'])).toMatchObject({
      status: 0,
      recap: expect.stringMatching(/^changed=2/),
    });
    expect(readFileSync(ours, 'utf8')).toBe(
      `${heading}\n-w /etc/hostname -p wa -k docker\n-w ${first} -p rwxa -k docker\n-w ${second} -p wa -k docker\n`,
    );
    expect(loaded()).toContain('-w /etc/hostname -p wa -k docker\n');
    run(script(), ['--rollback']);
    expect(snapshot('/etc/audit')).toEqual(etc);
    expect(loaded()).toBe(rules);
  });

  it('does not repeat a rule of the administrator, which would stop the loading', () => {
    writeFileSync(
      theirs,
      `# mine\n-w ${first}  -p wrxa -k docker\n-a always,exit -F dir=${second}/ -F perm=wa -F key=mine\n`,
    );
    expect(run(script(), ['--apply'])).toMatchObject({
      status: 0,
      recap: 'changed=2 ok=0 skipped=1 failed=0 restart_needed=0',
    });
    expect(existsSync(ours)).toBe(false);
    expect(run(script(), ['--apply']).recap).toMatch(/^changed=0 ok=2/);
  });

  it.each([
    ['excludes', () => `-a never,exit -F path=${first} -F perm=rwxa -k x`],
    ['is for one user', () => `-a always,exit -F path=${first} -F perm=rwxa -F auid=1000 -k x`],
    ['is narrower', () => `-w ${first} -p w -k x`],
    ['is for a neighbour', () => `-w ${first}x -p rwxa -k x`],
    ['is one auditctl cannot read', () => `-w\t${first} -p rwxa -k x`],
    ['is a comment', () => `#-w ${first} -p rwxa -k x`],
  ])('adds its rule beside one that %s', (_, rule) => {
    writeFileSync(theirs, `${rule()}\n`);
    writeFileSync(`${first}x`, '');
    expect(run(script(), ['--apply', '--only', 'audit-dockerd'])).toMatchObject({
      status: 0,
      recap: expect.stringMatching(/^changed=1/),
    });
    expect(loaded()).toContain(`-w ${first} -p rwxa -k docker\n`);
  });

  it('leaves a hand-written audit.rules alone, which augenrules would replace', () => {
    writeFileSync('/etc/audit/audit.rules', '-D\n-w /etc/passwd -p wa -k mine\n');
    const etc = snapshot('/etc/audit');
    const result = run(script(), ['--apply']);
    expect(result).toMatchObject({ status: 1, recap: expect.stringContaining('failed=2') });
    expect(result.stdout).toContain('kept by hand');
    expect(snapshot('/etc/audit')).toEqual(etc);
  });

  it('takes its rules out of the kernel also where loading does not start from scratch', () => {
    rmSync('/etc/audit/rules.d', { recursive: true });
    mkdirSync('/etc/audit/rules.d', { mode: 0o750 });
    writeFileSync(theirs, '-w /etc/hostname -p wa -k mine\n');
    execFileSync('auditctl', ['-D'], { stdio: 'ignore' });
    execFileSync('augenrules', ['--load'], { stdio: 'ignore' });
    const rules = loaded();
    const etc = snapshot('/etc/audit');
    expect(run(script(), ['--apply'])).toMatchObject({
      status: 0,
      recap: expect.stringMatching(/^changed=2/),
    });
    run(script(), ['--rollback']);
    expect(loaded()).toBe(rules);
    expect(snapshot('/etc/audit')).toEqual(etc);
  });

  /** Runs the script in a mount namespace in which other files stand in the place of system programs. */
  const runWith = (programs: Record<string, string>, ...options: string[]): ReturnType<typeof run> => {
    const mounts = Object.entries(programs).map(([name, text]) => {
      const file = `${at.directory}/${name}`;
      writeFileSync(file, text);
      chmodSync(file, text === '' ? 0o644 : 0o755);
      return `mount --bind ${file} /usr/sbin/${name}`;
    });
    const command = [...mounts, 'exec dash -s -- "$@"'].join(' && ');
    const { status, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', command, 'sh', ...options], {
      input: script(),
      encoding: 'utf8',
    });
    return { status, stdout, stderr, recap: /^RECAP (.*)$/m.exec(stdout)?.[1] ?? '' };
  };

  it('skips where there is no auditctl', () => {
    expect(runWith({ auditctl: '' }, '--apply')).toMatchObject({
      status: 0,
      recap: 'changed=0 ok=0 skipped=3 failed=0 restart_needed=0',
    });
    expect(existsSync(ours)).toBe(false);
  });

  it('loads by auditctl where there is no augenrules', () => {
    expect(runWith({ augenrules: '' }, '--apply')).toMatchObject({
      status: 0,
      recap: expect.stringMatching(/^changed=2/),
    });
    expect(loaded()).toContain(`-w ${first} -p rwxa -k docker\n`);
    expect(runWith({ augenrules: '' }, '--rollback')).toMatchObject({ status: 0 });
    expect(loaded()).toBe(rulesBefore);
  });

  it('writes the file and asks for a reboot where the rules are locked', () => {
    cpSync('/usr/sbin/auditctl', `${at.directory}/real-auditctl`);
    // Locking the rules of this machine could only be undone by a reboot, so auditctl says it without being it.
    const auditctl = `#!/bin/sh\nif [ "$1" = -s ]; then echo 'enabled 2'; else exec ${at.directory}/real-auditctl "$@"; fi\n`;
    const result = runWith({ auditctl }, '--apply');
    expect(result).toMatchObject({ status: 0, recap: expect.stringMatching(/^changed=2 .* failed=0/) });
    expect(result.stdout).toContain('reboot needed');
    expect(readFileSync(ours, 'utf8')).toContain(first);
    expect(loaded()).toBe(rulesBefore);
    const again = runWith({ auditctl }, '--apply');
    expect(again.recap).toMatch(/^changed=0 ok=2/);
    for (const { stdout } of [result, again]) expect(stdout).not.toContain('audit again');
  });

  describe('of what lies below /run', () => {
    const state = '/run/plimsoll-test';
    const homes = '/etc/tmpfiles.d/plimsoll-docker.conf';
    const socket = `${state}/containerd/containerd.sock`;
    const samples: Parameters<typeof scriptFor>[0] = [
      { id: 'socket', fix: { auditRule: 'rwxa' }, subjects: [`audit:${socket}`] },
      { id: 'behind', fix: { auditRule: 'wa' }, subjects: ['audit:/etc/hostname'] },
    ];
    /** Loads audit.rules as a boot does: with nothing in /run but what tmpfiles.d makes. */
    const boot = (): { status: number | null; rules: string } => {
      const steps = `mount -t tmpfs tmpfs /run && { [ ! -e ${homes} ] || systemd-tmpfiles --create ${homes}; } && auditctl -R /etc/audit/audit.rules; status=$?; auditctl -l; exit $status`;
      const { status, stdout } = spawnSync('unshare', ['-m', 'sh', '-c', steps], { encoding: 'utf8' });
      // What watched that /run is gone with it.
      execFileSync('augenrules', ['--load'], { stdio: 'ignore' });
      return { status, rules: stdout };
    };

    beforeEach(() => {
      mkdirSync(`${state}/containerd`, { recursive: true, mode: 0o711 });
      writeFileSync(socket, '');
    });
    afterEach(() => {
      rmSync(state, { recursive: true });
      rmSync(homes, { force: true });
    });

    it('is watched after a reboot too, with the rules behind it', () => {
      expect(run(scriptFor(samples, {}, at.runId), ['--apply'])).toMatchObject({
        status: 0,
        recap: expect.stringMatching(/^changed=2 .*failed=0/),
      });
      expect(readFileSync(homes, 'utf8').split('\n').slice(1)).toEqual([
        `d ${state} 0711 0 0 -`,
        `d ${state}/containerd 0711 0 0 -`,
        '',
      ]);
      const { status, rules } = boot();
      expect({ status, rules }).toMatchObject({ status: 0 });
      expect(rules).toContain(`-w ${socket} -p rwxa -k docker\n-w /etc/hostname -p wa -k docker\n`);
      expect(run(scriptFor(samples, {}, at.runId), ['--apply']).recap).toMatch(/^changed=0 ok=2/);
      run(scriptFor(samples, {}, at.runId), ['--rollback']);
      expect(existsSync(homes)).toBe(false);
    });

    it('is put right where an earlier script wrote the rule alone', () => {
      writeFileSync(ours, `${heading}\n-w ${socket} -p rwxa -k docker\n-w /etc/hostname -p wa -k docker\n`);
      execFileSync('augenrules', ['--load'], { stdio: 'ignore' });
      expect(boot()).toMatchObject({ status: 1, rules: expect.not.stringContaining('/etc/hostname') });
      const other = run(scriptFor(samples.slice(1), {}, at.runId), ['--apply']);
      expect(other).toMatchObject({ status: 1, recap: expect.stringContaining('failed=1') });
      expect(other.stdout).toContain(`the next boot stops at "-w ${socket} -p rwxa -k docker"`);
      run(scriptFor(samples, {}, at.runId), ['--apply']);
      expect(boot()).toMatchObject({ status: 0, rules: expect.stringContaining('/etc/hostname') });
    });
  });

  it('says so where a file of the administrator turns auditing off again', () => {
    const status = execFileSync('auditctl', ['-s'], { encoding: 'utf8' });
    const enable = (value: string): unknown => execFileSync('auditctl', ['-e', value], { stdio: 'ignore' });
    enable('1');
    const well = run(script(), ['--apply']);
    writeFileSync(theirs, '-e 0\n');
    rmSync(ours);
    const badly = run(script(), ['--apply']);
    enable(/^enabled (\d)/m.exec(status)?.[1] ?? '1');
    expect(well.stdout).toMatch(/^audit again: .* --check audit-dockerd --check audit-etc$/m);
    expect(badly.recap).toMatch(/^changed=2 .*failed=0/);
    expect(badly.stdout).toContain('the kernel records no audit events now');
    expect(badly.stdout).not.toContain('audit again');
  });

  it('fails where the kernel cannot be asked', () => {
    const auditctl = '#!/bin/sh\necho "Operation not permitted" >&2\nexit 1\n';
    expect(runWith({ auditctl }, '--apply')).toMatchObject({
      status: 1,
      recap: expect.stringContaining('failed=3'),
    });
    expect(existsSync(ours)).toBe(false);
  });
});
