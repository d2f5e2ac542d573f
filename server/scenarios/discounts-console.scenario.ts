/** Discounts and coupons in the console: given, taken off a bill, foreseen, ended; done and seen in a real Chromium. */
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
  stage = await setStage('2026-11-25T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = { kind: 'recurring', code: 'home-30', name: 'Home 30', price_minor: 3000, tax_code: 'VAT20' };
  const { id: plan_id } = await isp.api.post('/plans', plan);
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC', country: 'DE' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, { account_id: account, plan_id });
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

const given = async () => (await isp.api.get(`/discounts?account_id=${account}`)).items ?? [];

test('10 % off a subscription for three periods, given by hand on its page', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/subscriptions/${subscription}`);
  await page.getByText('No discounts').waitFor();
  await page.getByRole('button', { name: 'Give discount' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Give discount' }).click();
  await form.getByText('write what it is called').waitFor();
  await form.getByLabel('Name').fill('Winter offer');
  await form.getByRole('textbox', { name: 'Percent' }).fill('10');
  await form.getByText('So many periods').click();
  await desk.picture('discount-give');
  await form.getByRole('button', { name: 'Give discount' }).click();
  await page.getByText(/^10 % off the price of each period, from .*; nothing taken off so far\.$/).waitFor();
  await page.getByText('running').waitFor();
  expect(await given()).toMatchObject([
    { subscription_id: subscription, percent: '10', from_on: '2026-11-25', to_on: '2027-02-25', base: 'recurring' },
  ]);
});

test('5.00 off the next two bills of the account', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByText('Home 30', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Give discount' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('Sorry');
  await form.getByText('Amount', { exact: true }).click();
  await form.getByRole('textbox', { name: 'Amount' }).fill('5');
  await form.getByText('So many bills').click();
  await form.getByLabel('How many bills').fill('2');
  await form.getByRole('button', { name: 'Give discount' }).click();
  await page.getByText(/^€5\.00 off each bill, .*0 of 2 bills so far; nothing taken off so far\.$/).waitFor();
  await desk.picture('discounts-account');
  expect(await given()).toHaveLength(2);
});

test('the preview says what is taken off, the invoice which discount did', async ({ skip }) => {
  if (!browser) return skip();
  await page.getByRole('button', { name: 'More to do with this account' }).click();
  await page.getByRole('menuitem', { name: 'Make invoice now' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('after €8.00 of discount').waitFor();
  await desk.picture('discount-preview');
  const { invoice_id } = await isp.api.post(`/accounts/${account}/bill`);
  await page.goto(`${isp.url}/invoices/${invoice_id}`);
  const lines = page.getByRole('table', { name: 'Lines' });
  await lines.getByText('€30.00 before discount').waitFor();
  await lines.getByText('Winter offer -€3.00').waitFor();
  await lines.getByText('Sorry -€5.00').waitFor();
  await page.getByText('Please pay €26.40').waitFor();
  await desk.picture('discount-invoice');
});

test('it is ended on the account’s page, where what it took off stands', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByText(/€3\.00 taken off so far/).waitFor();
  await page.getByText(/1 of 2 bills so far; €5\.00 taken off so far/).waitFor();
  await page.getByRole('button', { name: 'End Sorry' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End discount' }).click();
  await page.getByRole('button', { name: 'End Sorry' }).waitFor({ state: 'detached' });
  await page.getByText('over', { exact: true }).waitFor();
  await page.getByText(/ended on the day it began, 1 of 2 bills so far/).waitFor();
  await desk.picture('discount-ended');
  expect(await given()).toMatchObject([
    { name: 'Sorry', ended_on: '2026-11-25' },
    { name: 'Winter offer', ended_on: null },
  ]);
});

test('a coupon is made, changed, redeemed by its code, and says who did', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/coupons`);
  await page.getByText('No coupons yet').waitFor();
  await page.getByRole('button', { name: 'New coupon' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Code').fill('spring');
  await form.getByLabel('Name').fill('Spring offer');
  await form.getByRole('textbox', { name: 'Percent' }).fill('20');
  await form.getByLabel('For how many periods').fill('3');
  await form.getByLabel('By how many accounts').fill('1');
  await desk.picture('coupon-new');
  await form.getByRole('button', { name: 'Make coupon' }).click();
  await page.getByText('20 % off the price of each period for 3 periods; 0 of 1 redeemed.').waitFor();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await form.getByLabel('By how many accounts').fill('100');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/0 of 100 redeemed/).waitFor();
  const coupon = page.url();
  await isp.api.post('/coupons', { code: 'bills', name: 'Off bills', target: 'account', base: 'all', percent: '5' });
  await page.goto(`${isp.url}/subscriptions/${subscription}`);
  await page.getByRole('button', { name: 'Give discount' }).click();
  await form.getByText('By a coupon').click();
  await form.getByLabel('Code').fill('bills');
  await form.getByRole('button', { name: 'Give discount' }).click();
  await form.getByText(/Coupon BILLS does not fit/).waitFor();
  await form.getByLabel('Code').fill('Spring');
  await form.getByRole('button', { name: 'Give discount' }).click();
  await page.getByRole('cell', { name: /^Spring offer/ }).waitFor();
  await page.getByText('after €8.40 of discount').first().waitFor();
  await desk.picture('discounts-subscription');
  await page.goto(coupon);
  await page.getByText(/1 of 100 redeemed/).waitFor();
  await page.getByRole('table', { name: 'coupon-discounts' }).getByText('Ada Byron').waitFor();
  await desk.picture('coupon');
});

test('an account is subscribed with a coupon', async ({ skip }) => {
  if (!browser) return skip();
  const { id } = await isp.api.post('/accounts', { name: 'Bob Bit', zone: 'UTC' });
  await page.goto(`${isp.url}/accounts/${id}`);
  await page.getByRole('button', { name: 'Subscribe' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('combobox', { name: 'Plan' }).click();
  await page.getByRole('option', { name: /Home 30/ }).click();
  await form.getByLabel('Coupon').fill('spring');
  await desk.picture('subscribe-coupon');
  await form.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByText(/^Spring offer · Home 30/).waitFor();
  await page.getByText(/^20 % off the price of each period, from .* to .*; nothing taken off so far\.$/).waitFor();
});

test('a withdrawn coupon is found in the list', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/coupons?q=spring`);
  await page.getByText(/2 of 100 redeemed\.$/).waitFor();
  await desk.picture('coupons');
  await page.getByRole('link', { name: 'SPRING' }).click();
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('button', { name: 'Bring back' }).waitFor();
  await page.goto(`${isp.url}/coupons?state=withdrawn`);
  await page.getByText('withdrawn', { exact: true }).waitFor();
  expect((await isp.api.get('/coupons?state=withdrawn')).items).toMatchObject([{ code: 'SPRING', redeemed: 2 }]);
  expect(desk.faults).toEqual([]);
});
