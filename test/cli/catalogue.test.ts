import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { loadChecks, shippedChecks } from '../../src/checks/load.ts';
import { assembleScript } from '../../src/collector/assemble.ts';
import { parseStream } from '../../src/collector/parse.ts';
import { sectionSpecs } from '../../src/collector/sections.ts';
import { schemaNames } from '../../src/commands/command-line/schema-names.ts';
import { neededSections } from '../../src/commands/judge/selected-checks.ts';
import { packageFile } from '../../src/lib/package.ts';
import { plimsoll, scratch } from './cli.ts';

const cwd = scratch();

describe('plan', () => {
  it('prints the script that is sent, but for its nonce, and contacts nothing', async () => {
    const { status, stdout, stderr } = await plimsoll(['plan']);
    expect(status).toBe(0);
    const sections = neededSections(await loadChecks([shippedChecks]));
    const sent = { sections, nonce: 'PLAN', dockerSocket: null, commandLimit: 30, runLimit: 1800 };
    expect(stdout).toBe(assembleScript(sent));
    expect(stderr).toMatch(/^\d+ checks need \d+ sections: host, /);
  });

  it('prints what runs by hand', async () => {
    const { stdout } = await plimsoll(['plan', '--check', '1.1.2', '--docker-socket', '/run/nothing.sock']);
    const run = spawnSync('sh', ['-s'], { input: stdout });
    expect(run.stderr.toString()).toBe('');
    const wanted = new Set(sectionSpecs.map((spec) => spec.name));
    const recording = parseStream(run.stdout, 'PLAN', wanted);
    expect(recording).toMatchObject({ started: true, complete: true, noise: '' });
    expect(recording.sections['host']?.text).toMatch(/^uid \d+\nkernel /);
  });
});

describe('schema', () => {
  it.each(schemaNames)('%s is a JSON Schema', async (name) => {
    const { status, stdout } = await plimsoll(['schema', name]);
    expect(status).toBe(0);
    expect(new Ajv({ strict: false }).compile(JSON.parse(stdout) as object)).toBeInstanceOf(Function);
  });
});

describe('checks', () => {
  it('are listed one a line', async () => {
    const { stdout } = await plimsoll(['checks', 'list']);
    const files = readdirSync(packageFile('checks/docker')).filter((name) => name.endsWith('.yaml'));
    expect(stdout.trimEnd().split('\n')).toHaveLength(files.length);
  });

  it('are shown whole, by number, name or tag', async () => {
    const { status, stdout } = await plimsoll(['checks', 'show', '2.2', 'docker-daemon-tls']);
    expect(status).toBe(0);
    expect(stdout.match(/^id: .*/gm)).toEqual(['id: docker-daemon-icc', 'id: docker-daemon-tls']);
    expect(stdout).toContain('rationale:');
  });

  it('are held to the language, with the file and the line', async () => {
    writeFileSync(join(cwd, 'docker-odd.yaml'), 'id: docker-odd\ntitel: x\n');
    const { status, stdout } = await plimsoll(['checks', 'lint', cwd, '--cases', cwd]);
    expect(stdout).toMatch(/docker-odd\.yaml:2: .*titel/);
    expect(status).toBe(2);
  });

  it('of a pack without cases are held to the language too, beside those that are shipped', async () => {
    const shipped = readFileSync(packageFile('checks/docker/docker-daemon-icc.yaml'), 'utf8');
    const own = shipped.replace('id: docker-daemon-icc', 'id: my-icc');
    const lint = (name: string, text: string) => {
      const pack = mkdtempSync(join(cwd, 'pack-'));
      writeFileSync(join(pack, `${name}.yaml`), text);
      return plimsoll(['checks', 'lint', pack], { cwd });
    };
    const good = await lint('my-icc', own);
    expect(good).toMatchObject({ status: 0, stdout: '' });
    expect(good.stderr).toMatch(/^no cases were run: .*\n.*nothing to mend\n$/);
    const clash = await lint('docker-daemon-icc', shipped);
    expect(clash.stdout).toMatch(/^[^\n]*:1: id: "docker-daemon-icc" is taken by [^\n]*\n$/);
    expect(clash.status).toBe(2);
    const missing = await plimsoll(['checks', 'lint', cwd, '--cases', 'nowhere'], { cwd });
    expect(missing.stderr).toContain('cannot read nowhere');
  });
});

describe('inventory list', () => {
  it('says what the inventory and --limit come to', async () => {
    const inventory = {
      groups: { web: {}, db: { sudo: true } },
      hosts: {
        'web-01': { groups: ['web'] },
        'web-02': { groups: ['web'] },
        'db-01': { groups: ['db'], user: 'op' },
      },
    };
    writeFileSync(join(cwd, 'inventory.yaml'), JSON.stringify(inventory));
    const list = (...limit: string[]) =>
      plimsoll(['inventory', 'list', '-i', 'inventory.yaml', '--user', 'root', ...limit], { cwd });
    const names = async (...limit: string[]) => (await list(...limit)).stdout.match(/^[\w-]+/gm);
    expect(await names()).toEqual(['db-01', 'web-01', 'web-02']);
    expect(await names('--limit', 'web', '--limit', '!web-02')).toEqual(['web-01']);
    expect((await list('--limit', 'db')).stdout).toMatch(/^db-01 {2}root@db-01:22 {2}sudo {2}groups db$/m);
    expect(await list('--limit', 'nothing')).toMatchObject({ status: 2, stdout: '' });
  });
});

it('completion prints a script for the shell', async () => {
  const { status, stdout } = await plimsoll(['completion']);
  expect(status).toBe(0);
  expect(spawnSync('bash', ['-n'], { input: stdout }).status).toBe(0);
  expect(stdout).toContain('plimsoll');
});
