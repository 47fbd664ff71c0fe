import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../src/report/html.ts';
import type { Report } from '../../src/result/types.ts';
import { hostileReport } from '../report/hostile-report.ts';
import { sampleReport } from '../report/sample-report.ts';
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

function written(name: string, report: Report): string {
  const path = join(folder, `${name}.html`);
  writeFileSync(path, html(report, templates)[0]?.content ?? '');
  return pathToFileURL(path).href;
}

const one = written('one', sampleReport({ hosts: 1 }));
const fleet = written('fleet', sampleReport({ hosts: 6 }));
const hostile = written('hostile', hostileReport());

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

const shown = (page: Page) => page.locator('.result:visible').count();
const body = (page: Page, id: string) => page.locator(`[id="${id}"]`);

describe('the report in a browser', { timeout: 120_000 }, () => {
  it.each([
    ['one host', one],
    ['a fleet', fleet],
    ['a hostile report', hostile],
  ])('says nothing on the console and asks the network for nothing: %s', async (_name, url) => {
    await visit(url, async ({ page, noise }) => {
      await page.locator('#expand').click();
      await page.locator('.copy').first().waitFor();
      expect(noise).toEqual([]);
    });
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
      expect(await page.locator('#shown').textContent()).toBe('45 of 45 shown');
      const failed = sampleReport({ hosts: 1 }).summary.fail;
      for (const status of ['pass', 'manual', 'waived', 'notApplicable', 'error']) {
        await page.locator(`input[value=${status}]`).uncheck();
      }
      expect(await shown(page)).toBe(failed);
      expect(await page.locator('#shown').textContent()).toBe(`${failed} of 45 shown`);
      await page.locator('select[name=severity]').selectOption('critical');
      const critical = await page.locator('.result[data-status=fail][data-severity=critical]').count();
      expect(await shown(page)).toBe(critical);
      await page.locator('button[type=reset]').click();
      await page.locator('#shown').getByText('45 of 45 shown').waitFor();
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
      expect(await page.locator('#shown').textContent()).toBe('0 of 45 shown');
    });
  });

  it('keeps the filter in the address and takes it up again from there', async () => {
    let address = '';
    await visit(fleet, async ({ page }) => {
      await page.locator('input[value=pass]').uncheck();
      await page.locator('input[type=search]').fill('docker socket');
      address = String(await page.evaluate('location.href'));
      expect(address).toContain('#f=');
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
      const link = `${fleet}#f-db-01-docker-daemon-icc`;
      const use = async ({ page }: Visit) => {
        expect(await body(page, 'f-db-01-docker-daemon-icc').isVisible()).toBe(true);
        expect(await body(page, 'f-db-01-docker-daemon-iptables').isVisible()).toBe(false);
      };
      await visit(link, use, { javaScriptEnabled: script });
    },
  );

  it('lifts the filter that hides what a link points to', async () => {
    await visit(one, async ({ page }) => {
      const id = 'f-web-01-docker-swarm-managers';
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
      expect(await first.locator('.findings').isVisible()).toBe(true);
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

  it.each([375, 1440])('fits %i px without scrolling sideways', async (width) => {
    for (const url of [one, fleet, hostile]) {
      const use = async ({ page }: Visit) => {
        await page.locator('#expand').click();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      };
      await visit(url, use, { viewport: { width, height: 900 } });
    }
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 375],
  ] as const)('has nothing that axe objects to: %s, %i px', async (colorScheme, width) => {
    for (const url of [one, fleet]) {
      const use = async ({ page }: Visit) => {
        await page.locator('#expand').click();
        await page.evaluate(axe);
        const objections = await page.evaluate(
          `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
             violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200)))`,
        );
        expect(objections).toEqual([]);
      };
      // axe itself is not allowed by the policy of the page.
      await visit(url, use, { colorScheme, bypassCSP: true, viewport: { width, height: 900 } });
    }
  });
});
