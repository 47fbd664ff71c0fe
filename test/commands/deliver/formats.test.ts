import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderers } from '../../../src/commands/deliver/renderers.ts';
import { plimsoll, sampleBundle, workFolder } from '../run.ts';

const folder = workFolder();
const bundles = (['broken', 'default', 'hardened'] as const).map(sampleBundle);
const everything = Object.keys(renderers).flatMap((format) => ['-f', format]);

/** Every file below a folder with its content. */
function contents(path: string): Readonly<Record<string, string>> {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const files = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file.slice(path.length + 1), readFileSync(file, 'utf8')]));
}

describe('-f FORMAT', () => {
  it('puts a format into the report folder beside HTML, JSON and fix scripts', async () => {
    const out = join(folder.path, 'beside');
    await plimsoll(['evaluate', ...bundles, '-o', out, '-f', 'junit', '-f', 'hdf']);
    const files = ['MANIFEST.sha256', 'fix', 'hdf', 'index.html', 'junit.xml', 'report.json'];
    expect(readdirSync(out).sort()).toEqual(files);
    expect(readdirSync(join(out, 'hdf'))).toEqual(['legacy-01.json', 'shop-01.json', 'vault-01.json']);
  });

  it('writes nothing but what is asked for when every format has a path', async () => {
    const out = join(folder.path, 'alone');
    const formats = [`sarif=${join(out, 'a.sarif')}`, `hdf=${join(out, 'heimdall')}`, 'csv-hosts=-'];
    const { stdout, stderr } = await plimsoll([
      'evaluate',
      ...bundles,
      ...formats.flatMap((format) => ['-f', format]),
    ]);
    expect(Object.keys(contents(out)).sort()).toEqual([
      'a.sarif',
      'heimdall/MANIFEST.sha256',
      'heimdall/legacy-01.json',
      'heimdall/shop-01.json',
      'heimdall/vault-01.json',
    ]);
    expect(stdout.split('\r\n')).toHaveLength(5);
    expect(stderr.match(/^Report: .*$/gm)).toEqual([
      `Report: ${join(out, 'a.sarif')} (sarif)`,
      `Report: ${join(out, 'heimdall')} (hdf)`,
    ]);
  });

  it('leaves in the folder of a format no host of an earlier run, and all that is not from plimsoll', async () => {
    const own = join(folder.path, 'own');
    await plimsoll(['evaluate', ...bundles, '-f', `hdf=${own}`]);
    writeFileSync(join(own, 'notes.txt'), 'mine');
    await plimsoll(['evaluate', bundles[0] ?? '', '-f', `hdf=${own}`]);
    expect(Object.keys(contents(own))).toHaveLength(3);
    expect(readFileSync(join(own, 'notes.txt'), 'utf8')).toBe('mine');
    expect(spawnSync('sha256sum', ['-c', 'MANIFEST.sha256'], { cwd: own }).status).toBe(0);
  });

  it('keeps the folder of a format apart from that of the report', async () => {
    const out = join(folder.path, 'both');
    const { status, stderr } = await plimsoll(['evaluate', ...bundles, '-o', out, '-f', `hdf=${out}/`]);
    expect([status, readdirSync(out)]).toEqual([2, []]);
    expect(stderr).toContain('the report and hdf cannot both go to');
  });

  it('lets node_exporter read metrics, and nobody else read findings', async () => {
    const out = join(folder.path, 'modes');
    await plimsoll(['evaluate', ...bundles, '-o', out, '-f', 'prometheus', '-f', 'csv']);
    const mode = (name: string) => (statSync(join(out, name)).mode & 0o777).toString(8);
    expect([mode('plimsoll.prom'), mode('results.csv')]).toEqual(['644', '600']);
  });

  it('gives the same bytes in every format when report.json is rendered again', async () => {
    const [first, again] = [join(folder.path, 'first'), join(folder.path, 'again')];
    await plimsoll(['evaluate', ...bundles, '-o', first, ...everything]);
    await plimsoll(['report', join(first, 'report.json'), '-o', again, ...everything]);
    expect(Object.keys(contents(first)).length).toBeGreaterThan(15);
    expect(contents(again)).toEqual(contents(first));
  });

  it.each([
    ['yaml', 'unknown format "yaml"'],
    ['json=', 'json= lacks a path'],
    ['hdf=-', 'hdf is one file per host'],
    ['json=/dev/stdout', 'cannot be replaced by a file'],
  ])('refuses %s before anything is judged', async (format, message) => {
    const { status, stderr } = await plimsoll(['evaluate', ...bundles, '-f', format]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('refuses two formats for one place', async () => {
    const both = (path: string, other = path) =>
      plimsoll(['evaluate', ...bundles, '-f', `json=${path}`, '-f', `csv=${other}`]);
    expect((await both('-')).stderr).toContain('only one format can go to standard output');
    for (const other of [join(folder.path, 'x'), `${folder.path}/./y/../x`]) {
      const { stderr } = await both(join(folder.path, 'x'), other);
      expect(stderr).toContain('two formats cannot both go to');
    }
  });

  it('says where it cannot write before anything is judged', async () => {
    const file = folder.file('file', '');
    const { status, stderr } = await plimsoll(['evaluate', ...bundles, '-f', `json=${file}/report.json`]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('cannot write')]);
  });
});
