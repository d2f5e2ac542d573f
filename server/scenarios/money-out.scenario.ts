/** Money that goes out, and debts that go away: refunds, in a real Chromium. */
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
let home30: unknown;

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-25T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = { kind: 'recurring', code: 'home-30', name: 'Home 30', price_minor: 3000, tax_code: 'VAT20' };
  home30 = (await isp.api.post('/plans', plan)).id;
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** An account that has Home 30 and its first invoice of 36.00. */
const billed = async (name: string) => {
  const account = String((await isp.api.post('/accounts', { name, zone: 'UTC', country: 'DE' })).id);
  await isp.api.post(`/accounts/${account}/subscriptions`, { account_id: account, plan_id: home30 });
  const { invoice_id } = await isp.api.post(`/accounts/${account}/bill`);
  return { account, invoice: String(invoice_id) };
};
const pay = async (account_id: string, amount_minor: number) =>
  String((await isp.api.post('/payments', { account_id, method: 'transfer', amount_minor, reference: 'SEPA 1' })).id);

test('what waits to be paid out is worked down; a transfer that bounced waits again', async ({ skip }) => {
  if (!browser) return skip();
  const { account, invoice } = await billed('Ada Byron');
  await pay(account, 3600);
  const lines = [{ line_no: 1, amount_minor: 1000 }];
  const note = await isp.api.post(`/invoices/${invoice}/credit-notes`, { lines, reason: 'Slow', to_refund: true });
  await page.goto(`${isp.url}/refunds`);
  await page.getByRole('link', { name: String(note.number) }).waitFor();
  await desk.picture('refunds-waiting');
  await page.getByRole('button', { name: 'Pay out' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Amount').fill('12.01');
  await form.getByRole('button', { name: 'Write down as paid out' }).click();
  await form.getByText('at most €12.00 is left').waitFor();
  await form.getByLabel('Amount').fill('12.00');
  expect(await form.getByLabel('Reference').inputValue()).toBe(note.number);
  await form.getByRole('button', { name: 'Write down as paid out' }).click();
  await page.getByText('Nothing waits to be paid out').waitFor();
  await page.getByRole('tab', { name: 'Paid out', exact: true }).click();
  await page.getByText(String(note.number)).waitFor();
  await desk.picture('refunds-paid');
  await page.getByRole('link', { name: 'credit note', exact: true }).click();
  await page.getByRole('heading', { name: 'Paid out' }).waitFor();
  await desk.picture('refund-note');
  await page.getByRole('button', { name: 'Take back' }).click();
  await form.getByLabel('Why').fill('Returned by the bank');
  await form.getByRole('button', { name: 'Take back' }).click();
  await page.getByText('reversed').waitFor();
  await page.getByRole('button', { name: 'Pay out' }).waitFor();
  expect(await isp.api.get(`/credit-notes/${note.id}`)).toMatchObject({ open_minor: 1200, state: 'open' });
  expect(desk.faults).toEqual([]);
});

test('the rest of an over-payment is paid out from the payment', async ({ skip }) => {
  if (!browser) return skip();
  const { account } = await billed('Paul Paid');
  const payment = await pay(account, 5000);
  await page.goto(`${isp.url}/payments?payment=${payment}`);
  const drawer = page.getByRole('dialog').first();
  await drawer.getByRole('button', { name: 'Pay out' }).click();
  const form = page.getByRole('dialog', { name: 'Pay out' });
  expect(await form.getByLabel('Amount').inputValue()).toBe('14.00');
  await desk.picture('refund-form');
  await form.getByRole('button', { name: 'Write down as paid out' }).click();
  await drawer.getByRole('heading', { name: 'Paid out' }).waitFor();
  await desk.picture('refund-payment');
  await page.goto(`${isp.url}/accounts/${account}?tab=payments`);
  await page.getByRole('heading', { name: 'Paid out' }).waitFor();
  await desk.picture('refund-account');
  await page.goto(`${isp.url}/accounts/${account}?tab=timeline`);
  await page.getByText('Paid out').waitFor();
  expect(desk.faults).toEqual([]);
});

const more = async (what: string) => {
  await page.getByRole('button', { name: 'More to do with this invoice' }).click();
  await page.getByRole('menuitem', { name: what }).click();
};

test('a debt is given up, and owed again', async ({ skip }) => {
  if (!browser) return skip();
  const { account, invoice } = await billed('Gone Away');
  await page.goto(`${isp.url}/invoices/${invoice}`);
  await more('Write off');
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Write off' }).click();
  await form.getByText('write why').waitFor();
  await form.getByLabel('Reason').fill('Moved abroad, no address');
  await desk.picture('write-off-form');
  await form.getByRole('button', { name: 'Write off' }).click();
  await page.getByRole('heading', { name: 'Written off' }).waitFor();
  await page.getByText('Nothing is left to pay.').waitFor();
  await desk.picture('written-off');
  await page.goto(`${isp.url}/write-offs`);
  await page.getByText('Moved abroad, no address').waitFor();
  await desk.picture('write-offs');
  await page.goto(`${isp.url}/invoices/${invoice}`);
  await page.getByRole('button', { name: 'Undo' }).click();
  await form.getByLabel('Why').fill('Pays after all');
  await form.getByRole('button', { name: 'It is owed again' }).click();
  await page.getByText('Please pay €36.00').waitFor();
  await page.getByText('Undone: Pays after all').waitFor();
  await page.goto(`${isp.url}/accounts/${account}?tab=timeline`);
  await page.getByText(/^Owed again: invoice/).waitFor();
  expect(desk.faults).toEqual([]);
});

test('a paid invoice is voided: what was paid is there for another', async ({ skip }) => {
  if (!browser) return skip();
  const { account, invoice } = await billed('Wrong Customer');
  await pay(account, 3600);
  await page.goto(`${isp.url}/invoices/${invoice}`);
  await more('Void');
  const form = page.getByRole('dialog');
  await form.getByLabel('Reason').fill('Wrong customer');
  await desk.picture('void-form');
  await form.getByRole('button', { name: 'Void this invoice' }).click();
  await page.getByText('This invoice is void. Nothing is to be paid on it.').waitFor();
  await page.getByText('By credit note').waitFor();
  await desk.picture('void-invoice');
  await page.getByRole('link', { name: /^CN-/ }).first().click();
  await page.getByText('Voids invoice').waitFor();
  await desk.picture('void-note');
  await page.goto(`${isp.url}/invoices?state=void`);
  await page.getByRole('status').getByText('1 in all').waitFor();
  await page.goto(`${isp.url}/accounts/${account}?tab=payments`);
  await page.getByText('€36.00').nth(1).waitFor();
  expect(desk.faults).toEqual([]);
});

test('a statement of account, to print or to save; and the next invoice as a proforma', async ({ skip }) => {
  if (!browser) return skip();
  const { account, invoice } = await billed('Stella Stated');
  await isp.api.post(`/invoices/${invoice}/credit-notes`, {
    lines: [{ line_no: 1, amount_minor: 1000 }],
    reason: 'Slow',
  });
  const payment = await pay(account, 5000);
  await isp.api.post(`/payments/${payment}/refund`, { method: 'transfer', amount_minor: 600, reference: 'Too much' });
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByRole('button', { name: 'More to do with this account' }).click();
  await page.getByRole('menuitem', { name: 'Statement of account' }).click();
  const sheet = page.getByRole('article', { name: 'Statement of account' });
  await sheet.getByText('€20.00 stands to your credit.').waitFor();
  const rows = sheet.getByRole('table', { name: 'Movements' }).getByRole('row');
  expect(await rows.count()).toBe(6);
  for (const text of ['Paid out', 'Too much', '€6.00', '-€20.00'])
    await rows.nth(5).getByText(text, { exact: true }).waitFor();
  await desk.picture('statement');
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save all as CSV' }).click(),
  ]);
  expect(saved.suggestedFilename()).toMatch(/^statement-A\d+\.csv$/);
  await page.goto(`${isp.url}/accounts/${account}/statement?from=2026-10-01&to=2026-10-31`);
  await sheet.getByText('Nothing is owed on either side.').waitFor();
  expect(await rows.count()).toBe(2);

  await page.goto(`${isp.url}/accounts/${account}/proforma`);
  const proforma = page.getByRole('article', { name: 'Proforma' });
  await proforma.getByText('This is no invoice. Nothing is to be paid on it.').waitFor();
  await proforma.getByText('Dec 25, 2026', { exact: true }).first().waitFor();
  await desk.picture('proforma');
  expect((await isp.api.get(`/invoices?account_id=${account}`)).items).toHaveLength(1);

  const owes = await billed('Olaf Owes');
  await page.goto(`${isp.url}/accounts/${owes.account}/statement?to=2027-01-20`);
  await sheet.getByRole('table', { name: /how long it has been due/ }).waitFor();
  await desk.picture('statement-late');
  expect(desk.faults).toEqual([]);
});
