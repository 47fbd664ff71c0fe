// usage: node measure-format.mjs FORMAT HOSTS: renders a fleet once and prints bytes, seconds and the peak of memory.
import { loadTemplates } from '../dist/commands/templates.js';
import { renderers } from '../dist/report/index.js';
import { fleet } from './fleet.mjs';

const [format, hosts] = process.argv.slice(2);
const report = await fleet(Number(hosts));
const templates = await loadTemplates();
const started = process.hrtime.bigint();
let bytes = 0;
// "none" is what the report itself takes.
const render = renderers[format] ?? (() => []);
for (const file of render(report, templates, { singleFile: false, assets: 'inline' })) {
  bytes += Buffer.byteLength(file.content);
}
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
console.log(JSON.stringify({ bytes, seconds, rss: process.resourceUsage().maxRSS * 1024 }));
