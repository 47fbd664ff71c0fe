import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plimsoll, type Ran } from '../cli/cli.ts';
import { requires } from './requirements.ts';

describe.skipIf(requires('root', 'chromium'))('the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-demo-test-'));
  const temporary = mkdtempSync(join(tmpdir(), 'plimsoll-demo-tmp-'));
  let ran: Ran;
  let pid = 0;
  let listeners: readonly string[] = [];

  beforeAll(async () => {
    ran = await plimsoll(['demo', '-o', folder], {
      env: { TMPDIR: temporary },
      watch(child) {
        pid = child.pid ?? 0;
        if (listeners.length === 0) listeners = listening(pid);
      },
    });
  });
  afterAll(() => {
    for (const place of [folder, temporary]) rmSync(place, { recursive: true });
  });

  /** Local addresses on which a process listens. */
  function listening(process: number): readonly string[] {
    const lines = execFileSync('ss', ['-Hlntp'], { encoding: 'utf8' }).split('\n');
    return lines.filter((line) => line.includes(`pid=${process},`)).map((line) => line.split(/\s+/)[3] ?? '');
  }

  it('ends well, with a report of its hosts', () => {
    expect(ran).toMatchObject({ status: 0, stdout: '' });
    expect(readdirSync(join(folder, 'fix')).sort()).toEqual(['legacy-01.sh', 'shop-01.sh', 'vault-01.sh']);
    expect(statSync(join(folder, 'report.json')).size).toBeGreaterThan(10_000);
  });

  it('listened on loopback only, and left nothing behind', () => {
    expect(listeners).toHaveLength(3);
    expect(listeners.filter((address) => !address.startsWith('127.0.0.1:'))).toEqual([]);
    expect(listening(pid)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('made a page that works, asks for nothing and complains of nothing', async () => {
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
    const page = await browser.newPage();
    const noise: string[] = [];
    const url = pathToFileURL(join(folder, 'index.html')).href;
    page.on('console', (message) => noise.push(message.text()));
    page.on('pageerror', (error) => noise.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) noise.push(request.url());
    });
    await page.goto(url);
    const all = await page.locator('#shown').textContent();
    await page.locator('input[type=search]').fill('privileged');
    await page.waitForFunction(`document.querySelector('#shown').textContent !== ${JSON.stringify(all)}`);
    expect(await page.locator('body').textContent()).toContain('legacy-01');
    await browser.close();
    expect(noise).toEqual([]);
  });
});
