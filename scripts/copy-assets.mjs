// What the compiler leaves out of dist: the shell sections of the collector, and the right to run the command.
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const sections = path('dist/collector/sections');

rmSync(sections, { recursive: true, force: true });
cpSync(path('src/collector/sections'), sections, {
  recursive: true,
  filter: (source) => source.endsWith('sections') || source.endsWith('.sh'),
});
chmodSync(path('dist/cli.js'), 0o755);
