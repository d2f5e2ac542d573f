/** What a window hears of: over one line however much it shows, which it gives up while nobody looks, and what came meanwhile is there when somebody does. */
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { eventually } from './eventually.ts';
import { type Platform, startPlatform } from './platform.ts';

let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let account: string;

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  isp = await startPlatform({ now: '2026-03-10T09:00:00Z' });
  account = String(
    (await isp.api.post('/accounts', { name: 'Lena Live', email: 'lena@example.org', country: 'DE' })).id,
  );
  desk = await openConsole(isp, browser);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await isp?.stop();
});

/** The lines that a page holds open. */
const linesOf = (page: Page): Set<Request> => {
  const lines = new Set<Request>();
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/live')) lines.add(request);
  });
  page.on('requestfinished', (request) => void lines.delete(request));
  page.on('requestfailed', (request) => void lines.delete(request));
  return lines;
};

/** Has the page believe that its window is hidden or seen, which Chromium without a screen cannot be told. */
const show = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate(
    `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
  );

test('a page of many parts hears over one line, none while it is hidden, and then shows what it missed', async ({
  skip,
}) => {
  if (!browser) return skip();
  const { page } = desk;
  const lines = linesOf(page);
  await desk.signIn();
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByRole('heading', { name: 'Lena Live' }).waitFor();
  const topics = () => [...lines].map((line) => new URL(line.url()).searchParams.get('topics')?.split(',') ?? []);
  await eventually(() => {
    expect(topics()).toEqual([expect.arrayContaining(['billing.charges', 'billing.discounts', 'payments.payments'])]);
  });
  const pay = (amount_minor: number) =>
    isp.api.post('/payments', { account_id: account, amount_minor, currency: 'EUR', method: 'cash' });
  await pay(1100);
  await page.getByText('€11.00').first().waitFor();
  await show(page, 'hidden');
  await eventually(() => expect(lines.size).toBe(0));
  await pay(2200);
  await show(page, 'visible');
  await page.getByText('€33.00').first().waitFor();
  await eventually(() => expect(lines.size).toBe(1));
  expect(desk.faults).toEqual([]);
}, 60_000);
