import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assembleScript, sharedFiles, type ScriptOptions } from '../../src/collector/assemble.ts';
import { sectionSpecs } from '../../src/collector/sections.ts';
import { catalogue } from '../../src/facts/catalogue/index.ts';

const assemble = (options: Partial<ScriptOptions> = {}): string =>
  assembleScript({
    sections: new Set(['host', 'docker.info']),
    nonce: 'f00d',
    dockerSocket: null,
    commandLimit: 10,
    runLimit: 60,
    ...options,
  });

describe('assembleScript', () => {
  it('holds the sections that are wanted and no others, in their own order', () => {
    const script = assemble({ sections: new Set(['mounts', 'docker.info', 'host', 'no.such']) });
    const called = [...script.matchAll(/^ {2}section (\S+) /gm)].map(([, name]) => name);
    expect(called).toEqual(['host', 'docker.info', 'mounts']);
    expect(script).toContain('section_mounts() {');
    expect(script).not.toContain('section_accounts() {');
    expect(assemble({ sections: new Set() })).not.toMatch(/^ {2}section /m);
  });

  it('ends with the one line that starts it, with its input closed', () => {
    const lines = assemble().trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('main'))).toEqual(['main() {', 'main 3>&1 </dev/null']);
    expect(lines.at(-1)).toBe('main 3>&1 </dev/null');
  });

  it.each(['', 'a b', 'a;b', 'a$b', "a'b", 'a\n', 'ü', 'a/b'])('refuses the nonce %j', (nonce) => {
    expect(() => assemble({ nonce })).toThrow('nonce');
  });

  it.each([
    '',
    'run/x.sock',
    '/run/x y',
    '/run/$(id)',
    '/run/`id`',
    "/run/'",
    '/run/x\n',
    '/run/x;y',
    'tcp://h:1',
    '/run/*',
  ])('refuses the socket %j', (dockerSocket) => {
    expect(() => assemble({ dockerSocket })).toThrow('socket');
  });

  it('B20: asks the socket that is meant', () => {
    expect(assemble()).toContain('api_socket=/var/run/docker.sock\n  socket_given=\n');
    expect(assemble({ dockerSocket: '/run/user/1000/docker.sock' })).toContain(
      'api_socket=/run/user/1000/docker.sock\n  socket_given=yes\n',
    );
  });
});

describe('sections', () => {
  const folder = new URL('../../src/collector/sections/', import.meta.url);

  it('each has its file and function, and every file is one', () => {
    for (const { file, function: name } of sectionSpecs) {
      expect(readFileSync(new URL(file, folder), 'utf8'), file).toContain(`${name}() {`);
    }
    const files = new Set([...sectionSpecs.map(({ file }) => file), ...sharedFiles]);
    expect(readdirSync(folder).filter((file) => !files.has(file))).toEqual([]);
  });

  it('fill all that the tables are derived from', () => {
    const names = new Set(sectionSpecs.map(({ name }) => name));
    const needed = [...catalogue.values()].flatMap(({ sections }) => sections);
    expect(needed.filter((name) => !names.has(name))).toEqual([]);
  });
});
