// Prints what each format costs for fleets of growing size; needs a build. Every figure is from a process of its own.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { renderers } from '../dist/report/index.js';

const sizes = [1, 20, 100, 500];
const measure = fileURLToPath(new URL('measure-format.mjs', import.meta.url));

/** {bytes, seconds, rss} of rendering a format for a fleet. */
function cost(format, hosts) {
  return JSON.parse(execFileSync(process.execPath, [measure, format, String(hosts)], { encoding: 'utf8' }));
}

const columns = [
  ['MB', (one) => (one.bytes / 1e6).toFixed(2)],
  ['s', (one) => one.seconds.toFixed(2)],
  ['MB RSS', (one) => (one.rss / 1e6).toFixed(0)],
];

const rows = [
  ['format', ...columns.flatMap(([unit]) => [...sizes.map((size) => `${size}: ${unit}`), '500:100'])],
];
for (const format of ['none', ...Object.keys(renderers)]) {
  const costs = sizes.map((size) => cost(format, size));
  const ratio = (value) => (Number(value(costs[3])) / Number(value(costs[2]))).toFixed(1);
  rows.push([format, ...columns.flatMap(([, value]) => [...costs.map(value), ratio(value)])]);
}

const widths = rows[0].map((_, index) => Math.max(...rows.map((row) => row[index].length)));
for (const row of rows) console.log(row.map((cell, index) => cell.padStart(widths[index])).join('  '));
