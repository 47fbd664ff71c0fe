import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import * as options from '../../src/commands/options.ts';
import { parseFormats } from '../../src/commands/formats.ts';
import { packageFile } from '../../src/lib/package.ts';
import { plimsoll } from '../commands/run.ts';

const folder = packageFile('examples');
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));
const text = (path: string): string => readFileSync(path, 'utf8');

const auditOptions = {
  ...options.talkOptions,
  ...options.targetOptions,
  ...options.connectOptions,
  ...options.checkOptions,
  ...options.acceptOptions,
  ...options.trackOptions,
  ...options.notifyOptions,
  ...options.outputOptions,
};

/** The command lines of an audit in a file: lines that go on behind a backslash or in a list are one. */
function audits(content: string): readonly string[] {
  const joined = content.replaceAll(/\\\n\s*/g, '').replaceAll(/\n\s+(?:- )?(?=--)/g, ' ');
  return [...joined.matchAll(/(?:plimsoll|-) audit\b.*/g)].map(([line]) => line);
}

const lines = files.flatMap((file) =>
  audits(text(file)).map((line) => [file.slice(folder.length + 1), line] as const),
);

describe('examples', () => {
  it.each(lines)('%s gives audit flags that it has: %s', (_file, line) => {
    const flags = [...line.matchAll(/--([a-z-]+)(?:[ =]([^ ]*))?/g)];
    for (const [, name = '', value = ''] of flags) {
      expect(Object.keys(auditOptions)).toContain(name.replace(/^no-/, ''));
      if (name === 'format') expect(parseFormats([value])).toHaveLength(1);
    }
  });

  it('show how to audit in every place', () => {
    const places = new Set(lines.map(([file]) => file.split('/')[0]));
    expect([...places].sort()).toEqual([
      'README.md',
      'container',
      'cron',
      'github-actions',
      'gitlab-ci',
      'kubernetes',
      'profile.yaml',
      'systemd',
      'waivers.yaml',
    ]);
  });

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

  it('run the container as a user without rights', () => {
    expect(text(join(folder, 'container/Dockerfile'))).toMatch(/^USER 10001:10001$/m);
  });
});
