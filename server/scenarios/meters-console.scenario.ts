/** Metered services in the console: a meter is made, a plan charges by it, a file of calls is imported, a bill is proven; done and seen in a real Chromium. */
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
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const choose = async (label: string, option: string) => {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

test('a meter is made, and one that stands there already is refused', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/meters`);
  await page.getByText('No meters yet').waitFor();
  await desk.picture('meters-none');
  await page.getByRole('button', { name: 'New meter' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Make meter' }).click();
  await form.getByText('write what it is called; the invoice says it').waitFor();
  await form.getByLabel('Name').fill('Calls');
  await form.getByLabel('Code').fill('voice');
  await form.getByLabel('Unit').fill('min');
  await form.getByLabel('Made of').fill('60');
  await desk.picture('meter-new');
  await form.getByRole('button', { name: 'Make meter' }).click();
  await page.getByText('In min, of 60 counted things each; the sum of the records of a period is billed.').waitFor();
  await page.getByText('Nothing recorded yet').waitFor();
  expect((await isp.api.get('/meters')).items).toMatchObject([{ code: 'voice', unit_code: 'min', unit_size: 60 }]);
  await isp.api.post('/meters', { code: 'sms', name: 'Messages', unit_code: 'SMS', aggregation: 'count' });
  await page.goto(`${isp.url}/meters`);
  await page.getByRole('link', { name: 'sms' }).waitFor();
  await desk.picture('meters');
});

test('a plan charges by it: by steps, with minutes included and a minimum', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/plans/new`);
  await page.getByRole('combobox', { name: 'Kind of plan' }).click();
  await page.getByRole('option', { name: 'Another service' }).click();
  await page.getByLabel('Name').fill('Voice 100');
  await page.getByLabel('Price of a cycle').fill('10');
  await page.getByRole('button', { name: 'Add metered service' }).click();
  const part = page.getByRole('group', { name: 'Metered service 1' });
  await choose('Meter', 'Calls');
  await choose('What it costs', 'By steps');
  await part.getByRole('button', { name: 'Add price step' }).waitFor();
  await page.getByRole('button', { name: 'Make plan' }).click();
  await part.getByText('write more than 0').waitFor();
  await part.getByLabel('Included').fill('100');
  const step = (n: number) => part.getByRole('group', { name: `Price step ${n}` });
  await step(1).getByRole('textbox', { name: 'Up to' }).fill('60');
  await step(1).getByRole('textbox', { name: 'Price' }).fill('0.10');
  await step(2).getByRole('textbox', { name: 'Price' }).fill('0.05');
  await part.getByLabel('At least, a period').fill('8');
  const sentence =
    'Calls: 100 min included, then €0.10 per min up to 60 min more, €0.05 above, at least €8.00 a period';
  await page.getByText(sentence).waitFor();
  await desk.picture('plan-meters');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByRole('heading', { name: 'Voice 100' }).waitFor();
  await page.getByText(sentence).first().waitFor();
  await desk.picture('plan-of-meters');
  const [plan] = (await isp.api.get('/plans')).items ?? [];
  expect(plan).toMatchObject({
    current: {
      meter_charges: [
        {
          meter: 'voice',
          model: 'graduated',
          included_units: 100,
          minimum_minor: 800,
          tiers: [
            { up_to: '60', unit_price_minor: '10' },
            { up_to: null, unit_price_minor: '5' },
          ],
          partial: 'exact',
        },
      ],
    },
  });
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC', country: 'DE' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, {
    account_id: account,
    plan_id: plan?.id,
    start_on: '2026-10-25',
  });
  subscription = (made.subscription as { readonly id: string }).id;
});

test('new terms of a plan begin from what it charges', async ({ skip }) => {
  if (!browser) return skip();
  await page.getByRole('button', { name: 'New terms' }).click();
  const form = page.getByRole('dialog');
  await choose('What it costs', 'By packages');
  await form.getByLabel('Units in a package').fill('50');
  await form.getByLabel('Price of a package').fill('2.00');
  await form.getByText(/Calls: 100 min included, then €2\.00 for each begun 50 min/).waitFor();
  await desk.picture('plan-meters-version');
  await form.getByRole('button', { name: 'Cancel' }).click();
});

test('a subscription gets a number', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/subscriptions/${subscription}`);
  await page.getByRole('button', { name: 'Set numbers' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Numbers').fill('+49301111');
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: 'Set numbers' }).click();
  await page.getByText('Known by +49301111').waitFor();
});

const FILE = [
  'Call-ID;Caller;Start;Seconds;Called',
  'c1;+49301111;2026-11-10 09:00:00;6000;+4930222',
  'c2;+49301111;2026-11-10 09:30:00;x;+4930222',
  'c3;+4930000;2026-11-10 09:40:00;60;+4930222',
  'c4;+49301111;2026-11-10 09:50:00;4200;+4930333',
].join('\n');

test('a file of calls is looked at, recorded, and recorded once', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/meters`);
  await page.getByRole('link', { name: 'Import use' }).click();
  await page.getByRole('heading', { name: 'Import use' }).waitFor();
  await desk.picture('usage-import-none');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'calls.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
  await choose('Meter of all rows', 'Calls');
  await choose('Time zone', 'UTC');
  await choose('Kept with the record', 'Called');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Look at it first' }).click();
  await page.getByText('2 rows would be recorded, 2 refused.').waitFor();
  const wrong = page.getByRole('table', { name: 'What is wrong, by line' });
  await wrong.getByText('no subscription has the id, number or log-in name +4930000').waitFor();
  expect(await wrong.getByRole('row').nth(1).textContent()).toMatch(/^3quantity: /);
  await desk.picture('usage-import');
  expect((await isp.api.get('/usage-records?meter=voice')).items).toEqual([]);
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByText('2 rows recorded, 2 refused.').waitFor();
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByText('0 rows recorded, 2 there already, 2 refused.').waitFor();
  await page.goto(`${isp.url}/subscriptions/${subscription}`);
  await page.getByRole('table', { name: 'usage-records' }).getByText('100 min', { exact: true }).waitFor();
  await desk.picture('usage-of-subscription');
  await page.goto(`${isp.url}/meters`);
  await page.getByRole('link', { name: 'voice', exact: true }).click();
  await page.getByRole('table', { name: 'usage-records' }).getByText('70 min', { exact: true }).waitFor();
  await page.getByText('Ada Byron').first().waitFor();
  await desk.picture('meter');
});

test('its line on the bill is proven by its records', async ({ skip }) => {
  if (!browser) return skip();
  const { invoice_id } = await isp.api.post(`/accounts/${account}/bill`);
  // Two periods of the plan; 60 min at 0.10, 10 at 0.05, and what is missing to 8.00.
  expect(await isp.api.get(`/invoices/${invoice_id}`)).toMatchObject({ net_minor: 2800 });
  await page.goto(`${isp.url}/invoices/${invoice_id}`);
  const lines = page.getByRole('table', { name: 'Lines' });
  await lines.getByText(/minimum commitment: 8\.00 less 6\.50 used/).waitFor();
  await lines.getByRole('button', { name: 'Where it comes from' }).first().click();
  await lines.getByText('2 records sum to 10,200 (170 min); 10,200 (170 min) of 2 records were rated.').waitFor();
  await lines.getByText('the sum is right').waitFor();
  await lines.getByText('Called: +4930333').waitFor();
  await desk.picture('meter-line');
  expect(desk.faults).toEqual([]);
});
