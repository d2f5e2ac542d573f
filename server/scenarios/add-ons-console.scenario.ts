/** Plans by kind, add-ons with a quantity and one-off charges in the console: made, foreseen, changed, ended, billed; done and seen in a real Chromium. */
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
let subscription: string;

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-16T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = { code: 'home-30', name: 'Home 30', price_minor: 3000, tax_code: 'VAT20' };
  const { id: plan_id } = await isp.api.post('/plans', plan);
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC', country: 'DE' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, { plan_id, anchor_day: 1 });
  subscription = (made.subscription as { readonly id: string }).id;
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const subscriptions = async () =>
  (await isp.api.get(`/subscriptions?account_id=${account}&sort=created_at`)).items ?? [];

const choose = async (label: string, option: RegExp) => {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
};

test('an add-on that goes on one plan, and something that is paid once, are put on sale', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/plans/new`);
  await choose('Kind of plan', /Add-on/);
  await page.getByText('Goes on top of a subscription').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Telephone');
  await page.getByRole('textbox', { name: 'Price of a cycle' }).fill('3');
  await page.getByRole('combobox', { name: 'Goes on' }).click();
  await page.getByRole('option', { name: /Home 30/ }).click();
  await page.keyboard.press('Escape');
  await desk.picture('add-on-plan-new');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByText('It goes on Home 30 (home-30).').waitFor();
  await desk.picture('add-on-plan');
  await page.goto(`${isp.url}/plans/new`);
  await choose('Kind of plan', /Paid once/);
  await page.getByRole('textbox', { name: 'Name' }).fill('Router');
  await page.getByRole('textbox', { name: 'Price', exact: true }).fill('49');
  await page.getByText('It costs €49.00 once').waitFor();
  await desk.picture('one-time-plan-new');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByText('Paid once').waitFor();
  await page.goto(`${isp.url}/plans?kind=add-on`);
  await page.getByRole('link', { name: 'Telephone' }).waitFor();
  expect(await page.getByText('Router').count()).toBe(0);
});

test('ten telephones are added on the page of a subscription, after a look at what comes', async ({ skip }) => {
  if (!browser) return skip();
  await isp.api.post(`/accounts/${account}/bill`);
  await page.goto(`${isp.url}/subscriptions/${subscription}`);
  await page.getByText('No add-ons').waitFor();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await form.getByText('choose an add-on').waitFor();
  await choose('Add-on', /Telephone/);
  await form.getByLabel('How many').fill('10');
  await form.getByText('10 × Telephone').first().waitFor();
  // 15 of November's 30 days of 10 × 3.00, and VAT.
  await form.getByText('€18.00').waitFor();
  await desk.picture('add-on-add');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('link', { name: '10 × Telephone' }).waitFor();
  await page.getByText('10 × €3.00 a month').waitFor();
  await desk.picture('add-on-subscription');
  const addOn = (await subscriptions()).find(({ id }) => id !== subscription);
  expect(addOn).toMatchObject({ parent_id: subscription, anchor_day: 1 });
  await isp.api.post(`/accounts/${account}/bill`);
});

test('four of them are left with the next period, and the account’s page says what is on top of what', async ({
  skip,
}) => {
  if (!browser) return skip();
  await page.getByRole('button', { name: 'Change Telephone' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('How many').fill('4');
  await form.getByText('4 × Telephone').first().waitFor();
  await desk.picture('add-on-change');
  await form.getByRole('button', { name: 'Change', exact: true }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: '10 × Telephone' }).click();
  await page.getByText('On top of').waitFor();
  await page.getByText('From Dec 1, 2026: 4 × Telephone').waitFor();
  await desk.picture('add-on-page');
  await page.goto(`${isp.url}/accounts/${account}`);
  const addOns = page.getByRole('list', { name: 'Add-ons' });
  await addOns.getByRole('link', { name: '10 × Telephone' }).waitFor();
  await desk.picture('add-on-account');
});

test('two routers are charged, one is written by hand and cancelled; the bill takes what waits', async ({ skip }) => {
  if (!browser) return skip();
  await page.getByText('No charges').waitFor();
  await page.getByRole('button', { name: 'Charge once' }).click();
  const form = page.getByRole('dialog');
  await choose('Plan', /Router/);
  await form.getByLabel('How many').fill('2');
  await desk.picture('charge-new');
  await form.getByRole('button', { name: 'Charge', exact: true }).click();
  const charges = page.getByRole('table', { name: 'charges' });
  await charges.getByText('2 × €49.00').waitFor();
  await page.getByRole('button', { name: 'Charge once' }).click();
  await form.getByText('By hand').click();
  await form.getByLabel('What for').fill('A visit');
  await form.getByRole('textbox', { name: 'Price of one' }).fill('-80');
  await form.getByRole('button', { name: 'Charge', exact: true }).click();
  await form.getByText(/not negative|more than zero/).waitFor();
  await form.getByRole('textbox', { name: 'Price of one' }).fill('80');
  await form.getByRole('button', { name: 'Charge', exact: true }).click();
  await charges.getByText('A visit').waitFor();
  await page.getByRole('button', { name: 'Cancel A visit' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the charge' }).click();
  await charges.getByText('cancelled').waitFor();
  await desk.picture('charges');
  const { invoice_id } = await isp.api.post(`/accounts/${account}/bill`);
  const { number } = await isp.api.get(`/invoices/${invoice_id}`);
  await charges.getByRole('link', { name: String(number) }).click();
  const lines = page.getByRole('table', { name: 'Lines' });
  await lines.getByText('Router').waitFor();
  await lines.getByText('€98.00').waitFor();
  await desk.picture('charge-invoice');
});

test('with its subscription an add-on ends', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/subscriptions/${subscription}`);
  await page.getByRole('button', { name: 'More to do with Home 30' }).click();
  await page.getByRole('menuitem', { name: 'End' }).click();
  const form = page.getByRole('dialog');
  await form.getByText('Given back: Telephone').waitFor();
  await form.getByRole('button', { name: 'End the subscription' }).click();
  await page.getByRole('list', { name: 'Add-ons' }).getByText('ended', { exact: true }).waitFor();
  await desk.picture('add-on-ended');
  expect(await subscriptions()).toMatchObject([{ state: 'ended' }, { state: 'ended' }]);
  expect(desk.faults).toEqual([]);
});
