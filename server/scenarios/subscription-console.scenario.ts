/** What one can do with a subscription, typed and seen in a real Chromium: each is foreseen before it is done, and what is planned is taken back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { type Platform, startPlatform } from './platform.ts';

let isp: Platform | undefined;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let id = '';
let account = '';

const on = () => {
  if (!isp) throw new Error('no platform');
  return isp;
};

beforeAll(async () => {
  browser = await launchBrowser();
  isp = await startPlatform({ now: '2026-05-01T10:00:00Z' });
  const plan = (code: string, name: string, price_minor: number, more: object = {}) =>
    on().api.post('/plans', { kind: 'recurring', code, name, price_minor, ...more });
  const dear = await plan('home-60', 'Home 60', 6000, { hold_fee_minor: 300 });
  await plan('home-10', 'Home 10', 1000, { hold_fee_minor: 300 });
  account = String((await isp.api.post('/accounts', { name: 'Alice Aston', zone: 'UTC' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, { account_id: account, plan_id: dear.id });
  id = (made.subscription as { readonly id: string }).id;
  await isp.api.post(`/accounts/${account}/bill`);
  await isp.turnTo('2026-05-11T10:00:00Z');
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
  await page.goto(`${isp.url}/accounts/${account}`);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await isp?.stop();
});

const subscription = () => on().api.get(`/subscriptions/${id}`);
const dialog = () => page.getByRole('dialog');
const foreseen = () => dialog().getByRole('region', { name: 'What would come of it' });
/** Waits until this stands by itself in what is foreseen. */
const sees = (text: string | RegExp) => foreseen().getByText(text, { exact: true }).first().waitFor();
const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
const submit = async (name: string) => {
  await dialog().getByRole('button', { name, exact: true }).click();
  await dialog().waitFor({ state: 'hidden' });
};
const more = async (item: string) => {
  await press(/^More to do with Home/);
  await page.getByRole('menuitem', { name: item }).click();
};
const choose = async (label: string, option: string | RegExp) => {
  await dialog().getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
  await page.getByRole('option').first().waitFor({ state: 'hidden' });
};
const typeDay = async (label: string, day: string) => {
  const box = dialog().getByRole('textbox', { name: label, exact: true });
  await box.fill(day);
  await box.press('Tab');
};

test('a cheaper plan at once: its credit is seen before it is saved, and is what comes', async ({ skip }) => {
  if (!browser) return skip();
  await press('Change plan');
  await choose('New plan', /^Home 10/);
  await dialog().getByText('A subscriber pays €10.00 a month').waitFor();
  await choose('When', 'now');
  await sees('Today');
  await sees('-€40.65');
  await sees('€6.77');
  await desk.picture('change-now');
  await submit('Change plan');
  await page.getByRole('link', { name: 'Home 10', exact: true }).first().waitFor();
  expect(await subscription()).toMatchObject({ state: 'active', segments: [{}, { price_minor: 1000 }] });
  await on().api.post(`/accounts/${account}/bill`);
  const { items } = await on().api.get(`/credit-notes?account_id=${account}`);
  expect(items).toMatchObject([{ gross_minor: 4065 }]);
}, 120_000);

test('a change is planned for a day, with a price and a billing day of its own, and taken back', async ({ skip }) => {
  if (!browser) return skip();
  await press('Change plan');
  await choose('New plan', /^Home 60/);
  await dialog().getByText('A subscriber pays €60.00 a month').waitFor();
  await choose('When', 'on a day');
  await typeDay('Day', '2026-06-01');
  await dialog().getByLabel('Own price').fill('45.00');
  await dialog().getByLabel('Billing day').fill('15');
  await sees('Jun 15, 2026');
  await desk.picture('change-later');
  await submit('Change plan');
  await page.getByText('From Jun 1, 2026: Home 60 at €45.00').waitFor();
  const planned = { from_on: '2026-06-01', price_minor: 4500, anchor_day: 15 };
  expect(await subscription()).toMatchObject({ segments: [{}, {}, planned] });
  await desk.picture('card-change-planned');
  await press('Take back');
  await page.getByText('From Jun 1, 2026: Home 60 at €45.00').waitFor({ state: 'hidden' });
  expect((await subscription()).segments).toHaveLength(2);
}, 120_000);

test('a pause from today until a day shows, and is ended', async ({ skip }) => {
  if (!browser) return skip();
  await more('Pause');
  await typeDay('Until', '2026-05-21');
  await foreseen().getByText('Home 10: paused').first().waitFor();
  await dialog().getByLabel('Why').fill('abroad');
  await desk.picture('pause');
  await submit('Pause');
  await page.getByText('Paused until May 21, 2026').waitFor();
  const pause = { from_on: '2026-05-11', to_on: '2026-05-21', hold_fee_minor: 300 };
  expect(await subscription()).toMatchObject({ state: 'paused', suspended_for: ['pause'], pauses: [pause] });
  await desk.picture('card-paused');
  await page.goto(`${on().url}/subscriptions?state=paused`);
  await page.getByText('a pause').first().waitFor();
  await desk.picture('list-paused');
  await page.getByRole('link', { name: 'Alice Aston' }).first().click();
  await page.getByRole('heading', { name: 'Past, present and future' }).waitFor();
  await page.getByText('Back from the pause').waitFor();
  await desk.picture('page-paused');
  await press('End the pause');
  await typeDay('Back on', '2026-05-15');
  await sees('Jun 1, 2026');
  await desk.picture('end-pause');
  await typeDay('Back on', '2026-05-11');
  await submit('End the pause');
  await page.getByText('Paused until').waitFor({ state: 'hidden' });
  expect(await subscription()).toMatchObject({ state: 'active', suspended_for: [] });
}, 120_000);

test('a pause is planned, and taken back before it begins', async ({ skip }) => {
  if (!browser) return skip();
  await more('Pause');
  await typeDay('From', '2026-05-20');
  await dialog().getByLabel('Hold fee').fill('1.50');
  await submit('Pause');
  await page.getByText('Pause from May 20, 2026').waitFor();
  const planned = { from_on: '2026-05-20', to_on: null, hold_fee_minor: 150 };
  expect((await subscription()).pauses).toContainEqual(planned);
  await press('End the pause');
  await dialog().getByText('Ended before it begins, it is taken back.').waitFor();
  await submit('End the pause');
  await page.getByText('Pause from May 20, 2026').waitFor({ state: 'hidden' });
  expect(await subscription()).toMatchObject({ state: 'active' });
}, 120_000);

test('an end is planned for a day, shows on page and card, and is kept from coming', async ({ skip }) => {
  if (!browser) return skip();
  await more('End');
  await dialog().getByText('On a day').click();
  await typeDay('Day', '2026-05-21');
  await sees('May 21, 2026');
  await sees(/^-€3\.5[45]$/);
  await desk.picture('end');
  await submit('End the subscription');
  await page.getByText('Ends on May 21, 2026', { exact: true }).waitFor();
  expect(await subscription()).toMatchObject({ state: 'active', ended_on: '2026-05-21' });
  await desk.picture('page-end-planned');
  await page.getByRole('link', { name: 'Alice Aston' }).click();
  await page.getByText('Ends on May 21, 2026', { exact: true }).waitFor();
  await desk.picture('card-end-planned');
  await more('End on another day');
  await dialog().getByText('Its end is planned for May 21, 2026.').waitFor();
  await desk.picture('end-kept');
  await submit('Keep it');
  await page.getByText('Ends on May 21, 2026', { exact: true }).waitFor({ state: 'hidden' });
  expect(await subscription()).toMatchObject({ state: 'active', ended_on: null });
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByRole('heading', { name: 'Past, present and future' }).waitFor();
  await desk.picture('page');
  expect(desk.faults).toEqual([]);
}, 120_000);
