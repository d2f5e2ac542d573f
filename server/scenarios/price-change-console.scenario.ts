/** New terms for running subscriptions in the console: seen before they are published, planned, taken back; a contract, what leaving it costs, and that this is waived; in a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { type Platform, startPlatform } from './platform.ts';

const LONG_MS = 120_000;
const NAMES = ['Ada Byron', 'Bob Bit', 'Cora Cable', 'Dan Duct'];

let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let plan = '';
const subscriptions: Record<string, string> = {};

const subscribe = async (name: string, plan_id: string, more: object = {}) => {
  const account_id = String((await isp.api.post('/accounts', { name, zone: 'UTC' })).id);
  const body = { account_id, plan_id, ...more };
  const made = await isp.api.post(`/accounts/${account_id}/subscriptions`, body);
  subscriptions[name] = (made.subscription as { readonly id: string }).id;
};

beforeAll(async () => {
  browser = await launchBrowser();
  isp = await startPlatform({ now: '2026-05-11T10:00:00Z' });
  const home = { kind: 'recurring', code: 'home-30', name: 'Home 30', price_minor: 3000 };
  plan = String((await isp.api.post('/plans', home)).id);
  for (const name of NAMES) await subscribe(name, plan);
  await subscribe('Eve Ether', plan, { price_override_minor: 2500 });
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
}, LONG_MS);
afterAll(async () => {
  await browser?.close();
  await isp?.stop();
});

const dialog = () => page.getByRole('dialog');
const typeDay = async (label: string, day: string) => {
  const box = dialog().getByRole('textbox', { name: label, exact: true });
  await box.fill(day);
  await box.press('Tab');
};

test(
  'new terms for running subscriptions: whom they hit is seen, then they are published',
  async ({ skip }) => {
    if (!browser) return skip();
    await page.goto(`${isp.url}/plans/${plan}`);
    await page.getByText('No price changes').waitFor();
    await page.getByRole('button', { name: 'New terms' }).click();
    await dialog().getByText('Running ones too').click();
    await dialog().getByText('This cannot be published').waitFor();
    await typeDay('Holds from', '2026-07-01');
    await dialog().getByLabel('Price of a cycle').fill('33');
    const hits = dialog().getByRole('region', { name: 'Whom it hits' });
    await hits.getByText(/^It hits 4 subscriptions of 4 accounts, .* on Jul 11, 2026\.$/).waitFor();
    await hits.getByText('Left alone: 1 have a price of their own.').waitFor();
    await hits.getByText('€120.00 before, €132.00 after (+€12.00)').waitFor();
    await hits.getByRole('cell', { name: 'Ada Byron' }).waitFor();
    expect((await isp.api.get('/price-changes')).items).toEqual([]);
    await hits.scrollIntoViewIfNeeded();
    await desk.picture('price-preview');
    await dialog().getByRole('button', { name: 'Publish version 2' }).click();
    await page.getByRole('heading', { name: 'Home 30 from Jul 1, 2026' }).waitFor();
    await page.getByText('planned', { exact: true }).waitFor();
    await page.getByText('Ada Byron').waitFor();
    await desk.picture('price-change');
    await page.getByText('Ada Byron').click();
    await page.getByText('From Jul 11, 2026: Home 30 now at €33.00, by a price change').waitFor();
    expect(await page.getByRole('button', { name: 'Take back' }).count()).toBe(0);
    await desk.picture('price-change-subscription');
  },
  LONG_MS,
);

test(
  'it is taken back for all, and its terms are sold to nobody',
  async ({ skip }) => {
    if (!browser) return skip();
    await page.goto(`${isp.url}/plans/${plan}`);
    await page.getByRole('table', { name: 'price-changes' }).getByText('planned', { exact: true }).waitFor();
    await desk.picture('price-changes');
    await page.getByRole('table', { name: 'price-changes' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Take back' }).click();
    await dialog()
      .getByText(/^4 subscriptions that do not have it yet keep the terms they have\./)
      .waitFor();
    await dialog().getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('taken back', { exact: true }).waitFor();
    await page.getByText('It was taken back in time.').waitFor();
    await desk.picture('price-change-taken-back');
    await page.goto(`${isp.url}/plans/${plan}`);
    await page.getByText('taken back', { exact: true }).first().waitFor();
    await page.getByText('A subscriber pays €30.00 a month').waitFor();
  },
  LONG_MS,
);

test(
  'a plan that binds is made, and its contract stands on the subscription’s page',
  async ({ skip }) => {
    if (!browser) return skip();
    await page.goto(`${isp.url}/plans/new`);
    await page.getByRole('combobox', { name: 'Kind of plan' }).click();
    await page.getByRole('option', { name: 'Another service' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Bound 20');
    await page.getByLabel('Price of a cycle').fill('20');
    await page.getByLabel('Bound for').fill('24');
    await page.getByRole('combobox', { name: 'Then follows' }).click();
    await page.getByRole('option', { name: 'month by month' }).click();
    await page.getByRole('combobox', { name: 'Leaving earlier costs' }).click();
    await page.getByRole('option', { name: 'an amount that gets less each month' }).click();
    await page.getByRole('textbox', { name: 'Fee', exact: true }).fill('240');
    await page.getByLabel(/^Price guaranteed/).check();
    await page.getByText(/leaving earlier costs €240\.00, less for each month that is over/).waitFor();
    await desk.picture('plan-bound');
    await page.getByRole('button', { name: 'Make plan' }).click();
    await page.getByRole('heading', { name: 'Bound 20' }).waitFor();
    await page.getByText('24 months, then month by month, price guaranteed', { exact: true }).waitFor();
    const bound = (await isp.api.get('/plans?q=bound-20')).items?.[0];
    await subscribe('Finn Fibre', String(bound?.id), { start_on: '2026-03-11' });
    await page.goto(`${isp.url}/subscriptions/${subscriptions['Finn Fibre']}`);
    await page.getByRole('heading', { name: 'Contract' }).waitFor();
    await page.getByText('Mar 11, 2028').waitFor();
    await page.getByText('€220.00').waitFor();
    await desk.picture('contract');
  },
  LONG_MS,
);

test(
  'whoever ends it sees what that costs, and waives it',
  async ({ skip }) => {
    if (!browser) return skip();
    await page.getByRole('button', { name: /^More to do with Bound/ }).click();
    await page.getByRole('menuitem', { name: 'End' }).click();
    await dialog().getByText('€220.00 for leaving early').waitFor();
    await dialog().getByText('On a day').click();
    await typeDay('Day', '2026-06-20');
    await dialog().getByText('€200.00 for leaving early').waitFor();
    await dialog().getByText('Bound 20: end before the contract’s').first().waitFor();
    await desk.picture('end-fee');
    await dialog().getByLabel('Do not charge it').check();
    await dialog().getByRole('button', { name: 'End the subscription' }).click();
    await dialog().getByText('write why').waitFor();
    await dialog().getByLabel('Why').fill('moved abroad');
    await desk.picture('end-fee-waived');
    await dialog().getByRole('button', { name: 'End the subscription' }).click();
    await page.getByText('Ends on Jun 20, 2026; €200.00 by its contract are not charged: moved abroad').waitFor();
    const ended = { end_fee_minor: 20_000, end_fee_waived: 'moved abroad', ended_on: '2026-06-20' };
    expect(await isp.api.get(`/subscriptions/${subscriptions['Finn Fibre']}`)).toMatchObject(ended);
  },
  LONG_MS,
);

test(
  'another plan asks whether the contract goes on, and takes a price of its own',
  async ({ skip }) => {
    if (!browser) return skip();
    await page.getByRole('button', { name: 'Change plan' }).click();
    await dialog().getByRole('combobox', { name: 'New plan' }).click();
    await page.getByRole('option', { name: /^Home 30/ }).click();
    await dialog().getByText('bound until Mar 11, 2028').waitFor();
    await dialog().getByText('Begins anew').last().click();
    await dialog().getByText('it is bound no more').waitFor();
    await dialog().getByLabel('Own price').fill('28');
    await desk.picture('change-contract');
    await dialog().getByRole('button', { name: 'Change plan' }).click();
    await page.getByText('its own').first().waitFor();
    await desk.picture('own-price');
    expect(desk.faults).toEqual([]);
  },
  LONG_MS,
);
