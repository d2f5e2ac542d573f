/** Areas in the console: made, put on a plan, asked about by address; a plan that is not sold somewhere says so, and is sold all the same with a reason. */
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
let radio: string;
let account: string;

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-16T10:00:00Z');
  ({ isp } = stage);
  const plan = { code: 'radio', name: 'Radio 50', price_minor: 2990, kind: 'recurring' };
  radio = String((await isp.api.post('/plans', plan)).id);
  await isp.api.post('/plans', { code: 'fibre', name: 'Fibre 100', price_minor: 3990, kind: 'recurring' });
  const address = { country: 'DE', postal_code: '20095', city: 'Hamburg' };
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC', ...address })).id);
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

test('an area is made and a plan sold only there', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/areas`);
  await page.getByText('No areas yet').waitFor();
  await page.getByRole('button', { name: 'New area' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Name' }).fill('The coast');
  await form.getByRole('textbox', { name: /^Code/ }).fill('coast');
  const place = form.getByRole('group', { name: 'Place 1' });
  expect(await place.getByRole('combobox', { name: 'Country' }).inputValue()).toBe('Germany');
  await place.getByRole('textbox', { name: 'Postal codes' }).fill('25800–25899');
  await desk.picture('area-new');
  await form.getByRole('button', { name: 'Save area' }).click();
  await page.getByText('DE 25800–25899').waitFor();
  await desk.picture('areas');
  await page.goto(`${isp.url}/plans/${radio}`);
  await page.getByRole('button', { name: 'Sold in' }).click();
  await page.getByRole('dialog').getByRole('combobox', { name: 'Areas' }).click();
  await page.getByRole('option', { name: 'The coast' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('It is sold only in The coast.').waitFor();
});

test('what is sold at an address', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/availability?country=DE&postal_code=25813`);
  const table = page.getByRole('table', { name: 'What is sold there' });
  await table.getByText('sold here').nth(1).waitFor();
  await page.getByRole('textbox', { name: 'Postal code' }).fill('20095');
  await table.getByText('sold only in The coast').waitFor();
  await desk.picture('availability');
});

test('where a plan is not sold, the form says so; with a reason it is sold all the same', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/accounts/${account}?do=subscribe`);
  const form = page.getByRole('dialog');
  await form.getByRole('combobox', { name: 'Plan' }).click();
  const options = page.getByRole('option');
  await options.filter({ hasText: 'sold only in The coast' }).waitFor();
  expect(await options.first().textContent()).toContain('Fibre 100');
  await options.filter({ hasText: 'Radio 50' }).click();
  await form.getByText('Not sold at this address').waitFor();
  await desk.picture('area-subscribe');
  await form.getByRole('button', { name: 'Subscribe' }).click();
  await form.getByText('Plan radio is not sold at 20095 Hamburg, DE').waitFor();
  await form.getByRole('textbox', { name: 'Why it is sold all the same' }).fill('A mast is in sight');
  await form.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByText('Subscribed and active.').waitFor();
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByText('A mast is in sight').waitFor();
});
