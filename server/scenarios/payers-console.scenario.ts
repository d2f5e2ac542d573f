/** A firm and its branches in the console: who pays is said, seen on both pages and on the invoice, and taken back. In a real Chromium. */
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
const account = { head: '', kiel: '', bonn: '' };

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  stage = await setStage('2026-11-01T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = { code: 'branch', name: 'Branch line', kind: 'recurring', price_minor: 3000, tax_code: 'VAT20' };
  const plan_id = (await isp.api.post('/plans', plan)).id;
  for (const [key, name, city] of [
    ['head', 'Nordwind Optics', 'Hamburg'],
    ['kiel', 'Nordwind Kiel', 'Kiel'],
    ['bonn', 'Nordwind Bonn', 'Bonn'],
  ] as const) {
    account[key] = String((await isp.api.post('/accounts', { name, city, zone: 'UTC', country: 'DE' })).id);
    await isp.api.post(`/accounts/${account[key]}/subscriptions`, { account_id: account[key], plan_id, anchor_day: 1 });
  }
  await isp.api.post(`/accounts/${account.kiel}/charges`, {
    account_id: account.kiel,
    description: 'Router',
    unit_price_minor: 4900,
    tax_code: 'VAT20',
  });
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const open = (path: string) => page.goto(`${isp.url}${path}`);

test('a branch is paid for by the firm; a payer that does not fit is refused at the form', async ({ skip }) => {
  if (!browser) return skip();
  await isp.api.call('PUT', `/accounts/${account.bonn}/payer`, { payer_id: account.head });
  await open(`/accounts/${account.kiel}`);
  await see('It pays for itself.');
  await page.getByRole('button', { name: 'Have another account pay' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Let it pay' }).click();
  await form.getByText('choose an account').waitFor();
  const choose = async (name: string) => {
    await form.getByLabel('Paid for by').fill(name);
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await form.getByRole('button', { name: 'Let it pay' }).click();
  };
  await choose('Nordwind Bonn');
  await form.getByText(/cannot pay for it: another account pays for it/).waitFor();
  await desk.picture('payer-form');
  await choose('Nordwind Optics');
  await see('The other account pays from the next document on.');
  await page.getByText('Paid for by').first().waitFor();
  await see('Nothing is open on them.');
  await see(/€94\.80 of bills to come go to the account that pays\./);
  await desk.picture('payer-of-branch');
});

test('the firm’s page lists its branches, and leads to all of them', async ({ skip }) => {
  if (!browser) return skip();
  await open(`/accounts/${account.head}`);
  await see('Pays for 2 accounts');
  await see(/As of now €166\.80 to pay/);
  await desk.picture('payer-page');
  await page.getByRole('link', { name: 'All as a list' }).click();
  await see('Paid for by Nordwind Optics');
  await page.getByRole('link', { name: 'Nordwind Kiel' }).waitFor();
  expect(await page.getByRole('link', { name: 'Nordwind Optics' }).count()).toBe(0);
  await desk.picture('payer-list');
  await page.getByText('Paid for by Nordwind Optics').click();
  await page.getByRole('link', { name: 'Nordwind Optics' }).waitFor();
});

test('the proforma and the invoice have the lines branch by branch, with sums', async ({ skip }) => {
  if (!browser) return skip();
  await open(`/accounts/${account.head}/proforma`);
  await see('Sum of Nordwind Kiel');
  await desk.picture('payer-proforma');
  await isp.api.post(`/accounts/${account.kiel}/bill`, { account_id: account.kiel });
  const [invoice] = ((await isp.api.get(`/invoices?account_id=${account.head}`)).items ?? []) as { id: string }[];
  await open(`/invoices/${invoice?.id}`);
  await see('Sum of Nordwind Kiel, €94.80 with tax');
  await desk.picture('payer-invoice');
  await page.getByRole('button', { name: 'Lines of Nordwind Kiel' }).click();
  await see('2 lines');
  expect(await page.getByText('Router').isVisible()).toBe(false);
  await open(`/accounts/${account.kiel}?tab=invoices`);
  await see('On invoices of its payer');
});

test('it pays for itself again', async ({ skip }) => {
  if (!browser) return skip();
  await open(`/accounts/${account.kiel}`);
  await see(/are open on them\./);
  await page.getByRole('button', { name: 'Have it pay for itself' }).click();
  await desk.picture('payer-end');
  await page.getByRole('dialog').getByRole('button', { name: 'Have it pay for itself' }).click();
  await see('It pays for itself.');
  await see(/Paid for by Nordwind Optics/);
  await see('Pays for itself again');
});
