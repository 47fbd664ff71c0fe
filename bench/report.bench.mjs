// Size and time of the pages of the HTML report for fleets of growing size, and what Chromium takes to open them.
// Needs a build. Every fleet is rendered in a process of its own, for its memory.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const self = fileURLToPath(import.meta.url);
const makeReport = fileURLToPath(new URL('make-report.mjs', import.meta.url));
const folder = process.argv[2];

/** Writes the pages, and prints what they took and the size of the biggest of each kind. */
async function render() {
  const { html } = await import('../dist/report/html.js');
  const { loadTemplates } = await import('../dist/commands/deliver/templates.js');
  const { readReport } = await import('../dist/commands/deliver/read-report.js');
  const report = await readReport(join(folder, 'report.json'));
  const templates = await loadTemplates();
  const start = performance.now();
  const pages = {};
  for (const { path, content } of html(report, templates, { singleFile: false, assets: 'inline' })) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, [...content].join(''));
    const kind = path.replace(/^hosts.*/, 'hosts');
    const { size } = statSync(file);
    if (size > (pages[kind]?.size ?? 0)) pages[kind] = { path, size };
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(
    JSON.stringify({ seconds, rss: process.resourceUsage().maxRSS * 1024, pages: Object.values(pages) }),
  );
}

/** Milliseconds until a page is loaded and laid out, and its nodes. */
async function open(browser, file) {
  const page = await browser.newPage();
  const start = performance.now();
  await page.goto(pathToFileURL(file).href);
  await page.evaluate('document.body.getBoundingClientRect().height');
  const milliseconds = Math.round(performance.now() - start);
  const nodes = await page.evaluate('document.querySelectorAll("*").length');
  await page.close();
  return { milliseconds, nodes };
}

async function browserOrNull() {
  const executablePath = '/usr/bin/chromium';
  if (!existsSync(executablePath)) return null;
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

function run(...args) {
  return execFileSync(process.execPath, args, { encoding: 'utf8' });
}

function print(cells) {
  const widths = [5, 7, 8, 8, 9, 8];
  const figures = widths.map((width, at) => String(cells[at] ?? '').padStart(width)).join('');
  console.log(`${figures}  ${cells[widths.length]}`);
}

async function bench() {
  const browser = await browserOrNull();
  print(['hosts', 's', 'MB RSS', 'KB', 'load ms', 'nodes', 'page']);
  for (const hosts of [1, 20, 100, 500]) {
    const out = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
    run(makeReport, join(out, 'report.json'), String(hosts));
    const { seconds, rss, pages } = JSON.parse(run(self, out));
    let fleetFigures = [hosts, seconds.toFixed(2), Math.round(rss / 1e6)];
    for (const { path, size } of pages) {
      const opened = browser === null ? null : await open(browser, join(out, path));
      print([
        ...fleetFigures,
        Math.round(size / 1000),
        opened?.milliseconds ?? '-',
        opened?.nodes ?? '-',
        path,
      ]);
      fleetFigures = ['', '', ''];
    }
    rmSync(out, { recursive: true });
  }
  await browser?.close();
}

await (folder === undefined ? bench() : render());
