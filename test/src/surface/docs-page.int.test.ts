import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { decodeEvent } from '@guitu/contracts';
import type { AnyEvent, RegisterData } from '@guitu/contracts';
import { sampleSecret, systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import type { Hub } from '@guitu/standalone';
import { launch } from 'puppeteer-core';
import type { Browser, Page } from 'puppeteer-core';
import { readDocument } from '../docs/document.js';
import { freePortBase } from '../support/free-ports.js';
import { temporaryDirectory, testConfig } from '../support/hub.js';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (chromium === undefined) process.stdout.write('The pages at /docs are not tried in a browser: no Chromium was found (Debian: apt-get install chromium).\n');

let directory: string;
let hub: Hub;
let browser: Browser;
let page: Page;
/** What the page asked for outside this hub, what it logged, and what its policy stopped. */
const strange: string[] = [];
const errors: string[] = [];

const text = (selector: string): Promise<string> => page.$eval(selector, (element) => element.textContent ?? '');
/** As a user does: waits until it is there, then presses. */
const press = async (selector: string): Promise<void> => {
  const element = await page.waitForSelector(selector, { visible: true });
  await element?.evaluate((shown) => shown.scrollIntoView({ block: 'center' }));
  await element?.click();
};
const fill = async (selector: string, value: string): Promise<void> => {
  await press(selector);
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.sendCharacter(value);
};

(chromium === undefined ? describe.skip : describe)('the pages at /docs, in a browser', () => {
  beforeAll(async () => {
    directory = await temporaryDirectory();
    const portBase = await freePortBase();
    const issuer = `http://127.0.0.1:${portBase}`;
    hub = await startHub({ config: { ...testConfig(directory), portBase, issuer, jwksUrl: `${issuer}/.well-known/jwks.json` }, register: JSON.parse(readDocument('infra/sample/organisations.json')) as RegisterData, runtime: systemRuntime });
    browser = await launch({
      executablePath: chromium ?? '',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
    page = await browser.newPage();
    await page.setViewport({ width: 1_280, height: 1_000 });
    page.setDefaultTimeout(60_000);
    const own = new Set(Object.values(hub.urls));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:' && !own.has(origin)) strange.push(request.url());
    });
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(`${hub.urls.station}/docs`, { waitUntil: 'networkidle0' });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await hub.close();
    await rm(directory, { recursive: true });
  });

  test('name every operation in both languages', async () => {
    expect(await page.title()).toContain('救助');
    const titles = await page.$$eval('.opblock-summary-description', (all) => all.map((one) => one.textContent ?? ''));
    expect(titles.length).toBeGreaterThan(40);
    for (const title of titles) expect(title).toMatch(/\p{Script=Han}.* · [A-Z]/u);
  });

  test('let a user get a token of the issuer', async () => {
    await press('.auth-wrapper .authorize');
    await fill('#client_id_clientCredentials', 'station-baoji');
    await fill('#client_secret_clientCredentials', sampleSecret('station-baoji'));
    await press('.modal-ux .modal-btn.authorize');
    await page.waitForSelector('.modal-ux ::-p-text(Authorized)');
    await press('.modal-ux .btn-done');
  }, 120_000);

  test('try a command, whose key they fill in themselves, and show what it answers', async () => {
    const box = '#operations-station-open-help-requested';
    await press(`${box} .opblock-summary`);
    await press(`${box} .try-out__btn`);
    await fill(`${box} .body-param__text`, JSON.stringify({ channel: 'walk-in', person: { sex: '1', age: { from: 30, to: 40 } }, signs: { impairment: false, mobilityImpaired: false } }));
    // Pressed twice it is two commands, because each has a key of its own.
    const keys: string[] = [];
    for (const count of [1, 2]) {
      const [response] = await Promise.all([page.waitForResponse((one) => one.url().endsWith('/cases/help-requested') && one.request().method() === 'POST'), press(`${box} .execute`)]);
      expect(response.status()).toBe(201);
      keys.push(response.request().headers()['idempotency-key'] ?? '');
      expect(await readWritten()).toHaveLength(count);
    }
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(new Set(keys).size).toBe(2);
    await page.waitForSelector(`${box} .live-responses-table tbody .response-col_status`);
    expect(await text(`${box} .live-responses-table tbody .response-col_status`)).toMatch(/^201/u);
    expect(await readWritten()).toMatchObject(keys.map(() => ({ name: 'help-requested', actor: { organisation: 'station-baoji' } })));
  }, 120_000);

  test('try a query', async () => {
    const box = '#operations-worklist-worklist';
    await press(`${box} .opblock-summary`);
    await press(`${box} .try-out__btn`);
    await press(`${box} .execute`);
    await page.waitForSelector(`${box} .live-responses-table tbody .response-col_status`);
    expect(await text(`${box} .live-responses-table tbody .response-col_status`)).toMatch(/^200/u);
  }, 120_000);

  test('ask nobody but this hub, and break no rule of their own', () => {
    expect(strange).toEqual([]);
    expect(errors).toEqual([]);
  });
});

async function readWritten(): Promise<readonly AnyEvent[]> {
  const events: AnyEvent[] = [];
  for await (const { events: stored } of hub.store.subscribe({ categories: ['case'], live: false })) for (const { bytes } of stored) events.push(decodeEvent(bytes));
  return events;
}
