/** The billing clerk on the evening before the first: a dry run beside the month before, bills held, issued, released and made; in a real Chromium. */
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
const plans: Record<string, string> = {};
const subscriptions: Record<string, string> = {};

const subscribe = async (name: string, start_on?: string) => {
  const account = String((await isp.api.post('/accounts', { name, zone: 'UTC', country: 'DE' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, {
    account_id: account,
    plan_id: plans['Home 30'],
    anchor_day: 1,
    ...(start_on ? { start_on } : {}),
  });
  subscriptions[name] = (made.subscription as { readonly id: string }).id;
};
const change = (name: string, plan: string, more: Record<string, unknown> = {}) =>
  isp.api.post(`/subscriptions/${subscriptions[name]}/change-plan`, {
    plan_id: plans[plan],
    when: 'period-end',
    ...more,
  });

const SAME = ['Anna Ahlers', 'Bernd Brandt', 'Clara Claasen', 'Dirk Dohrn', 'Elke Ebsen', 'Fritz Friis'];
const UP = ['Greta Grube', 'Hinnerk Hansen'];

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-01T10:00:00Z');
  ({ isp } = stage);
  const [entity] = (await isp.api.get('/legal-entities')).items ?? [];
  await isp.api.patch(`/legal-entities/${entity?.id}`, { payment_days: 90 });
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  for (const [name, price_minor] of [
    ['Home 10', 1000],
    ['Home 30', 3000],
    ['Home 90', 9000],
  ] as const) {
    const code = name.toLowerCase().replace(' ', '-');
    const made = await isp.api.post('/plans', { kind: 'recurring', code, name, price_minor, tax_code: 'VAT20' });
    plans[name] = String(made.id);
  }
  for (const name of [...SAME, ...UP, 'Ida Ipsen', 'Jan Jessen', 'Karla Kruse', 'Lars Lund', 'Mia Momsen'])
    await subscribe(name);
  await isp.turnTo('2026-11-20T10:00:00Z');
  await subscribe('Nele Nissen');
  for (const name of UP) await change(name, 'Home 90');
  await change('Ida Ipsen', 'Home 10');
  await change('Jan Jessen', 'Home 30', { price_override_minor: 300_000 });
  await isp.api.post(`/subscriptions/${subscriptions['Karla Kruse']}/pause`, { from_on: '2026-12-01' });
  await isp.api.post(`/subscriptions/${subscriptions['Lars Lund']}/end`, { on: '2026-12-01' });
  await isp.turnTo('2026-11-30T20:00:00Z');
  await isp.api.post(`/subscriptions/${subscriptions['Mia Momsen']}/end`, { on: '2026-11-25' });
  if (!browser) return;
  desk = await openConsole(isp, browser, { timezoneId: 'UTC' });
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const classes = () => page.getByRole('table', { name: 'What the run found, by class' });
const found = () => page.getByRole('table', { name: 'bill-findings' });
const inDialog = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });

test('a dry run for tomorrow stands beside the month before', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/bill-runs`);
  await page.getByRole('button', { name: 'Start a run' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('textbox', { name: 'As of' }).fill('2026-12-01');
  await desk.picture('run-start');
  await drawer.getByRole('button', { name: 'Dry run' }).click();
  await page.getByRole('heading', { level: 1, name: /^Dry run for/ }).waitFor();
  await classes().waitFor();
  await page.getByText('12 bills, 13 before').waitFor();
  await page.getByText(/before €468\.00/).waitFor();
  await classes().getByText('more by more than 20 % and at least €1.00').waitFor();
  await desk.picture('run-dry');
});

test('she looks at a class, compares a bill with the one before, holds the class and one more', async ({ skip }) => {
  if (!browser) return skip();
  await classes().getByRole('button', { name: 'Up', exact: true }).click();
  await found().getByText('Greta Grube').waitFor();
  await expect.poll(() => found().getByRole('row').count()).toBe(3);
  await found().getByRole('row', { name: /Greta/ }).getByRole('button', { name: 'Compare' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText(/^Invoice INV-/).waitFor();
  await drawer.getByRole('table', { name: 'Lines of the next invoice' }).waitFor();
  await drawer
    .getByRole('table', { name: /^Lines of INV-/ })
    .getByText('€30.00')
    .waitFor();
  await desk.picture('run-compare');
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  await classes().getByRole('row', { name: /^Up/ }).getByRole('button', { name: 'Hold all' }).click();
  await inDialog('Hold them').click();
  await page.getByText('2 held.').waitFor();
  await classes().getByRole('button', { name: 'Far beyond', exact: true }).click();
  await found()
    .getByRole('row', { name: /Jan Jessen/ })
    .getByRole('button', { name: 'Hold' })
    .click();
  await page.getByText('The bill of Jan Jessen is held.').waitFor();
  await found().getByText('held', { exact: true }).waitFor();
  await desk.picture('run-held');
});

test('the rest is issued, and seen at work on its own page', async ({ skip }) => {
  if (!browser) return skip();
  await page.getByRole('button', { name: 'Issue them' }).click();
  await inDialog('Issue them').click();
  await page.getByRole('heading', { level: 1, name: /^Bill run for/ }).waitFor();
  await page.getByText('done', { exact: true }).waitFor();
  await desk.picture('run-made');
  const [run] = (await isp.api.get('/bill-runs?kind=run')).items ?? [];
  expect(run).toMatchObject({
    as_of: '2026-12-01',
    invoices: 8,
    held: 3,
    started_by: 'Owner',
  });
});

test('held bills are released one by one or all of a class, with a note, and made', async ({ skip }) => {
  if (!browser) return skip();
  await isp.turnTo('2026-12-01T01:00:00Z');
  await page.goto(`${isp.url}/bill-holds`);
  const list = page.getByRole('table', { name: 'bill-holds' });
  await list.getByText('Jan Jessen').waitFor();
  await desk.picture('holds');
  await page.goto(`${isp.url}/bill-holds?class=up`);
  await page.getByRole('button', { name: 'Release all of “Up”' }).click();
  await page.getByLabel('Note').fill('Both moved to Home 90 on the phone');
  await desk.picture('hold-release');
  await inDialog('Release').click();
  await page.getByText('2 released: the next run makes them.').waitFor();
  await page.goto(`${isp.url}/bill-holds`);
  await list
    .getByRole('row', { name: /Jan Jessen/ })
    .getByRole('button', { name: 'Release' })
    .click();
  await inDialog('Release').click();
  await page.getByText('No bill is held').waitFor();
  await page.getByRole('button', { name: 'Make what is released' }).click();
  await inDialog('Make them').click();
  await page.getByRole('heading', { level: 1, name: /^Bill run for/ }).waitFor();
  await page.getByText('done', { exact: true }).waitFor();
  await page.goto(`${isp.url}/bill-holds?all=true`);
  await list.getByText('Both moved to Home 90 on the phone').first().waitFor();
  await desk.picture('holds-released');
  await page.goto(`${isp.url}/bill-runs`);
  await page.getByText('dry run', { exact: true }).waitFor();
  await desk.picture('runs');
  const sums = (await isp.api.get('/bill-runs?kind=run')).items?.slice(0, 2).map((run) => run.invoices);
  expect(sums).toEqual([3, 8]);
  expect(desk.faults).toEqual([]);
});

test('the settings say what runs hold by themselves', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/settings?tab=holds`);
  await page.getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('checkbox', { name: 'Far beyond' }).check();
  await form.getByLabel('by more than').fill('30');
  await form.getByRole('textbox', { name: 'or above' }).fill('500');
  await desk.picture('hold-policy-form');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Cannot be billed, Far beyond').waitFor();
  await page.getByText('more by more than 30 % and at least €1.00').waitFor();
  await page.getByText('more than 5 times the list price of its plans, or more than €500.00').waitFor();
  await desk.picture('hold-policy');
  expect(desk.faults).toEqual([]);
});
