/** A billing clerk's month, all of it in a real Chromium: a price change, a plan change, a pause, a credit note, a dry run, a bill held, the rest issued, the held one put right and released, and the books closed. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

const LONG_MS = 180_000;

let stage: Stage | undefined;
let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
const plans: Record<string, string> = {};
const accounts: Record<string, string> = {};
const subscriptions: Record<string, string> = {};

const subscribe = async (name: string, plan: string) => {
  const account_id = String((await isp.api.post('/accounts', { name, zone: 'UTC', country: 'DE' })).id);
  const body = { account_id, plan_id: plans[plan], anchor_day: 1 };
  const made = await isp.api.post(`/accounts/${account_id}/subscriptions`, body);
  accounts[name] = account_id;
  subscriptions[name] = (made.subscription as { readonly id: string }).id;
};

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-05-01T08:00:00Z');
  ({ isp } = stage);
  const [entity] = (await isp.api.get('/legal-entities')).items ?? [];
  await isp.api.patch(`/legal-entities/${entity?.id}`, { payment_days: 90 });
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  for (const [name, price_minor] of [
    ['Home 30', 3000],
    ['Home 90', 9000],
  ] as const) {
    const code = name.toLowerCase().replace(' ', '-');
    const made = await isp.api.post('/plans', { kind: 'recurring', code, name, price_minor, tax_code: 'VAT20' });
    plans[name] = String(made.id);
  }
  for (const name of ['Anna Ahlers', 'Bernd Brandt', 'Clara Claasen', 'Dirk Dohrn', 'Elke Ebsen'])
    await subscribe(name, 'Home 30');
  await isp.turnTo('2026-05-11T09:00:00Z');
  if (!browser) return;
  desk = await openConsole(isp, browser, { timezoneId: 'UTC' });
  page = desk.page;
  await desk.signIn();
}, LONG_MS);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const dialog = () => page.getByRole('dialog');
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const submit = async (name: string) => {
  await dialog().getByRole('button', { name, exact: true }).click();
  await dialog().waitFor({ state: 'hidden' });
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
const openAccount = (name: string) => page.goto(`${isp.url}/accounts/${accounts[name]}`);
const invoicesOf = async (name: string) => (await isp.api.get(`/invoices?account_id=${accounts[name]}`)).items ?? [];

test(
  'the price of Home 30 goes up in June, for those who have it too: she sees whom it hits before it is published',
  async ({ skip }) => {
    if (!browser) return skip();
    await page.goto(`${isp.url}/plans/${plans['Home 30']}`);
    await press('New terms');
    await dialog().getByText('Running ones too').click();
    await typeDay('Holds from', '2026-06-01');
    await dialog().getByLabel('Price of a cycle').fill('33');
    const hits = dialog().getByRole('region', { name: 'Whom it hits' });
    await hits.getByText(/^It hits 5 subscriptions of 5 accounts, .* on Jun 1, 2026\.$/).waitFor();
    await hits.getByText('€150.00 before, €165.00 after (+€15.00)').waitFor();
    await press('Publish version 2');
    await page.getByRole('heading', { name: 'Home 30 from Jun 1, 2026' }).waitFor();
    await page.getByText('planned', { exact: true }).waitFor();
    await desk.picture('clerk-price-change');
  },
  LONG_MS,
);

test(
  'Anna moves to Home 90 at once; what is due comes as an invoice, less what she did not use',
  async ({ skip }) => {
    if (!browser) return skip();
    await openAccount('Anna Ahlers');
    await press('Change plan');
    await choose('New plan', /^Home 90/);
    await choose('When', 'now');
    const foreseen = dialog().getByRole('region', { name: 'What would come of it' });
    await foreseen.getByText('€73.16', { exact: true }).first().waitFor();
    await submit('Change plan');
    await page.getByRole('link', { name: 'Home 90', exact: true }).first().waitFor();
    await isp.turnTo('2026-05-12T09:00:00Z');
    const [fresh] = await invoicesOf('Anna Ahlers');
    // 21 of 31 days of 90.00, with 20 % tax.
    expect(fresh).toMatchObject({ issued_on: '2026-05-12', net_minor: 6097, gross_minor: 7316 });
    expect((await isp.api.get(`/credit-notes?account_id=${accounts['Anna Ahlers']}`)).items).toMatchObject([
      { net_minor: 2032 },
    ]);
  },
  LONG_MS,
);

test(
  'Bernd pauses from the 21st until the 11th of June',
  async ({ skip }) => {
    if (!browser) return skip();
    await openAccount('Bernd Brandt');
    await press(/^More to do with Home 30/);
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await typeDay('From', '2026-05-21');
    await typeDay('Until', '2026-06-11');
    await dialog().getByLabel('Why').fill('on a journey');
    await submit('Pause');
    await page.getByText('Pause from May 21, 2026').waitFor();
  },
  LONG_MS,
);

test(
  'Clara gets 10.00 back of her invoice',
  async ({ skip }) => {
    if (!browser) return skip();
    const [invoice] = await invoicesOf('Clara Claasen');
    await page.goto(`${isp.url}/invoices/${invoice?.id}`);
    await page.getByText('Please pay €36.00').waitFor();
    await press('Credit');
    await dialog().getByLabel('Home 30', { exact: true }).fill('10.00');
    await dialog().getByLabel('Reason').fill('Slow for a week');
    await press('Make credit note');
    await page.getByRole('heading', { level: 1, name: /^Credit note / }).waitFor();
    await page.getByText('€12.00 is given back.').waitFor();
  },
  LONG_MS,
);

const classes = () => page.getByRole('table', { name: 'What the run found, by class' });
const found = () => page.getByRole('table', { name: 'bill-findings' });

test(
  'on the evening before June a dry run shows the month: a price typed wrong is held, the rest is issued',
  async ({ skip }) => {
    if (!browser) return skip();
    await isp.turnTo('2026-05-31T20:00:00Z');
    await isp.api.post(`/subscriptions/${subscriptions['Dirk Dohrn']}/change-plan`, {
      when: 'period-end',
      price_override_minor: 330_000,
    });
    await page.goto(`${isp.url}/bill-runs`);
    await press('Start a run');
    await dialog().getByRole('textbox', { name: 'As of' }).fill('2026-06-01');
    await press('Dry run');
    await page.getByRole('heading', { level: 1, name: /^Dry run for/ }).waitFor();
    await classes().getByRole('button', { name: 'Far beyond', exact: true }).click();
    await found()
      .getByRole('row', { name: /Dirk Dohrn/ })
      .getByRole('button', { name: 'Hold' })
      .click();
    await page.getByText('The bill of Dirk Dohrn is held.').waitFor();
    await desk.picture('clerk-dry-run');
    await press('Issue them');
    await dialog().getByRole('button', { name: 'Issue them', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Bill run for/ }).waitFor();
    await page.getByText('done', { exact: true }).waitFor();
    const [run] = (await isp.api.get('/bill-runs?kind=run')).items ?? [];
    expect(run).toMatchObject({ as_of: '2026-06-01', invoices: 3, held: 1 });
    // The new price from the period’s beginning; who pauses is charged from the day he is back, and nothing before.
    expect((await invoicesOf('Elke Ebsen'))[0]).toMatchObject({ issued_on: '2026-06-01', net_minor: 3300 });
    expect((await invoicesOf('Anna Ahlers'))[0]).toMatchObject({ issued_on: '2026-06-01', net_minor: 9000 });
    expect(await invoicesOf('Bernd Brandt')).toHaveLength(1);
    expect((await isp.api.get(`/credit-notes?account_id=${accounts['Bernd Brandt']}`)).items).toMatchObject([
      { net_minor: 1065 },
    ]);
  },
  LONG_MS,
);

test(
  'Dirk’s price is put right, his bill is released and made',
  async ({ skip }) => {
    if (!browser) return skip();
    await isp.turnTo('2026-06-01T09:00:00Z');
    await openAccount('Dirk Dohrn');
    await press('Change plan');
    await choose('New plan', /^Home 30/);
    await choose('When', 'on a day');
    await typeDay('Day', '2026-06-01');
    await dialog().getByLabel('Own price').fill('33.00');
    await submit('Change plan');
    await page.goto(`${isp.url}/bill-holds`);
    const list = page.getByRole('table', { name: 'bill-holds' });
    await list
      .getByRole('row', { name: /Dirk Dohrn/ })
      .getByRole('button', { name: 'Release' })
      .click();
    await dialog().getByLabel('Note').fill('The price was typed wrong');
    await dialog().getByRole('button', { name: 'Release', exact: true }).click();
    await page.getByText('No bill is held').waitFor();
    await press('Make what is released');
    await dialog().getByRole('button', { name: 'Make them', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Bill run for/ }).waitFor();
    await page.getByText('done', { exact: true }).waitFor();
    expect((await invoicesOf('Dirk Dohrn'))[0]).toMatchObject({ issued_on: '2026-06-01', net_minor: 3300 });
  },
  LONG_MS,
);

test(
  'May is closed, and debits equal credits',
  async ({ skip }) => {
    if (!browser) return skip();
    await isp.turnTo('2026-06-02T15:00:00Z');
    await page.goto(`${isp.url}/`);
    await page.getByRole('link', { name: 'Ledger' }).click();
    await page.getByText('debits equal credits').waitFor();
    await page.getByRole('tab', { name: 'Closed periods' }).click();
    await press('Close the books');
    await dialog().getByText('May 31, 2026 is over wherever there are accounts.').waitFor();
    await dialog().getByText('All that was due up to that day is billed.').waitFor();
    await press('Close through May 31, 2026');
    await press('Close them');
    await page.getByText('What comes late is posted on the day after').waitFor();
    await desk.picture('clerk-closed');
    await page.getByRole('tab', { name: 'Trial balance' }).click();
    await page.getByText('debits equal credits').waitFor();
    expect(desk.faults).toEqual([]);
  },
  LONG_MS,
);
