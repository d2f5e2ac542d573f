/** A line changes hands in the console: looked at beforehand, planned, taken back, done; seen on both accounts. In a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { type Platform, startPlatform } from './platform.ts';

const PASSWORD = 'open sesame 42';

let isp: Platform | undefined;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let url: string;
let seller: string;
let buyer: string;
let line: string;

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  isp = await startPlatform({ now: '2026-11-10T10:00:00Z' });
  ({ url } = isp);
  const { api } = isp;
  await api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const contract = { contract_months: 24, contract_renewal: 'none', early_fee: 'fixed', early_fee_minor: 9900 };
  const plan = await api.post('/plans', {
    code: 'home-30',
    name: 'Home 30',
    price_minor: 3000,
    tax_code: 'VAT20',
    ...contract,
  });
  const addOn = await api.post('/plans', {
    code: 'phone',
    name: 'Telephone',
    price_minor: 500,
    kind: 'add-on',
    tax_code: 'VAT20',
  });
  const open = async (name: string, more = {}) =>
    String((await api.post('/accounts', { name, zone: 'UTC', country: 'DE', ...more })).id);
  seller = await open('Ada Byron');
  buyer = await open('Charles Babbage');
  await open('Dollar Club', { currency: 'USD' });
  const subscribe = async (plan_id: unknown, more: Record<string, unknown>) => {
    const body = { account_id: seller, plan_id, anchor_day: 1, start_on: '2026-11-01', ...more };
    return (await api.post(`/accounts/${seller}/subscriptions`, body)).subscription as { readonly id: string };
  };
  line = (await subscribe(plan.id, { username: 'ada', password: PASSWORD, price_override_minor: 2400 })).id;
  await subscribe(addOn.id, { parent_id: line });
  const loyal = { subscription_id: line, name: 'Loyal customer', percent: '10' };
  await api.post(`/accounts/${seller}/discounts`, loyal);
  await api.post(`/accounts/${seller}/bill`);
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await isp?.stop();
});

const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const ask = async () => {
  await page.getByRole('button', { name: 'More to do with Home 30' }).click();
  await page.getByRole('menuitem', { name: 'Transfer to another account' }).click();
  return page.getByRole('dialog');
};
const choose = async (name: string) => {
  const form = page.getByRole('dialog');
  await form.getByLabel('To account').fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).click();
};

test('what does not fit is said before one saves; what would come of it, for both', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${url}/subscriptions/${line}`);
  const form = await ask();
  await form.getByRole('button', { name: 'Transfer', exact: true }).click();
  await form.getByText('choose an account').waitFor();
  await choose('Dollar Club');
  await form.getByText('The account is billed in USD, this is in EUR.').waitFor();
  await choose('Charles Babbage');
  await form.getByText('Charles Babbage pays from Nov 10, 2026 on. Telephone goes along.').waitFor();
  await form.getByText(/Loyal customer: Charles Babbage pays without/).waitFor();
  // 21 of 30 days of 24.00 and of 5.00, and 20 %: nothing is lost between the two, but the discount.
  const to = form.getByRole('region', { name: 'Charles Babbage' });
  await to.getByText('€20.16').waitFor();
  await desk.picture('transfer-form');
  const from = form.getByRole('region', { name: 'The account that has it' });
  // What was really charged for them: the discount had been taken off.
  await from.getByText('-€18.74').waitFor();
  await form.getByText('Ends', { exact: true }).click();
  await form.getByText('About €99.00 for leaving early').waitFor();
  await form.getByText('Goes on', { exact: true }).click();
});

test('it is planned with the next period, seen by both, and taken back', async ({ skip }) => {
  if (!browser) return skip();
  const form = page.getByRole('dialog');
  await form.getByText('Next period').click();
  await form.getByText(/pays from Dec 1, 2026 on/).waitFor();
  await form.getByLabel('Why', { exact: true }).fill('sold the flat');
  await form.getByRole('button', { name: 'Transfer', exact: true }).click();
  await see('Home 30 goes to Charles Babbage on Dec 1, 2026.');
  await see(/Goes to\s+Charles Babbage\s+on Dec 1, 2026: sold the flat/);
  await see('Goes to another account');
  await desk.picture('transfer-planned');
  await page.goto(`${url}/accounts/${buyer}`);
  await see(/Comes from\s+Ada Byron\s+on Dec 1, 2026/);
  await page.goto(`${url}/subscriptions?tab=transfers`);
  await see('planned');
  await desk.picture('transfers');
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('button', { name: 'Take the transfer back' }).click();
  await see('Home 30 stays with Ada Byron.');
  await see('taken back');
});

test('it is done today: the one account shows what went, the other what came', async ({ skip }) => {
  if (!browser || !isp) return skip();
  await page.goto(`${url}/subscriptions/${line}`);
  const form = await ask();
  await choose('Charles Babbage');
  await form.getByText(/pays from Nov 10, 2026 on/).waitFor();
  await form.getByRole('button', { name: 'Transfer', exact: true }).click();
  await see('Home 30 is Charles Babbage’s now.');
  await see('Went to another account');
  await page.getByRole('link', { name: 'Charles Babbage' }).first().click();
  await see(/Came from\s+Ada Byron/);
  await see(/€24\.00/);
  await desk.picture('transfer-done');
  await page.goto(`${url}/accounts/${seller}?tab=timeline`);
  await see('Went to Charles Babbage: Home 30');
  const { items = [] } = await isp.api.get(`/transfers?account_id=${seller}`);
  expect(items).toMatchObject([{ state: 'done' }, { state: 'taken back' }]);
});
