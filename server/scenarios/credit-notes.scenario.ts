/** Credit notes: an invoice is credited by hand, a change of plan gives unused days back; done and seen in a real Chromium. */
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
let invoice: string;
let home30: unknown;

const plan = async (code: string, name: string, price_minor: number) =>
  (await isp.api.post('/plans', { kind: 'recurring', code, name, price_minor, tax_code: 'VAT20' })).id;

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-25T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  home30 = await plan('home-30', 'Home 30', 3000);
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC', country: 'DE' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, {
    account_id: account,
    plan_id: home30,
    start_on: '2026-11-20',
  });
  subscription = (made.subscription as { readonly id: string }).id;
  invoice = String((await isp.api.post(`/accounts/${account}/bill`)).invoice_id);
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const notes = async () => (await isp.api.get(`/credit-notes?account_id=${account}`)).items ?? [];
const openAccount = () => page.goto(`${isp.url}/accounts/${account}`);

test('10.00 of a line are credited by hand, and taken off the invoice', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/invoices/${invoice}`);
  await page.getByText('Please pay €36.00').waitFor();
  await page.getByRole('button', { name: 'Credit', exact: true }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Make credit note' }).click();
  await form.getByText('write what to credit of one line at least').waitFor();
  await form.getByLabel('Home 30', { exact: true }).fill('30.01');
  await form.getByLabel('Reason').fill('Slow for a week');
  await form.getByRole('button', { name: 'Make credit note' }).click();
  await form.getByText('at most €30.00 is left of this line').waitFor();
  await form.getByRole('button', { name: 'Whole line' }).click();
  expect(await form.getByLabel('Home 30', { exact: true }).inputValue()).toBe('30.00');
  await form.getByLabel('Home 30', { exact: true }).fill('10.00');
  await desk.picture('credit-dialog');
  await form.getByRole('button', { name: 'Make credit note' }).click();
  const [note] = await expect.poll(notes).toHaveLength(1).then(notes);
  await page.getByRole('heading', { level: 1, name: `Credit note ${note?.number}` }).waitFor();
  await page.getByText('€12.00 is given back.').waitFor();
  const use = page.getByRole('table', { name: 'Where it went' });
  await use.getByText('€12.00').waitFor();
  await desk.picture('credit-note');
  await use.getByRole('link').click();
  await page.getByText('Please pay €24.00').waitFor();
  await page.getByText('-€12.00 credited, with tax').waitFor();
  await page.getByRole('link', { name: String(note?.number) }).waitFor();
  await desk.picture('credited-invoice');
  expect(note).toMatchObject({ net_minor: 1000, tax_minor: 200, open_minor: 0, state: 'used', by_hand: true });
});

test('what is due is made at once: the days a changed plan did not use come back', async ({ skip }) => {
  if (!browser) return skip();
  await isp.api.post(`/subscriptions/${subscription}/change-plan`, {
    plan_id: await plan('home-10', 'Home 10', 1000),
    when: 'now',
  });
  await openAccount();
  const makeNow = async () => {
    await page.getByRole('button', { name: 'More to do with this account' }).click();
    await page.getByRole('menuitem', { name: 'Make invoice now' }).click();
  };
  await makeNow();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Given back').waitFor();
  await desk.picture('make-invoice');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await dialog.getByRole('link', { name: /^Credit note .*€/ }).waitFor();
  await dialog.getByRole('link', { name: /^Invoice .*€/ }).waitFor();
  await desk.picture('made-invoice');
  await dialog.getByRole('link', { name: /^Credit note .*€/ }).click();
  await page.getByText(/\d+ of 30 days not used/).waitFor();
  await desk.picture('unused-days');
  await openAccount();
  await makeNow();
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await dialog.getByText('Nothing is due today').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  expect(await notes()).toHaveLength(2);
});

test('of an invoice that is paid, what is given back is left, or to be paid out', async ({ skip }) => {
  if (!browser) return skip();
  const { id } = await isp.api.post('/accounts', { name: 'Paul Paid', zone: 'UTC' });
  await isp.api.post(`/accounts/${id}/subscriptions`, { account_id: id, plan_id: home30 });
  const { invoice_id } = await isp.api.post(`/accounts/${id}/bill`);
  await isp.api.post('/payments', { account_id: id, method: 'transfer', amount_minor: 3600 });
  const giveBack = async (toRefund: boolean) => {
    await page.goto(`${isp.url}/invoices/${invoice_id}`);
    await page.getByRole('button', { name: 'Credit', exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Home 30', { exact: true }).fill('5');
    await form.getByLabel('Reason').fill('Goodwill');
    if (toRefund) await form.getByRole('switch', { name: 'To be paid out' }).check();
    await form.getByRole('button', { name: 'Make credit note' }).click();
  };
  const use = page.getByRole('table', { name: 'Where it went' });
  await giveBack(false);
  await use.getByText('Left, for the next invoices').waitFor();
  await giveBack(true);
  await use.getByText('To be paid out').waitFor();
  await page.getByText('It will be paid out.').waitFor();
  await desk.picture('credit-refund');
  await page.goto(`${isp.url}/accounts/${id}?tab=invoices`);
  await page.getByText('to be paid out').waitFor();
  await desk.picture('credit-left');
});

test('the lists show them: all, and those of the account', async ({ skip }) => {
  if (!browser) return skip();
  const [unused, byHand] = await notes();
  await page.goto(`${isp.url}/credit-notes`);
  for (const note of [unused, byHand]) await page.getByRole('link', { name: String(note?.number) }).waitFor();
  await page.getByText('Slow for a week').waitFor();
  await desk.picture('credit-notes');
  await page.goto(`${isp.url}/accounts/${account}?tab=invoices`);
  await page.getByRole('heading', { name: 'Credit notes' }).waitFor();
  await page.getByText('Slow for a week').waitFor();
  await desk.picture('credit-account');
  expect(desk.faults).toEqual([]);
});

test('a bill run says what it gives back', async ({ skip }) => {
  if (!browser) return skip();
  await isp.api.post(`/subscriptions/${subscription}/end`);
  await page.goto(`${isp.url}/bill-runs`);
  await page.getByRole('button', { name: 'Start a run' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Dry run' }).click();
  await page.getByRole('heading', { level: 1, name: /^Dry run for/ }).waitFor();
  await page.getByText('Credits exceed charges').first().waitFor();
  await desk.picture('credit-run');
  await page.getByRole('button', { name: 'Issue them' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Issue them' }).click();
  await page.getByRole('heading', { level: 1, name: /^Bill run for/ }).waitFor();
  await page.getByText('done', { exact: true }).waitFor();
  await page.goto(`${isp.url}/bill-runs`);
  await page.getByRole('columnheader', { name: 'Given back' }).waitFor();
  await desk.picture('credit-runs');
  expect(desk.faults).toEqual([]);
});
