// Reads and validates the shipped checks once, at build time: writes dist/checks.json.
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileChecks, shippedChecks } from '../dist/checks/load.js';

const file = fileURLToPath(new URL('../dist/checks.json', import.meta.url));

// What an earlier build made was validated by an earlier program.
rmSync(file, { force: true });
writeFileSync(file, JSON.stringify(await compileChecks(shippedChecks)));
