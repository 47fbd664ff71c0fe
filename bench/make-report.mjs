// usage: node make-report.mjs FILE HOSTS: writes a report.json, in a process of its own so that making it up counts for nothing.
import { writeFile } from 'node:fs/promises';
import { stablePieces } from '../dist/lib/json-pieces.js';
import { fleet } from './fleet.mjs';

const [file, hosts] = process.argv.slice(2);
await writeFile(file, stablePieces(await fleet(Number(hosts))));
