// Writes the files of the repository that are made from the program; needs a build.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const schema = execFileSync(process.execPath, [path('dist/cli.js'), 'schema', 'check']);

writeFileSync(path('checks/check.schema.json'), schema);
