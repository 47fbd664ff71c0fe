// usage: node measure-format.mjs FORMAT FILE: renders a report.json once and prints bytes, seconds and the peak of memory.
import { readReport } from '../dist/commands/read-report.js';
import { loadTemplates } from '../dist/commands/templates.js';
import { renderers } from '../dist/report/index.js';

const [format, file] = process.argv.slice(2);
const report = await readReport(file);
const templates = await loadTemplates();
const started = process.hrtime.bigint();
let bytes = 0;
// "none" is what the report itself takes.
const render = renderers[format] ?? (() => []);
for (const { content } of render(report, templates, { singleFile: false, assets: 'inline' })) {
  for (const piece of content) bytes += Buffer.byteLength(piece);
}
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
console.log(JSON.stringify({ bytes, seconds, rss: process.resourceUsage().maxRSS * 1024 }));
