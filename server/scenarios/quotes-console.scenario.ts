/** Quotes in the console: written, looked at, changed, sent, printed, accepted; declined, revised; found in the list and on the account’s page. In a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { type Platform, startPlatform } from './platform.ts';

let isp: Platform | undefined;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let account: string;

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  isp = await startPlatform({ now: '2026-03-10T08:00:00Z', roles: ['worker'] });
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const bound = { contract_months: 24, contract_renewal: 'monthly', early_fee: 'declining', early_fee_minor: 12_000 };
  const plans = [
    { code: 'home', name: 'Home 100', price_minor: 3100, setup_fee_minor: 4900, ...bound },
    { code: 'phone', name: 'Telephone', kind: 'add-on', price_minor: 500 },
    { code: 'router', name: 'Router', kind: 'one-time', price_minor: 9000 },
  ];
  for (const plan of plans) await isp.api.post('/plans', { tax_code: 'VAT20', ...plan });
  const ada = { name: 'Ada Byron', zone: 'UTC', country: 'DE', street: 'Hafen 1', postal_code: '24103', city: 'Kiel' };
  account = String((await isp.api.post('/accounts', ada)).id);
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await isp?.stop();
});

const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const inDialog = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
const choose = async (group: string, label: string, option: string) => {
  await page.getByRole('group', { name: group }).getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
};
const quotes = async () => (await isp?.api.get(`/quotes?account_id=${account}`))?.items ?? [];

test('a quote is written on the page of an account', async ({ skip }) => {
  if (!browser || !isp) return skip();
  await page.goto(`${isp.url}/quotes`);
  await see('No quotes yet');
  await page.goto(`${isp.url}/accounts/${account}`);
  await see('No quotes');
  await page.getByRole('link', { name: 'New quote' }).click();
  await press('Save draft');
  await see('choose a plan');
  await choose('Service 1', 'Plan', 'Home 100 (home)');
  await page.getByLabel('Username').fill('ada');
  await choose('Service 1', 'Discount', 'percent');
  await page.getByLabel('Its name').fill('Welcome');
  await page.getByLabel('Percent').fill('50');
  await page.getByLabel('For how many periods').fill('1');
  await press('Add service');
  await choose('Service 2', 'Plan', 'Telephone (phone)');
  await choose('Service 2', 'On top of', 'Home 100, service 1 of this quote');
  await page.getByRole('group', { name: 'Service 2' }).getByRole('textbox', { name: 'How many' }).fill('2');
  await press('Add charge');
  await choose('Charge 1', 'Sold once', 'Router (router)');
  await page.getByLabel('Starts on').fill('2026-03-16');
  await page.getByLabel('Billed on day of the month').fill('1');
  await page.getByLabel('Words to the customer').fill('Welcome on board.');
  await desk.picture('quote-form');
  await press('Save draft');
  await page.getByRole('heading', { name: 'Draft of a quote' }).waitFor();
  await see('Leaving earlier costs €115.00 at most.');
  // Set-up 49.00, 16/31 of 15.50 and of 2 × 5.00, router 90.00; and 20 %.
  await see('€182.59');
  await desk.picture('quote-draft');
  expect(await quotes()).toMatchObject([{ state: 'draft', number: null }]);
});

test('it is changed, and sent', async ({ skip }) => {
  if (!browser) return skip();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('group', { name: 'Service 2' }).getByLabel('Price of one').fill('4');
  await press('Save draft');
  await page.getByRole('heading', { name: 'Draft of a quote' }).waitFor();
  await see('€181.36');
  await press('Mark as sent');
  await inDialog('Mark as sent');
  await page.getByRole('heading', { name: 'Quote Q-2026-000001' }).first().waitFor();
  await desk.picture('quote-sent');
  expect(await quotes()).toMatchObject([{ state: 'sent', number: 'Q-2026-000001', first_minor: 18_136 }]);
});

test('the customer declines, and gets another in its place', async ({ skip }) => {
  if (!browser) return skip();
  await press('Declined');
  await page.getByLabel('Why').fill('without the telephone');
  await inDialog('Note it');
  await see('without the telephone');
  await page.getByRole('link', { name: 'Revise' }).click();
  await page.getByRole('button', { name: 'Remove Service 2' }).click();
  await press('Save draft');
  await page.getByRole('heading', { name: 'Draft of a quote' }).waitFor();
  await press('Mark as sent');
  await inDialog('Mark as sent');
  await see('Q-2026-000002');
});

test('it is accepted: the log-in is shown once, the subscription says which quote', async ({ skip }) => {
  if (!browser || !isp) return skip();
  await press('Accept');
  await see('The first bill comes on Mar 16, 2026: €176.40.');
  await desk.picture('quote-accept');
  await inDialog('Accept');
  await see('Password of ada');
  await press('I have copied it');
  await see('Services that were ordered');
  await desk.picture('quote-accepted');
  await page.getByRole('link', { name: 'the subscription' }).click();
  await page.getByRole('link', { name: 'Quote Q-2026-000002' }).waitFor();
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByRole('link', { name: 'by a quote' }).waitFor();
  await desk.picture('quote-account');
});

test('the invoice says which quote its lines come of', async ({ skip }) => {
  if (!browser || !isp) return skip();
  await isp.turnTo('2026-03-16T06:00:00Z');
  const [invoice] = (await isp.api.get(`/invoices?account_id=${account}`)).items ?? [];
  expect(invoice).toMatchObject({ gross_minor: 17_640 });
  await page.goto(`${isp.url}/invoices/${invoice?.id}`);
  await page.getByRole('link', { name: 'Q-2026-000002' }).waitFor();
  await see(': lines 1, 2 and 3.');
});

test('quotes are found by number and state, draft subscriptions are a list of their own', async ({ skip }) => {
  if (!browser || !isp) return skip();
  const plan = (await isp.api.get('/plans?q=home')).items?.[0];
  await isp.api.post(`/accounts/${account}/quotes`, { lines: [{ plan_id: plan?.id }], words: 'Another.' });
  await page.goto(`${isp.url}/quotes`);
  await see('Q-2026-000001');
  await desk.picture('quotes');
  await page.goto(`${isp.url}/quotes?state=accepted`);
  await see('Q-2026-000002');
  expect(await page.getByText('Q-2026-000001').count()).toBe(0);
  await page.goto(`${isp.url}/quotes?number=Q-9`);
  await see(/Nothing matches|No match/);
  await page.goto(`${isp.url}/quotes?tab=drafts`);
  await see('not sent');
  await desk.picture('drafts');
  await page.getByRole('cell', { name: 'not sent' }).click();
  await page.getByRole('heading', { name: 'Draft of a quote' }).waitFor();
  await press('Throw away');
  await inDialog('Throw away');
  await see('The draft is thrown away.');
  expect(await quotes()).toHaveLength(2);
  // What the page had asked of the draft may come when it is gone.
  const late = /status of 404 .*\/api\/v1\/quotes\/[^/]+$/;
  expect(desk.faults.filter((fault) => !late.test(fault))).toEqual([]);
});
