import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, plimsoll, program, scratch } from './cli.ts';

const cwd = scratch();
/** Exit status 1 for default and broken, whatever other checks there are. */
const known = ['--check', '5.5', '--check', '2.2'];
const text = (path: string): string => readFileSync(join(cwd, path), 'utf8');
const mode = (path: string): string => (statSync(join(cwd, path)).mode & 0o7777).toString(8);

/** Every file below with its content. */
function tree(folder: string): Record<string, string> {
  const files = readdirSync(join(cwd, folder), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  const paths = files.map((file) => join(file.parentPath, file.name).slice(join(cwd, folder).length + 1));
  return Object.fromEntries(paths.sort().map((path) => [path, text(`${folder}/${path}`)]));
}

describe('standard output', () => {
  it('is the document and nothing else', async () => {
    const { status, stdout, stderr } = await plimsoll(
      ['evaluate', bundle('broken'), ...known, '-f', 'json=-'],
      {
        cwd,
      },
    );
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 2, hosts: [{ name: 'legacy-01' }] });
    expect(stderr).toContain('exit status 1');
    expect(stderr).not.toContain('schemaVersion');
    const quiet = await plimsoll(['evaluate', bundle('broken'), ...known, '-f', 'json=-', '-q'], { cwd });
    expect(quiet).toEqual({ status: 1, stdout, stderr: '' });
  });

  it('is about the hosts of a limit, of which one at least must be there', async () => {
    const run = ['evaluate', bundle('broken'), bundle('default'), ...known, '-q', '-f', 'json=-', '--limit'];
    const { stdout } = await plimsoll([...run, '!legacy*'], { cwd });
    const { hosts } = JSON.parse(stdout) as { hosts: readonly { name: string }[] };
    expect(hosts.map(({ name }) => name)).toEqual(['shop-01']);
    expect(await plimsoll([...run, 'web-01'], { cwd })).toMatchObject({ status: 2, stdout: '' });
  });

  it('arrives whole through a pipe, however slow the reader is', () => {
    const script = `"$0" "$1" evaluate "$2" -q -f html=- | { sleep 0.5; cat; } | wc -c`;
    const { stdout } = spawnSync('sh', ['-c', script, process.execPath, program, bundle('broken')], { cwd });
    const whole = spawnSync(
      process.execPath,
      [program, 'evaluate', bundle('broken'), '-q', '-f', 'html=page.html'],
      {
        cwd,
      },
    );
    expect(whole.stdout.toString()).toBe('');
    expect(Number(stdout.toString())).toBe(statSync(join(cwd, 'page.html')).size);
  });

  it('may be closed by a reader that has had enough', () => {
    const script = `{ "$0" "$1" evaluate "$2" --check 2.2 -q -f html=-; echo "status $?" >&2; } | head -n 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, program, bundle('broken')], {
      cwd,
    });
    expect(stdout.toString().trim()).toBe('<!doctype html>');
    expect(stderr.toString()).toBe('status 1\n');
  });
});

describe('the output folder', () => {
  it('holds page, results and fix script, for the owner alone', async () => {
    const args = ['evaluate', bundle('default'), ...known, '-o', 'deep/er/report'];
    expect(await plimsoll(args, { cwd })).toMatchObject({ status: 1, stdout: '' });
    expect(Object.keys(tree('deep/er/report'))).toEqual([
      'MANIFEST.sha256',
      'fix/shop-01.sh',
      'index.html',
      'report.json',
    ]);
    for (const folder of ['deep', 'deep/er', 'deep/er/report', 'deep/er/report/fix'])
      expect([folder, mode(folder)]).toEqual([folder, '700']);
    for (const file of ['index.html', 'report.json'])
      expect([file, mode(`deep/er/report/${file}`)]).toEqual([file, '600']);
    expect(mode('deep/er/report/fix/shop-01.sh')).toBe('700');
  });

  it('keeps what else lies in it, and replaces the rest', async () => {
    mkdirSync(join(cwd, 'kept/fix'), { recursive: true });
    for (const file of ['notes.txt', 'fix/mine.sh']) writeFileSync(join(cwd, 'kept', file), 'mine');
    writeFileSync(join(cwd, 'kept/index.html'), 'old');
    await plimsoll(['evaluate', bundle('hardened'), '-o', 'kept'], { cwd });
    expect(Object.keys(tree('kept'))).toEqual([
      'MANIFEST.sha256',
      'fix/mine.sh',
      'fix/vault-01.sh',
      'index.html',
      'notes.txt',
      'report.json',
    ]);
    expect([text('kept/notes.txt'), text('kept/fix/mine.sh')]).toEqual(['mine', 'mine']);
    expect(text('kept/index.html')).toContain('vault-01');
  });

  it('holds nothing of an earlier run, but what was changed since', async () => {
    const formats = ['junit', 'hdf'].flatMap((format) => ['-f', format]);
    const fleet = [bundle('default'), bundle('broken'), bundle('hardened')];
    await plimsoll(['evaluate', ...fleet, '-o', 'nightly', ...formats], { cwd });
    writeFileSync(join(cwd, 'nightly/fix/shop-01.sh'), '# reviewed\n', { flag: 'a' });
    await plimsoll(['evaluate', bundle('hardened'), '-o', 'nightly'], { cwd });
    await plimsoll(['evaluate', bundle('hardened'), '-o', 'anew'], { cwd });
    const { 'fix/shop-01.sh': reviewed, ...rest } = tree('nightly');
    expect(reviewed).toMatch(/# reviewed\n$/);
    expect(rest).toEqual(tree('anew'));
    expect(readdirSync(join(cwd, 'nightly'))).not.toContain('hdf');
    expect(spawnSync('sha256sum', ['-c', 'MANIFEST.sha256'], { cwd: join(cwd, 'nightly') }).status).toBe(0);
  });

  it('loses nothing to a manifest that names files elsewhere', async () => {
    const digest = createHash('sha256').update('mine').digest('hex');
    mkdirSync(join(cwd, 'forged'));
    writeFileSync(join(cwd, 'outside.txt'), 'mine');
    const names = ['../outside.txt', `${cwd}/outside.txt`, 'a/../../outside.txt', './../outside.txt'];
    const lines = names.map((name) => `${digest}  ${name}\n`);
    writeFileSync(join(cwd, 'forged/MANIFEST.sha256'), lines.join(''));
    await plimsoll(['evaluate', bundle('hardened'), '-o', 'forged'], { cwd });
    expect(text('outside.txt')).toBe('mine');
  });

  it('is not made where the arguments do not hold', async () => {
    await plimsoll(['evaluate', 'nowhere.json', '-o', 'unmade'], { cwd });
    expect(readdirSync(cwd)).not.toContain('unmade');
  });
});

describe('report.json', () => {
  it('renders again to the same bytes, and is itself the same for the same bundles in any order', async () => {
    const fleet = [bundle('default'), bundle('broken'), bundle('hostile'), bundle('no-docker')];
    await plimsoll(['evaluate', ...fleet, '-o', 'first'], { cwd });
    await plimsoll(['evaluate', ...fleet.toReversed(), '-o', 'turned'], { cwd });
    expect(tree('turned')).toEqual(tree('first'));
    await plimsoll(['report', 'first/report.json', '-o', 'second'], { cwd });
    expect(tree('second')).toEqual(tree('first'));
    const fix = await plimsoll(['fix', 'first/report.json', '--out', 'scripts'], { cwd });
    expect(fix).toMatchObject({ status: 0, stdout: '' });
    const scripts = Object.entries(tree('first')).filter(([path]) => path.startsWith('fix/'));
    expect(tree('scripts')).toEqual(
      Object.fromEntries(scripts.map(([path, content]) => [path.slice('fix/'.length), content])),
    );
  });

  it('gives the scripts of some hosts', async () => {
    await plimsoll(['evaluate', bundle('default'), bundle('broken'), '-f', 'json=two.json'], { cwd });
    await plimsoll(['fix', 'two.json', '--host', 'legacy-*', '--out', 'some'], { cwd });
    expect(Object.keys(tree('some'))).toEqual(['legacy-01.sh']);
    const none = await plimsoll(['fix', 'two.json', '--host', 'nobody', '--out', 'none'], { cwd });
    expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining('no host of the report') });
    const nowhere = await plimsoll(['fix', 'two.json', '--out', ''], { cwd });
    expect(nowhere).toMatchObject({ status: 2, stderr: expect.stringContaining('cannot write to') });
    expect(readdirSync(cwd)).not.toContain('legacy-01.sh');
  });

  it.each<[string, (report: Record<string, unknown>) => unknown]>([
    ['is no JSON', () => '{'],
    ['is another kind of JSON', () => []],
    ['is of a later version', (report) => ({ ...report, schemaVersion: 3 })],
    ['has what it should not have', (report) => ({ ...report, extra: 1 })],
    [
      'has two hosts of one name',
      (report) => ({ ...report, hosts: [report['hosts'], report['hosts']].flat() }),
    ],
    ['has nulls for hosts', (report) => ({ ...report, hosts: [null] })],
  ])('is refused when it %s', async (_what, change) => {
    await plimsoll(['evaluate', bundle('hardened'), '-f', 'json=good.json'], { cwd });
    const changed = change(JSON.parse(text('good.json')) as Record<string, unknown>);
    writeFileSync(join(cwd, 'bad.json'), typeof changed === 'string' ? changed : JSON.stringify(changed));
    for (const command of ['report', 'fix']) {
      const { status, stdout, stderr } = await plimsoll([command, 'bad.json'], { cwd });
      expect(stderr).not.toContain('bug in plimsoll');
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    }
  });
});
