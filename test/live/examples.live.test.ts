import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageFile } from '../../src/lib/package.ts';
import { program, scratch, type Ran } from '../cli/cli.ts';
import { requires } from './requirements.ts';

const folder = scratch();
const example = (name: string): string => readFileSync(packageFile(`examples/${name}`), 'utf8');

/** plimsoll as it is installed elsewhere. */
const command = join(folder, 'plimsoll');
writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
chmodSync(command, 0o755);

describe.skipIf(requires('systemd-analyze'))('the systemd units', () => {
  it('have nothing that systemd does not know', () => {
    const units = ['plimsoll.service', 'plimsoll.timer'].map((name) => {
      const text = example(`systemd/${name}`).replace('/usr/bin/plimsoll', command);
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    });
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe.skipIf(requires('shellcheck'))('the steps of the pipelines', () => {
  const github = parse(example('github-actions/audit.yaml')) as {
    readonly jobs: { readonly audit: { readonly steps: readonly { readonly run?: string }[] } };
  };
  const gitlab = parse(example('gitlab-ci/audit.gitlab-ci.yml')) as {
    readonly audit: Readonly<Record<'script' | 'after_script', readonly string[]>>;
  };

  it.each([
    ...github.jobs.audit.steps.flatMap(({ run }) => run ?? []),
    gitlab.audit.script.join('\n'),
    gitlab.audit.after_script.join('\n'),
  ])('are good shell: %j', (steps) => {
    // GitHub and GitLab set these.
    const script = `#!/bin/bash\nexport KEY AUDIT_KEY GITHUB_STEP_SUMMARY\n${steps}\n`;
    expect(spawnSync('shellcheck', ['-'], { input: script, encoding: 'utf8' }).stdout).toBe('');
  });
});

describe('the container image', () => {
  const dockerfile = example('container/Dockerfile');
  const modules = (place: string): void =>
    symlinkSync(packageFile('node_modules'), join(place, 'node_modules'));

  it('runs, made of what .dockerignore lets in and the Dockerfile copies', () => {
    const [source, image] = [join(folder, 'src'), join(folder, 'image')];
    const ignore = readFileSync(packageFile('.dockerignore'), 'utf8');
    for (const [, name = ''] of ignore.matchAll(/^!(.+)$/gm))
      cpSync(packageFile(name), join(source, name), { recursive: true });
    modules(source);
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: source });
    for (const [, list = ''] of dockerfile.matchAll(/^COPY --from=build (.*) \S+$/gm)) {
      for (const path of list.split(' ').filter((path) => path !== '/src/node_modules')) {
        const name = path.replace('/src/', '');
        cpSync(join(source, name), join(image, name), { recursive: true });
      }
    }
    modules(image);
    const args = ['evaluate', join(image, 'demo/hardened.json'), '-o', join(folder, 'demo')];
    expect(spawnSync(process.execPath, [join(image, 'dist/cli.js'), ...args]).status).toBe(0);
    expect(existsSync(join(folder, 'demo/index.html'))).toBe(true);
  });

  it('ends as a user without rights', () => {
    expect(dockerfile.split('FROM ').at(-1)).toMatch(/^USER 10001:10001$/m);
  });
});

describe.skipIf(requires('flock'))('the line of the crontab', () => {
  const [etc, lib] = [join(folder, 'etc'), join(folder, 'lib')];
  const lock = join(lib, 'history/lock');
  /** Accepts connections and says nothing. */
  const silent = createServer();
  let line: string;

  beforeAll(async () => {
    for (const place of [etc, lib]) mkdirSync(place);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    writeFileSync(join(etc, 'inventory.yaml'), `hosts: { web: { address: 127.0.0.1, port: ${port} } }\n`);
    copyFileSync('/dev/null', join(etc, 'known_hosts'));
    const [, written = ''] = /^17 2 \* \* \* plimsoll (.*)$/m.exec(example('cron/plimsoll')) ?? [];
    line = written.replaceAll('/etc/plimsoll', etc).replaceAll('/var/lib/plimsoll', lib);
  });
  afterAll(() => silent.close());

  function run(): Promise<Ran> {
    const child = spawn('/bin/sh', ['-c', line], { env: { PATH: `${folder}:/usr/bin:/bin`, HOME: folder } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    return new Promise((resolve) => {
      child.on('close', (status) => resolve({ status, stdout, stderr }));
    });
  }

  it('audits, lets no second run in beside it, and tells of an exit status that is not 0', async () => {
    const first = run();
    for (let tries = 0; tries < 200 && !existsSync(lock); tries++) await sleep(50);
    const second = await run();
    expect(second.stdout).toMatch(/^plimsoll ended with 75; see .*index\.html\n$/);
    const { pid } = JSON.parse(readFileSync(lock, 'utf8')) as { readonly pid: number };
    process.kill(pid, 'SIGTERM');
    expect((await first).stdout).toContain('plimsoll ended with 143;');
    silent.close();
    const third = await run();
    expect(third.stdout).toContain('plimsoll ended with 3;');
    expect(existsSync(join(lib, 'report/index.html'))).toBe(true);
    expect(
      spawnSync(command, ['history', 'list', join(lib, 'history')], { encoding: 'utf8' }).stdout,
    ).toContain('hosts=0/1');
  });
});
