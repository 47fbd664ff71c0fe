import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../src/report/html.ts';
import type { RenderOptions } from '../../src/report/types.ts';
import type { Report } from '../../src/result/types.ts';
import { hostileReport } from '../report/hostile-report.ts';
import { hostileStrings, packedReportSaying } from '../report/hostile-strings.ts';
import { whole } from '../report/render.ts';
import { sampleReport, trackedReport } from '../report/sample-report.ts';
import { templates } from '../report/templates.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-report-'));
const quiet = ['quic', 'background-networking', 'component-update', 'sync'].map(
  (name) => `--disable-${name}`,
);
let browser: Browser;

beforeAll(async () => {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', ...quiet];
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** Writes a report and returns the address of its folder. */
function written(name: string, report: Report, options: Partial<RenderOptions> = {}): string {
  const files = html(report, templates, { singleFile: false, assets: 'inline', ...options });
  for (const { path, content } of whole(files)) {
    const file = join(folder, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return pathToFileURL(join(folder, name)).href;
}

const one = `${written('one', sampleReport({ hosts: 1 }))}/index.html`;
const fleet = `${written('fleet', sampleReport({ hosts: 6 }))}/index.html`;
const split = written('split', sampleReport({ hosts: 30 }));
const matrix = `${written('matrix', sampleReport({ hosts: 201 }))}/matrix.html`;
const linked = written('linked', sampleReport({ hosts: 30 }), { assets: 'linked' });
const tracked = `${written('tracked', trackedReport({ hosts: 3 }))}/index.html`;
const hostile = `${written('hostile', hostileReport())}/index.html`;

/** Every kind of page. */
const everyPage = [
  ['one host', one],
  ['a fleet in one file', fleet],
  ['a fleet', `${split}/index.html`],
  ['a host of a fleet', `${split}/hosts/web-02.html`],
  ['the checks', `${split}/checks.html`],
  ['the matrix', matrix],
  ['a fleet with waivers and an earlier run', tracked],
] as const;

interface Visit {
  readonly page: Page;
  /** Everything the console said and every request made, but the page itself. */
  readonly noise: readonly string[];
}

/** Opens a page, hands it over, and closes it. */
async function visit(
  url: string,
  use: (visit: Visit) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(String(error)));
  page.on('request', (request) => {
    if (request.url().replace(/#.*/, '') !== url.replace(/#.*/, '')) noise.push(request.url());
  });
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  await use({ page, noise });
  await context.close();
}

/** Opens all that can be opened. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true');
  await page.waitForTimeout(50);
}

/** What axe objects to on a page, everything unfolded. It is not allowed by the policy of the page itself. */
async function objections(url: string, options: BrowserContextOptions, prepare = ''): Promise<unknown> {
  let found: unknown;
  const use = async ({ page }: Visit) => {
    await unfold(page);
    await page.evaluate(prepare);
    await page.evaluate(axe);
    found = await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
         violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200)))`,
    );
  };
  await visit(url, use, { ...options, bypassCSP: true });
  return found;
}

const shown = (page: Page) => page.locator('.result:visible').count();
const body = (page: Page, id: string) => page.locator(`[id="${id}"]`);

describe('the report in a browser', { timeout: 120_000 }, () => {
  it.each([...everyPage, ['a hostile report', hostile] as const])(
    'says nothing on the console and asks the network for nothing: %s',
    async (_name, url) => {
      await visit(url, async ({ page, noise }) => {
        await unfold(page);
        expect(noise).toEqual([]);
      });
    },
  );

  it('takes style and script from beside it when they are linked, under its own policy', async () => {
    await visit(`${linked}/hosts/web-01.html`, async ({ page, noise }) => {
      expect(noise).toEqual([`${linked}/report.css`, `${linked}/report.js`]);
      expect(await page.locator('#controls').isVisible()).toBe(true);
      expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).not.toBe('none');
    });
  });

  it('runs none of 10,000 hostile strings', async () => {
    const strings = hostileStrings(10_000);
    for (let first = 0; first < strings.length; first += 2500) {
      const report = packedReportSaying(strings.slice(first, first + 2500));
      const url = `${written('strings', report, { singleFile: true })}/index.html`;
      await visit(url, async ({ page, noise }) => {
        expect(await page.evaluate('window.pwned')).toBeUndefined();
        expect(noise).toEqual([]);
        expect(page.url()).toBe(url);
        const results = report.hosts.reduce((sum, host) => sum + host.results.length, 0);
        expect(await page.locator('.results .result').count()).toBe(results);
        expect(await page.locator('[id]').count()).toBe(
          await page.evaluate('new Set([...document.querySelectorAll("[id]")].map(({ id }) => id)).size'),
        );
      });
    }
  });

  it('runs nothing that a host has said', async () => {
    await visit(hostile, async ({ page }) => {
      await page.locator('#expand').click();
      await page.locator('input[type=search]').fill('<script>');
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.evaluate('({}).polluted')).toBeUndefined();
      expect(await page.locator('img, iframe, base, object, embed, a[href^="javascript"]').count()).toBe(0);
      expect(await page.locator('script').count()).toBe(1);
      expect(await page.locator('meta[http-equiv]').count()).toBe(1);
      expect(page.url().replace(/#.*/, '')).toBe(hostile);
    });
  });

  it('filters by status and by severity, and says how many are shown', async () => {
    await visit(one, async ({ page }) => {
      expect(await page.locator('#shown').textContent()).toBe('45 of 45 results shown');
      const failed = sampleReport({ hosts: 1 }).summary.fail;
      for (const status of ['pass', 'manual', 'waived', 'notApplicable', 'error']) {
        await page.locator(`input[value=${status}]`).uncheck();
      }
      expect(await shown(page)).toBe(failed);
      expect(await page.locator('#shown').textContent()).toBe(`${failed} of 45 results shown`);
      await page.locator('select[name=severity]').selectOption('critical');
      const critical = await page.locator('.result[data-status=fail][data-severity=critical]').count();
      expect(await shown(page)).toBe(critical);
      await page.locator('button[type=reset]').click();
      await page.locator('#shown').getByText('45 of 45 results shown').waitFor();
    });
  });

  it('searches titles, numbers, subjects and values', async () => {
    await visit(one, async ({ page }) => {
      const search = page.locator('input[type=search]');
      for (const [words, least] of [
        ['API socket', 4],
        ['5.32', 1],
        ['container:metrics-exporter', 5],
        ['CAP_SYS_PTRACE', 5],
      ] as const) {
        await search.fill(words);
        const count = await shown(page);
        expect(count, words).toBeGreaterThanOrEqual(least);
        expect(count, words).toBeLessThan(45);
      }
      await search.fill('no such thing');
      expect(await page.locator('#shown').textContent()).toBe('0 of 45 results shown');
    });
  });

  it('keeps the filter in the address and takes it up again from there', async () => {
    let address = '';
    await visit(fleet, async ({ page }) => {
      await page.locator('input[value=pass]').uncheck();
      await page.locator('input[type=search]').fill('docker socket');
      address = String(await page.evaluate('location.href'));
      expect(address).toContain('#hide=pass');
      await page.locator('button[type=reset]').click();
      await page.waitForFunction('!location.href.includes("#")');
    });
    await visit(address, async ({ page }) => {
      expect(await page.locator('input[value=pass]').isChecked()).toBe(false);
      expect(await page.locator('input[type=search]').inputValue()).toBe('docker socket');
      expect(await page.locator('.result:not([hidden])').count()).toBeLessThan(100);
    });
  });

  it.each([true, false])(
    'opens what a link points to, also inside a folded host (script: %s)',
    async (script) => {
      const link = `${fleet}#f-db-01--docker-daemon-icc`;
      const use = async ({ page }: Visit) => {
        expect(await body(page, 'f-db-01--docker-daemon-icc').isVisible()).toBe(true);
        expect(await body(page, 'f-db-01--docker-daemon-iptables').isVisible()).toBe(false);
      };
      await visit(link, use, { javaScriptEnabled: script });
    },
  );

  it.each([375, 1440])('shows the heading of what a link points to, at %i px', async (width) => {
    for (const url of [
      `${split}/hosts/web-02.html#f-docker-container-memory`,
      `${fleet}#f-db-01--docker-daemon-icc`,
    ]) {
      const use = async ({ page }: Visit) => {
        const summary = page.locator('.result[open] > summary');
        const box = await summary.boundingBox();
        const seen = `document.elementFromPoint(${box?.x} + 60, ${box?.y} + 4)?.closest('summary') !== null`;
        expect(box?.y, url).toBeGreaterThanOrEqual(0);
        expect(await page.evaluate(seen), url).toBe(true);
      };
      await visit(url, use, { viewport: { width, height: 900 } });
    }
  });

  it('breaks no word of the table of waivers that stands alone', async () => {
    await visit(tracked, async ({ page }) => {
      const heights = await page.evaluate<number[]>(
        '[...document.querySelectorAll(".waivers td:nth-child(2) > span:first-child")].map((cell) => cell.getClientRects().length)',
      );
      expect(heights).toEqual([1, 1, 1, 1]);
    });
  });

  it('lifts the filter that hides what a link points to', async () => {
    await visit(one, async ({ page }) => {
      const id = 'f-web-01--docker-swarm-managers';
      await page.locator('input[value=notApplicable]').uncheck();
      await page.evaluate(`location.hash = '${id}'`);
      await body(page, id).waitFor({ state: 'visible' });
    });
  });

  it('copies a command, or selects it where it may not', async () => {
    await visit(one, async ({ page }) => {
      await page.locator('.result summary').first().click();
      const button = page.locator('.copy').first();
      await button.click();
      await page.waitForFunction('/Copied|Selected/.test(document.querySelector(".copy").textContent)');
    });
  });

  it('reads without JavaScript: all there, no dead controls, folds that open', async () => {
    const use = async ({ page }: Visit) => {
      expect(await page.locator('#controls').isVisible()).toBe(false);
      expect(await shown(page)).toBe(45);
      const first = page.locator('.result').first();
      await first.locator('summary').click();
      expect(await first.locator('.found').isVisible()).toBe(true);
      expect(await first.locator('pre').isVisible()).toBe(true);
    };
    await visit(one, use, { javaScriptEnabled: false });
  });

  it('prints folded results unfolded, without controls, in ink on white', async () => {
    const use = async ({ page }: Visit) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const box = await page.locator('.result:not([open]) .body').first().boundingBox();
      expect(box?.height).toBeGreaterThan(100);
      expect(await page.locator('#controls').isVisible()).toBe(false);
      const style = 'getComputedStyle(document.body)';
      expect(await page.evaluate(`${style}.backgroundColor + ${style}.color`)).toBe(
        'rgb(255, 255, 255)rgb(0, 0, 0)',
      );
    };
    await visit(one, use);
  });

  it('says on paper that a filter was set', async () => {
    await visit(one, async ({ page }) => {
      await page.locator('input[value=pass]').uncheck();
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('#shown').isVisible()).toBe(true);
    });
  });

  it('sorts a table by a column, both ways, and says which way', async () => {
    await visit(`${split}/index.html`, async ({ page }) => {
      const heading = page.locator('#hosts th', { hasText: 'Critical' });
      const numbers = () =>
        page.evaluate<number[]>(
          '[...document.querySelectorAll("#hosts tbody tr")].map((row) => Number(row.cells[5].textContent))',
        );
      await heading.getByRole('button').click();
      const descending = await numbers();
      expect(descending).toEqual(descending.toSorted((a, b) => b - a));
      expect(await heading.getAttribute('aria-sort')).toBe('descending');
      await page.keyboard.press('Enter');
      expect(await heading.getAttribute('aria-sort')).toBe('ascending');
      expect(await numbers()).toEqual(descending.toReversed().toSorted((a, b) => a - b));
      await page.locator('#hosts th', { hasText: 'Host' }).getByRole('button').click();
      expect(await page.locator('#hosts tbody th').first().textContent()).toBe('build-01');
      expect(await page.locator('[aria-sort]').count()).toBe(1);
    });
  });

  it('filters hosts by group and state, and keeps that in the address', async () => {
    let address = '';
    await visit(`${split}/index.html`, async ({ page }) => {
      await page.locator('select[name=groupNumber]').selectOption({ label: 'db' });
      expect(await page.locator('#shown').textContent()).toBe('6 of 30 hosts shown');
      address = String(await page.evaluate('location.href'));
    });
    await visit(address, async ({ page }) => {
      expect(await page.locator('#hosts tbody tr:visible').count()).toBe(6);
    });
  });

  it('leads from a cell of the matrix to its result', async () => {
    for (const [url, result] of [
      [fleet, 'f-web-01--docker-daemon-icc'],
      [`${split}/index.html`, 'f-docker-daemon-icc'],
    ] as const) {
      await visit(url, async ({ page }) => {
        await unfold(page);
        const column = await page.evaluate<number>(
          `[...document.querySelector('.matrix').tHead.rows[1].cells]
             .findIndex((head) => head.innerHTML.includes('#c-docker-daemon-icc'))`,
        );
        const row = page.locator('.matrix tbody tr', { has: page.getByText('web-01', { exact: true }) });
        await row
          .locator('td')
          .nth(column - 1)
          .click();
        await body(page, result).waitFor({ state: 'visible' });
      });
    }
  });

  it.each([375, 1440])('fits %i px without scrolling sideways', async (width) => {
    for (const [, url] of [...everyPage, ['hostile', hostile] as const]) {
      const use = async ({ page }: Visit) => {
        await unfold(page);
        expect(await page.evaluate('document.documentElement.scrollWidth'), url).toBe(width);
      };
      await visit(url, use, { viewport: { width, height: 900 } });
    }
  });

  it.each(everyPage)('has nothing that axe objects to: %s', async (_name, url) => {
    for (const [colorScheme, width] of [
      ['dark', 375],
      ['light', 1440],
    ] as const) {
      const found = await objections(url, { colorScheme, viewport: { width, height: 900 } });
      expect(found, `${colorScheme}, ${width} px`).toEqual([]);
    }
  });

  it('would be objected to by axe if it were bad', async () => {
    const spoil = `document.querySelector('.count').setAttribute('style', 'color: #ddd; background: #fff');
      document.querySelector('input[type=search]').parentElement.replaceWith(document.createElement('input'));`;
    const found = (await objections(one, {}, spoil)) as string[];
    expect(found.map((each) => each.split(':')[0])).toEqual(
      expect.arrayContaining(['color-contrast', 'label']),
    );
  });
});
