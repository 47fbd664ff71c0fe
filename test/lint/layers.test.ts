import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** The project's own configuration, but only the rules that need no types: the files here need not exist. */
const eslint = new ESLint({
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId.startsWith('no-'),
});

/** Names of the rules that `code` breaks when it stands in `filePath`. */
async function broken(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const imports = (specifier: string) => `export { a } from '${specifier}';\n`;

describe('imports point one way', () => {
  it.each([
    ['src/lib/a.ts', '../result/types.ts'],
    ['src/lib/a.ts', '../../package.json'],
    ['src/result/a.ts', '../facts/types.ts'],
    ['src/facts/a.ts', '../derive/mounts.ts'],
    ['src/facts/catalogue/a.ts', '../../derive/mounts.ts'],
    ['src/derive/a.ts', '../checks/types.ts'],
    ['src/checks/a.ts', '../derive/mounts.ts'],
    ['src/evaluate/a.ts', '../ssh/connect.ts'],
    ['src/report/a.ts', '../facts/types.ts'],
    ['src/fix/a.ts', '../report/slug.ts'],
    ['src/advice/a.ts', '../fix/plan.ts'],
    ['src/diff/a.ts', '../report/slug.ts'],
    ['src/history/a.ts', '../commands/context.ts'],
    ['src/collector/a.ts', '../ssh/types.ts'],
    ['src/inventory/a.ts', '../ssh/types.ts'],
    ['src/ssh/a.ts', '../inventory/load.ts'],
    ['src/commands/a.ts', '../cli.ts'],
    ['src/commands/judge/a.ts', '../../cli.ts'],
    ['src/cli.ts', './ssh/connect.ts'],
    ['src/report/html/page/a.ts', '../../../facts/types.ts'],
    ['src/report/a.ts', './../facts/types.ts'],
    ['src/report/a.ts', '../lib/../facts/types.ts'],
    ['src/report/a.ts', './slug.js'],
    ['src/ssh/a.ts', 'fs'],
  ])('%s may not import %s', async (file, specifier) => {
    expect(await broken(file, imports(specifier))).toContain('no-restricted-imports');
  });

  it.each([
    ['src/facts/catalogue/a.ts', '../types.ts'],
    ['src/facts/catalogue/a.ts', '../../lib/json.ts'],
    ['src/derive/a.ts', '../facts/types.ts'],
    ['src/evaluate/a.ts', '../checks/types.ts'],
    ['src/fix/a.ts', '../advice/fragments.ts'],
    ['src/ssh/a.ts', '../inventory/types.ts'],
    ['src/ssh/a.ts', 'node:net'],
    ['src/commands/a.ts', '../report/html.ts'],
    ['src/cli.ts', './commands/audit.ts'],
    ['src/checks/load.ts', 'node:fs/promises'],
    ['src/lib/package.ts', 'node:fs'],
  ])('%s may import %s', async (file, specifier) => {
    expect(await broken(file, imports(specifier))).toEqual([]);
  });

  it('refuses a lazy import, which would slip past these rules', async () => {
    expect(await broken('src/ssh/a.ts', `await import('../report/html.ts');\n`)).toEqual([
      'no-restricted-syntax',
    ]);
  });
});

describe('the pure zone', () => {
  const files = [
    'src/lib/a.ts',
    'src/result/a.ts',
    'src/facts/a.ts',
    'src/facts/catalogue/a.ts',
    'src/derive/a.ts',
    'src/checks/a.ts',
    'src/evaluate/a.ts',
    'src/report/a.ts',
    'src/fix/a.ts',
    'src/diff/a.ts',
  ];

  it.each(files)('%s has no clock', async (file) => {
    expect(await broken(file, 'export const a = Date.now();\n')).toEqual(['no-restricted-properties']);
    expect(await broken(file, 'export const a = new Date();\n')).toEqual(['no-restricted-syntax']);
    expect(await broken(file, 'export const a = new Date(0);\n')).toEqual([]);
  });

  it.each(['node:fs', 'node:fs/promises', 'node:child_process', 'node:os', 'node:net', 'node:process', 'fs'])(
    'does not import %s',
    async (module) => {
      for (const file of files)
        expect(await broken(file, imports(module))).toEqual(['no-restricted-imports']);
    },
  );

  it.each([
    ['process.env.HOME', 'no-restricted-globals'],
    ['globalThis.process', 'no-restricted-globals'],
    ['crypto.randomUUID()', 'no-restricted-globals'],
    ['Math.random()', 'no-restricted-properties'],
    ['console.log(1)', 'no-console'],
  ])('has no %s', async (expression, rule) => {
    expect(await broken('src/evaluate/a.ts', `export const a = ${expression};\n`)).toEqual([rule]);
  });

  it('hashes, but draws no random bytes', async () => {
    const use = (name: string) => `export { ${name} } from 'node:crypto';\n`;
    expect(await broken('src/facts/a.ts', use('createHmac'))).toEqual([]);
    expect(await broken('src/facts/a.ts', use('randomBytes'))).toEqual(['no-restricted-imports']);
    expect(await broken('src/facts/a.ts', `import * as crypto from 'node:crypto';\n`)).toEqual([
      'no-restricted-imports',
    ]);
  });

  it.each([
    ['src/evaluate/a.ts', '../checks/load.ts'],
    ['src/derive/a.ts', '../facts/save.ts'],
    ['src/facts/a.ts', './load.ts'],
    ['src/facts/catalogue/a.ts', '../load.ts'],
    ['src/report/a.ts', '../lib/package.ts'],
  ])('%s does not reach the outside through %s', async (file, specifier) => {
    expect(await broken(file, imports(specifier))).toEqual(['no-restricted-imports']);
  });

  it('cannot be left by a comment', async () => {
    const code = '// eslint-disable-next-line\nexport const a = Date.now();\n';
    expect(await broken('src/evaluate/a.ts', code)).toContain('no-restricted-properties');
  });
});
