import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { sampleMessages, writeSampleDrill } from '../sample/sample-run';
import { writeReports } from '../write-reports';

const CHROMIUM = '/usr/bin/chromium';

void test(
  'a browser shows the run, leads to the drill and its timeline, and asks nothing of the network',
  { skip: existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM} on this machine` },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'firedrill-browser-'));
    t.after(() => rmSync(folder, { recursive: true }));
    writeSampleDrill(folder);
    const messages = sampleMessages([
      {
        drill: 'application-crash-confluence',
        title: 'Confluence is killed in the middle of writes',
        status: 'PASSED',
      },
    ]);
    writeFileSync(join(folder, 'messages.ndjson'), messages.map((m) => `${JSON.stringify(m)}\n`).join(''));
    const { paths } = await writeReports(folder, {
      run: 'sample',
      environment: 'staging',
      seed: 1,
      startedAt: '2026-11-22T10:00:00Z',
      endedAt: '2026-11-22T10:05:00Z',
      notes: [],
    });
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    t.after(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const index = pathToFileURL(paths['report'] ?? '').href;
    await page.goto(index);

    assert.match(await page.locator('h1').innerText(), /every objective was met/);
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    assert.equal(await page.evaluate(overflow), 0, 'nothing sticks out of the page');
    await page.locator('td a').click();
    assert.match(await page.locator('h1').innerText(), /its objectives were met/);
    assert.match((await page.locator('.picture svg').getAttribute('aria-label')) ?? '', /recovering 3.9 s/);
    const picture = await page.locator('.picture svg').boundingBox();
    assert.ok(
      picture !== null && picture.width > 600 && picture.height > 200,
      'the picture takes its place on the page',
    );
    assert.equal(await page.evaluate(overflow), 0, 'nothing sticks out of the page');
    const drill = pathToFileURL(join(folder, 'drills', 'application-crash-confluence.html')).href;
    assert.deepEqual(asked, [index, drill]);
    const shot = process.env['FIREDRILL_SCREENSHOT'];
    if (shot !== undefined) await page.screenshot({ path: shot, fullPage: true });
  },
);
