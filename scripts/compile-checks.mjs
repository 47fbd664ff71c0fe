// Reads and validates the shipped checks and benchmarks once, at build time: writes dist/checks.json.
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileShipped } from '../dist/checks/compile.js';

const file = fileURLToPath(new URL('../dist/checks.json', import.meta.url));

// What an earlier build made was validated by an earlier program.
rmSync(file, { force: true });
writeFileSync(file, JSON.stringify(await compileShipped()));
