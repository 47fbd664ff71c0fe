import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseFormats } from '../../src/commands/deliver/formats.ts';
import { packageFile } from '../../src/lib/package.ts';
import { plimsoll } from '../commands/run.ts';
import { commandLines, understand } from './command-lines.ts';
import { misfits } from './kubernetes.ts';

const folder = packageFile('examples');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
const text = (path: string): string => readFileSync(path, 'utf8');
const documents = (name: string): readonly unknown[] =>
  parseAllDocuments(text(join(folder, name))).map((document) => document.toJS() as unknown);

const pages = [...files, ...['README.md', 'CONTRIBUTING.md', 'docs/connections.md'].map(packageFile)];
const lines = pages.flatMap((path) =>
  commandLines(path, text(path)).map((line) => [path.slice(packageFile('').length), line] as const),
);

describe('the command lines that are shown', () => {
  it.each(lines)('in %s are understood: %j', async (_path, line) => {
    await understand(line);
    const formats = line.flatMap((word, at) =>
      word === '--format' || word === '-f' ? (line[at + 1] ?? '') : [],
    );
    expect(() => parseFormats(formats)).not.toThrow();
  });

  it('would not be with a flag or a command that there is not', async () => {
    await expect(understand(['audit', '--inventroy', 'x'])).rejects.toThrow('inventroy');
    await expect(understand(['audit', '--fail-on', 'news'])).rejects.toThrow('fail-on');
    await expect(understand(['adit'])).rejects.toThrow('audit');
  });

  it('show how to audit in every place', () => {
    const audits = lines.filter(([, [command]]) => command === 'audit');
    expect([...new Set(audits.map(([path]) => path))].sort()).toEqual([
      'README.md',
      'examples/README.md',
      'examples/container/Dockerfile',
      'examples/cron/plimsoll',
      'examples/github-actions/audit.yaml',
      'examples/gitlab-ci/audit.gitlab-ci.yml',
      'examples/kubernetes/cronjob.yaml',
      'examples/profile.yaml',
      'examples/systemd/plimsoll.service',
      'examples/waivers.yaml',
    ]);
  });
});

describe('examples', () => {
  it.each(files.filter((file) => ['.yaml', '.yml'].includes(extname(file))))('%s is YAML', (file) => {
    const problems = parseAllDocuments(text(file)).flatMap((document) => [
      ...document.errors,
      ...document.warnings,
    ]);
    expect(problems).toEqual([]);
  });

  it('have waivers and a profile that hold', async () => {
    expect(await plimsoll(['waivers', 'lint', join(folder, 'waivers.yaml')])).toMatchObject({
      status: 0,
      stdout: '',
    });
    const profile = ['--profile', join(folder, 'profile.yaml')];
    expect((await plimsoll(['checks', 'list', ...profile])).status).toBe(0);
  });

  it('fit the API of Kubernetes', () => {
    const [claim, job] = documents('kubernetes/cronjob.yaml');
    expect(misfits('PersistentVolumeClaim', 'core/v1', claim)).toEqual([]);
    expect(misfits('CronJob', 'batch/v1', job)).toEqual([]);
    const mistyped = JSON.parse(JSON.stringify(job).replace('backoffLimit', 'backofLimit')) as unknown;
    expect(misfits('CronJob', 'batch/v1', mistyped).join()).toContain('backofLimit');
  });
});
