// Prints what each format costs for fleets of growing size; needs a build. Every figure is from a process of its own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderers } from '../dist/commands/deliver/renderers.js';

const sizes = [1, 20, 100, 500];
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
const reportOn = (hosts) => join(folder, `${hosts}.json`);

/** What a script beside this one prints. */
function run(script, ...args) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return execFileSync(process.execPath, [path, ...args], { encoding: 'utf8' });
}

for (const size of sizes) run('make-report.mjs', reportOn(size), String(size));

/** {bytes, seconds, rss} of rendering a format for a fleet. */
function cost(format, hosts) {
  return JSON.parse(run('measure-format.mjs', format, reportOn(hosts)));
}

const columns = [
  ['MB', (one) => (one.bytes / 1e6).toFixed(2)],
  ['s', (one) => one.seconds.toFixed(2)],
  ['MB RSS', (one) => (one.rss / 1e6).toFixed(0)],
];

const rows = [
  ['format', ...columns.flatMap(([unit]) => [...sizes.map((size) => `${size}: ${unit}`), '500:100'])],
];
for (const format of ['none', 'folder', ...Object.keys(renderers)]) {
  const costs = sizes.map((size) => cost(format, size));
  const ratio = (value) => (Number(value(costs[3])) / Number(value(costs[2]))).toFixed(1);
  rows.push([format, ...columns.flatMap(([, value]) => [...costs.map(value), ratio(value)])]);
}

const widths = rows[0].map((_, index) => Math.max(...rows.map((row) => row[index].length)));
for (const row of rows) console.log(row.map((cell, index) => cell.padStart(widths[index])).join('  '));
rmSync(folder, { recursive: true });
