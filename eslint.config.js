import { builtinModules } from 'node:module';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What each folder of src may import besides itself. Imports point one way. */
const layers = {
  lib: [],
  result: ['lib/'],
  facts: ['lib/'],
  derive: ['facts/', 'result/', 'lib/'],
  checks: ['facts/', 'result/', 'lib/'],
  evaluate: ['checks/', 'facts/', 'result/', 'lib/'],
  advice: ['result/', 'lib/'],
  report: ['advice/', 'result/', 'lib/'],
  fix: ['advice/', 'result/', 'lib/'],
  diff: ['result/', 'lib/'],
  history: ['diff/', 'result/', 'lib/'],
  notify: ['result/', 'lib/'],
  collector: ['facts/', 'lib/'],
  inventory: ['lib/'],
  ssh: ['inventory/types.ts', 'lib/'],
};
layers.commands = Object.keys(layers).map((layer) => `${layer}/`);

/** Folders without clock, randomness, process and fs: the same input gives the same bytes. */
const pureLayers = [
  'lib',
  'result',
  'facts',
  'derive',
  'checks',
  'evaluate',
  'advice',
  'report',
  'fix',
  'diff',
];
/** Their few files that touch the outside; pure files may not import them either. */
const rim = [
  'checks/compile.ts',
  'checks/compiled.ts',
  'checks/load-benchmarks.ts',
  'checks/load.ts',
  'facts/load.ts',
  'facts/save.ts',
  'lib/account.ts',
  'lib/files.ts',
  'lib/package.ts',
  'lib/trusted.ts',
];
/** Modules of Node.js that compute and do nothing else. */
const pureModules = ['crypto', 'path/posix', 'util'];

const literal = (text) => text.replaceAll('.', '\\.');
const anyOf = (texts) => `(?:${texts.map(literal).join('|')})`;

const paths = builtinModules
  .filter((name) => !name.startsWith('node:') && !name.startsWith('_'))
  .map((name) => ({ name, message: `Write node:${name}.` }));
const spelling = [
  { regex: '^\\.(?!.*\\.(?:ts|json)$)', message: 'A relative import ends in .ts.' },
  { regex: '^\\./\\.\\.?/|[^.]/\\.\\.?/', message: 'Write the shortest relative path.' },
];
const globals = ['fetch', 'navigator', 'performance', 'process', 'setImmediate', 'setInterval', 'setTimeout'];
const clockSyntax = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Take the time as an argument.',
  },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Take the time as an argument.' },
];
const srcSyntax = [
  { selector: 'ExportDefaultDeclaration', message: 'Exports are named.' },
  { selector: 'ExportAllDeclaration', message: 'Say what is exported.' },
];
const dynamicImport = {
  selector: 'ImportExpression',
  message: 'Only cli.ts and commands may import lazily.',
};

/** Forbids every relative import that leaves a folder `depth` levels under src, but to the allowed ones. */
function layerPattern(layer, allowed, depth) {
  const out = '\\.\\./'.repeat(depth);
  const open = allowed.length > 0 ? `(?!${anyOf(allowed)})` : '';
  return {
    regex: `^${out}${open}`,
    message: `${layer} may import ${allowed.join(', ') || 'nothing of ours'}: imports point one way.`,
  };
}

/** Files of a folder at each depth, with the rules for what they import. */
function layerConfigs([layer, allowed]) {
  return [1, 2, 3].flatMap((depth) => {
    const files = [`src/${layer}/${'*/'.repeat(depth - 1)}*.ts`];
    const patterns = [...spelling, layerPattern(layer, allowed, depth)];
    const lazy = layer === 'commands' ? [] : [dynamicImport];
    const outside = {
      files,
      rules: {
        'no-restricted-imports': ['error', { paths, patterns }],
        'no-restricted-syntax': ['error', ...srcSyntax, ...lazy],
      },
    };
    return pureLayers.includes(layer) ? [outside, pureConfig(files, patterns)] : [outside];
  });
}

function pureConfig(files, patterns) {
  const nearRim = rim.map((file) => file.split('/')[1]);
  return {
    files,
    ignores: rim.map((file) => `src/${file}`),
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...paths,
            {
              name: 'node:crypto',
              allowImportNames: ['X509Certificate', 'createHash', 'createHmac'],
              message: 'The pure zone has no randomness.',
            },
          ],
          patterns: [
            ...patterns,
            {
              regex: `^node:(?!${anyOf(pureModules)}$)`,
              message: 'The pure zone only computes: take what it needs as an argument.',
            },
            {
              regex: `^(?:\\.\\./)+${anyOf(rim)}$|^\\.\\.?/${anyOf(nearRim)}$`,
              message: 'This file touches the outside; the pure zone takes what it gives as an argument.',
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...srcSyntax, dynamicImport, ...clockSyntax],
      'no-restricted-globals': ['error', { globals: [...globals, 'crypto'], checkGlobalObject: true }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take the time as an argument.' },
        { object: 'Math', property: 'random', message: 'The pure zone has no randomness.' },
      ],
    },
  };
}

const unfinished = ['describe', 'it', 'test'].flatMap((object) =>
  ['only', 'skip', 'todo'].map((property) => ({
    object,
    property,
    message: 'A test runs, or says what it needs through requires().',
  })),
);

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'test/fixtures/', 'test/golden/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-self-compare': 'error',
      'object-shorthand': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Spreading text gives code points, which is what is wanted of it here.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['src/**/*.ts'],
    linterOptions: { noInlineConfig: true },
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src/cli.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths,
          patterns: [
            ...spelling,
            { regex: '^\\./(?!commands/|lib/)', message: 'cli.ts may import commands/, lib/.' },
          ],
        },
      ],
    },
  },
  Object.entries(layers).flatMap(layerConfigs),
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', ...unfinished],
      // What a test reads back is parsed JSON, and it asserts on it.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
