/** The ledger in a real Chromium: balances lead to their transactions, a month is closed after a look at the check list and opened again. */
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

const sell = async (name: string, plan_id: unknown, start_on: string): Promise<string> => {
  const id = String((await isp.api.post('/accounts', { name, zone: 'UTC', country: 'DE' })).id);
  await isp.api.post(`/accounts/${id}/subscriptions`, { account_id: id, plan_id, start_on });
  await isp.api.post(`/accounts/${id}/bill`);
  return id;
};

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-01-20T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = { kind: 'recurring', tax_code: 'VAT20' };
  const monthly = { ...plan, code: 'home-31', name: 'Home 31', price_minor: 3100, setup_fee_minor: 1500 };
  const yearly = { ...plan, code: 'year', name: 'Year 365', price_minor: 36500, cycle_unit: 'year' };
  const home = (await isp.api.post('/plans', monthly)).id;
  const ada = await sell('Ada Byron', home, '2026-01-16');
  const grace = await sell('Grace Hopper', (await isp.api.post('/plans', yearly)).id, '2026-01-20');
  await isp.api.post('/payments', { account_id: ada, method: 'transfer', amount_minor: 6000, reference: 'Ada Jan' });
  await isp.api.post('/payments', { account_id: grace, method: 'cash', amount_minor: 43800 });
  if (!browser) return;
  await isp.turnTo('2026-02-02T10:00:00Z');
  desk = await openConsole(isp, browser, { timezoneId: 'UTC' });
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const tab = (name: string) => page.getByRole('tab', { name }).click();

test('a month is closed after a look at the check list', async ({ skip }) => {
  if (!browser) return skip();
  await page.getByRole('link', { name: 'Ledger' }).click();
  await page.getByText('debits equal credits').waitFor();
  await tab('Closed periods');
  await page.getByText('The books were never closed').waitFor();
  await page.getByRole('button', { name: 'Close the books' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('Jan 31, 2026 is over wherever there are accounts.').waitFor();
  await drawer.getByText('All that was due up to that day is billed.').waitFor();
  await drawer.getByText(/of 1 payment is put to no invoice/).waitFor();
  await drawer.getByText(/billed for later days. Closing defers €368.00 more/).waitFor();
  await desk.picture('closing-check');
  await drawer.getByRole('button', { name: 'Close through Jan 31, 2026' }).click();
  await page.getByRole('button', { name: 'Close them' }).click();
  await page.getByText('What comes late is posted on the day after').waitFor();
  await desk.picture('closed-periods');
});

test('what is billed and not earned is shown by the month that will earn it', async ({ skip }) => {
  if (!browser) return skip();
  await tab('Deferred revenue');
  await page.getByLabel('At the end of').fill('2026-01-31');
  await page.getByLabel('At the end of').press('Enter');
  await page.keyboard.press('Escape');
  const kinds = page.getByRole('table', { name: 'Deferred revenue in EUR' });
  await kinds.getByRole('cell', { name: '€368.00' }).first().waitFor();
  expect(await kinds.getByRole('cell', { name: '€368.00' }).count()).toBe(2);
  const months = page.getByRole('table', { name: 'Earned by month in EUR' });
  await months
    .getByRole('row', { name: /February 2026/ })
    .getByText('€43.00')
    .waitFor();
  await months
    .getByRole('row', { name: /January 2027/ })
    .getByText('€19.00')
    .waitFor();
  await desk.picture('deferred-revenue');
});

test('a balance leads to its months, its days and its transactions', async ({ skip }) => {
  if (!browser) return skip();
  await tab('Trial balance');
  await page.getByRole('link', { name: 'Revenue: recurring', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Revenue: recurring' }).waitFor();
  await page.getByRole('table', { name: 'By month' }).getByRole('link', { name: 'January 2026' }).click();
  await page.getByRole('table', { name: 'By day' }).getByRole('link', { name: 'Jan 31, 2026' }).click();
  await page.getByRole('heading', { name: 'Transactions of Jan 31, 2026' }).waitFor();
  await page.getByRole('link', { name: 'Closing Jan 31, 2026' }).waitFor();
  await desk.picture('ledger-account');
  await page.goto(`${isp.url}/ledger`);
  await page.getByText('debits equal credits').waitFor();
  await desk.picture('trial-balance');
});

test('the journal tells every transaction and leads to its document', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/ledger?tab=journal`);
  await page.getByRole('link', { name: 'Payment Ada Jan' }).waitFor();
  await page
    .getByRole('link', { name: /^Put to invoice INV-2026/ })
    .first()
    .waitFor();
  await desk.picture('journal');
  await page.getByRole('combobox', { name: 'Ledger account' }).click();
  await page.getByRole('option', { name: 'Deferred revenue: recurring' }).click();
  await page.getByText('1 in all').waitFor();
  await page.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: 'Payments' }).click();
  await page.getByText('Nothing matches').waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page
    .getByRole('link', { name: /^Invoice INV-2026/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: /INV-2026/ }).waitFor();
});

test('the chart of accounts is filled in, and the journal exported with it', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/ledger?tab=journal`);
  const exportAs = async (format: RegExp) => {
    await page.getByRole('button', { name: 'Export for the accountant' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('combobox', { name: 'For' }).click();
    await page.getByRole('option', { name: format }).click();
    return drawer;
  };
  const refused = await exportAs(/^SAF-T/);
  await refused.getByRole('button', { name: 'Save the file' }).click();
  await refused.getByText(/does not do for SAF-T yet: .*receivable \(no account\)/).waitFor();
  await desk.picture('export-refused');
  await refused.getByRole('link', { name: 'chart of accounts' }).click();
  const chart = page.getByRole('table', { name: 'Chart of accounts' });
  const codes = chart.getByLabel(/^Account code of/);
  await codes.first().waitFor();
  for (let i = 0; i < (await codes.count()); i++)
    await codes.nth(i).fill((await codes.nth(i).getAttribute('placeholder')) ?? '');
  await page.getByLabel('DATEV consultant number').fill('29098');
  await page.getByLabel('DATEV client number').fill('55003');
  await desk.picture('chart-of-accounts');
  await page.getByRole('button', { name: 'Save the chart' }).click();
  await page.getByText('The chart of accounts is saved.').waitFor();
  await tab('Journal');
  const drawer = await exportAs(/^SAF-T/);
  await desk.picture('export');
  const saving = page.waitForEvent('download');
  await drawer.getByRole('button', { name: 'Save the file' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^journal-saf-t_.*_EUR_2026-01-01_2026-01-31\.xml$/);
  const xml = await readFile(await saved.path(), 'utf8');
  const fault = await page.evaluate(
    `new DOMParser().parseFromString(${JSON.stringify(xml)}, 'application/xml').querySelector('parsererror')?.textContent ?? null`,
  );
  expect(fault).toBe(null);
});

test('books in two currencies are exported one at a time', async ({ skip }) => {
  if (!browser) return skip();
  const swiss = await isp.api.post('/accounts', { name: 'Max Frisch', zone: 'UTC', country: 'CH', currency: 'CHF' });
  await isp.api.post('/payments', { account_id: swiss.id, method: 'transfer', amount_minor: 5000, currency: 'CHF' });
  await page.goto(`${isp.url}/ledger?tab=journal`);
  await page.getByRole('button', { name: 'Export for the accountant' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('combobox', { name: 'Currency' }).click();
  await page.getByRole('option', { name: 'CHF' }).click();
  await drawer.getByLabel('Up to and with').fill('2026-02-28');
  await drawer.getByLabel('Up to and with').press('Tab');
  await desk.picture('export-currency');
  const saving = page.waitForEvent('download');
  await drawer.getByRole('button', { name: 'Save the file' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/_CHF_2026-01-01_2026-02-28\.csv$/);
  const lines = (await readFile(await saved.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines.slice(1).map((line) => line.split(',').slice(-3))).toEqual([
    ['50.00', '', 'CHF'],
    ['', '50.00', 'CHF'],
  ]);
});

test('the last closing is opened again for a reason', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/ledger?tab=periods`);
  await page.getByRole('button', { name: 'Open again' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Open again' }).click();
  await drawer.getByText('write why; it is kept').waitFor();
  await drawer.getByLabel('Reason').fill('An invoice was forgotten');
  await drawer.getByRole('button', { name: 'Open again' }).click();
  await page.getByText('An invoice was forgotten').waitFor();
  await desk.picture('reopened');
  expect(desk.faults).toEqual([]);
});
