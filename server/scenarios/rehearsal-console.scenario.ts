/** An account is rehearsed in the console: supposed, done, looked at, supposed otherwise; in a real Chromium. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage | undefined;
let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let account: string;

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-25T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = (code: string, name: string, price_minor: number) =>
    isp.api.post('/plans', { kind: 'recurring', code, name, price_minor, tax_code: 'VAT20' });
  const { id: plan_id } = await plan('home-30', 'Home 30', 3000);
  await plan('home-100', 'Home 100', 4500);
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC', country: 'DE' })).id);
  await isp.api.post(`/accounts/${account}/subscriptions`, { plan_id, anchor_day: 1 });
  await isp.api.post(`/accounts/${account}/bill`);
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const rehearse = () => page.getByRole('button', { name: 'Rehearse' }).click();
const month = (name: string) => page.getByRole('region', { name });

test('from the account’s page, fourteen months of a customer who pays', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByRole('button', { name: 'More to do with this account' }).click();
  await page.getByRole('menuitem', { name: 'Rehearse' }).click();
  await page.getByRole('heading', { name: 'Rehearse' }).waitFor();
  await desk.picture('rehearsal-form');
  await rehearse();
  await page.getByText('Thrown away: nothing was changed').waitFor();
  const december = month('December 2026');
  await december.getByRole('button', { name: 'Invoice, €36.00' }).click();
  await december.getByText('Home 30').first().waitFor();
  await december.getByText('Payment of').first().waitFor();
  await page.getByRole('table', { name: 'By year' }).getByRole('rowheader', { name: '2027' }).waitFor();
  await desk.picture('rehearsal-pays');
});

test('with another plan from a day on, and one who never pays: reminded and suspended', async ({ skip }) => {
  if (!browser) return skip();
  await page.getByText('Never', { exact: true }).click();
  await page.getByRole('button', { name: 'Add what is to be done' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Add' }).click();
  await form.getByText('choose a plan').waitFor();
  await form.getByRole('combobox', { name: 'New plan' }).click();
  await page.getByRole('option', { name: /Home 100/ }).click();
  await form.getByRole('textbox', { name: 'Day' }).fill('2026-12-10');
  await desk.picture('rehearsal-act');
  await form.getByRole('button', { name: 'Add' }).click();
  await page
    .getByRole('list', { name: 'What is to be done' })
    .getByText('Change plan of Home 30 to Home 100')
    .waitFor();
  await rehearse();
  await page
    .getByText(/is suspended: unpaid invoices/)
    .first()
    .waitFor();
  await month('December 2026')
    .getByText(/^Reminder: /)
    .first()
    .waitFor();
  await month('December 2026').getByText('Change plan of Home 30 to Home 100').waitFor();
  await desk.picture('rehearsal-never');
});

test('its documents are saved as CSV', async ({ skip }) => {
  if (!browser) return skip();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save documents as CSV' }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toMatch(/^document,issued_on,/);
  expect(text).toMatch(/\ninvoice,2026-12-01,2026-12-15,/);
});

test('what is refused says which; nothing came of any of it', async ({ skip }) => {
  if (!browser) return skip();
  await page.getByRole('button', { name: 'Add what is to be done' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('combobox', { name: 'What', exact: true }).click();
  await page.getByRole('option', { name: 'End a pause' }).click();
  await form.getByRole('button', { name: 'Add' }).click();
  await rehearse();
  await page.getByText(/Act 1 \(unpause on 2026-11-25\) is refused/).waitFor();
  await desk.picture('rehearsal-refused');
  await page.getByRole('button', { name: 'Leave out: End a pause of Home 30' }).click();
  await rehearse();
  await page.getByText(/Act 1/).waitFor({ state: 'detached' });
  expect((await isp.api.get(`/invoices?account_id=${account}`)).items).toHaveLength(1);
  expect((await isp.api.get('/accounts')).items).toHaveLength(1);
  expect(desk.faults).toEqual([]);
});
