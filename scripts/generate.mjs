// Writes the files of the repository that are made from the program; needs a build.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
for (const name of ['check', 'benchmark']) {
  const schema = execFileSync(process.execPath, [path('dist/cli.js'), 'schema', name]);
  writeFileSync(path(`checks/${name}.schema.json`), schema);
}

// A page whose check is gone must go too.
rmSync(path('docs/checks'), { recursive: true, force: true });
execFileSync(process.execPath, [
  path('dist/cli.js'),
  'checks',
  'docs',
  '--out',
  path('docs/checks'),
  '--cases',
  path('test/checks'),
]);
