/** Bundles in the console: made with the price divided as one types, sold with a part to choose, seen as one card, taken apart; done and seen in a real Chromium. */
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

const offer = (code: string, name: string, price_minor: number, kind: string, tax_code: string) =>
  isp.api.post('/plans', { code, name, price_minor, kind, tax_code });

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-16T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT19', name: 'VAT 19 %', percent: '19' });
  await isp.api.post('/taxes', { code: 'VAT7', name: 'VAT 7 %', percent: '7' });
  await offer('fibre', 'Fibre 100', 2990, 'internet', 'VAT19');
  await offer('tv', 'TV Basic', 1490, 'tv', 'VAT7');
  await offer('phone', 'Telephone', 500, 'voice', 'VAT19');
  await offer('sport', 'Sport', 990, 'tv', 'VAT7');
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC', country: 'DE' })).id);
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const choose = async (within: Page | ReturnType<Page['getByRole']>, label: string, option: RegExp) => {
  await within.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
};
const part = (n: number) => page.getByRole('group', { name: `Part ${n}` });

test('a bundle is made; its price is divided as one types', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/plans/new`);
  await choose(page, 'Kind of plan', /Bundle/);
  await page.getByText('Sells other plans together').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Home Bundle');
  await choose(part(1), 'Plan', /Fibre 100/);
  await choose(part(2), 'Plan', /TV Basic/);
  await page.getByRole('button', { name: 'Add part' }).click();
  await choose(part(3), 'Plan', /Telephone/);
  await part(3).getByLabel('How many').fill('2');
  await page.getByRole('button', { name: 'Add part' }).click();
  await choose(part(4), 'Plan', /Sport/);
  await part(4).getByLabel('May be left out').check();
  await part(4).getByLabel('It adds to the price').fill('8');
  await page.getByRole('textbox', { name: 'Price of a cycle' }).fill('49.90');
  const shares = page.getByRole('table', { name: 'How the price is divided' });
  await shares.getByText('€27.23').waitFor();
  await shares.getByText('€8.00').waitFor();
  await desk.picture('bundle-new');
  await page.getByText('Parts less a percentage').click();
  await page.getByRole('textbox', { name: 'Less' }).fill('10');
  // 54.80 less a tenth
  await shares.getByText('€49.32').waitFor();
  await page.getByText('A subscriber pays €49.32').waitFor();
  await page.getByText('One price', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Price of a cycle' }).fill('49.90');
  await shares.getByText('€49.90').waitFor();
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByRole('heading', { name: 'Parts' }).waitFor();
  await desk.picture('bundle-plan');
});

test('it is sold with sport and a name to log in by', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/accounts/${account}?do=subscribe`);
  const form = page.getByRole('dialog');
  await choose(form, 'Plan', /Home Bundle/);
  const parts = form.getByRole('group', { name: 'Parts' });
  await parts.getByRole('checkbox', { name: 'Sport' }).check();
  await parts.getByRole('textbox', { name: /Username of Fibre/ }).fill('ada');
  await desk.picture('bundle-sell');
  await form.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByText('The log-in of the new subscription').waitFor();
  await page.keyboard.press('Escape');
  const rows = page.getByRole('list', { name: 'Parts' });
  await rows.getByRole('link', { name: 'Fibre 100' }).waitFor();
  // 49.90 and 8.00
  await page.getByText('€57.90 a month').waitFor();
  await desk.picture('bundle-account');
});

test('sport is taken off on the bundle’s page; a part that always comes with it says whose it is', async ({ skip }) => {
  if (!browser) return skip();
  await isp.api.post(`/accounts/${account}/bill`);
  const { items = [] } = await isp.api.get(`/subscriptions?account_id=${account}&sort=created_at`);
  const bundle = items.find(({ parent_id }) => parent_id === null);
  await page.goto(`${isp.url}/subscriptions/${bundle?.id}`);
  await page.getByRole('button', { name: 'Take Sport off' }).click();
  const form = page.getByRole('dialog');
  await form.getByText('What would come of it').waitFor();
  await form.getByRole('button', { name: 'End the subscription' }).click();
  await page.getByText('Sport has ended.').waitFor();
  await desk.picture('bundle-page');
  await page.getByRole('link', { name: 'Fibre 100' }).first().click();
  await page.getByText('Part of').waitFor();
  expect(await page.getByRole('button', { name: 'Change plan' }).count()).toBe(0);
  await desk.picture('bundle-part');
});

test('the bundle is dissolved after a look at what comes; its parts stand by themselves', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByRole('button', { name: 'More to do with Home Bundle' }).click();
  await page.getByRole('menuitem', { name: 'Dissolve into its parts' }).click();
  const form = page.getByRole('dialog');
  await form.getByText('What would come of it').waitFor();
  await form.getByText('Fibre 100').first().waitFor();
  await desk.picture('bundle-dissolve');
  await form.getByRole('button', { name: 'Dissolve the bundle' }).click();
  await page.getByText('Home Bundle is dissolved').waitFor();
  await page.getByText('€29.90 a month').waitFor();
  await desk.picture('bundle-dissolved');
});
