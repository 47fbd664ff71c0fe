// usage: node measure-format.mjs FORMAT FILE: renders a report.json once and prints bytes, seconds and the peak of memory.
import { reportFiles } from '../dist/commands/deliver/formats.js';
import { readReport } from '../dist/commands/deliver/read-report.js';
import { renderers } from '../dist/commands/deliver/renderers.js';
import { loadTemplates } from '../dist/commands/deliver/templates.js';

const [format, file] = process.argv.slice(2);
const report = await readReport(file);
const templates = await loadTemplates();
const started = process.hrtime.bigint();
let bytes = 0;
const options = { singleFile: false, assets: 'inline' };
const files =
  {
    // What the report itself takes.
    none: () => [],
    // What a report folder holds without being asked: HTML, JSON and fix scripts.
    folder: () => reportFiles(report, [], templates, options),
  }[format] ?? (() => renderers[format](report, templates, options));
for (const { content } of files()) {
  for (const piece of content) bytes += Buffer.byteLength(piece);
}
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
console.log(JSON.stringify({ bytes, seconds, rss: process.resourceUsage().maxRSS * 1024 }));
