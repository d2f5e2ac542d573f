/** Taxes in the console: a rate that changes, groups by place, an exempt account, and the invoices they make; done and seen in a real Chromium. */
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

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-25T10:00:00Z');
  ({ isp } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT', percent: '20' });
  await isp.api.post('/taxes', { code: 'GST', name: 'GST', percent: '5' });
  await isp.api.post('/taxes', { code: 'QST', name: 'QST', percent: '9.975' });
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const invoice = async (account: string): Promise<void> => {
  const { invoice_id } = await isp.api.post(`/accounts/${account}/bill`);
  await page.goto(`${isp.url}/invoices/${invoice_id}`);
  await page.getByRole('table', { name: 'Taxes' }).waitFor();
};

test('a tax changes its rate on a day; the change is taken back, and made again', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/settings?tab=taxes`);
  await page.getByRole('button', { name: 'Change the rate of VAT' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Change rate' }).click();
  await form.getByText('choose a day after today').waitFor();
  await form.getByLabel('New rate in percent').fill('21');
  await form.getByLabel('First day with it').fill('2027-01-01');
  await form.getByRole('button', { name: 'Change rate' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText('21 % from Jan 1, 2027').waitFor();
  await page.getByRole('button', { name: 'Change the rate of VAT' }).click();
  await desk.picture('tax-rate');
  await form.getByRole('button', { name: 'Take back 21 % from Jan 1, 2027' }).click();
  await form.getByText('21 % from Jan 1, 2027').waitFor({ state: 'detached' });
  await form.getByLabel('New rate in percent').fill('22,5');
  await form.getByLabel('First day with it').fill('2027-01-01');
  await form.getByRole('button', { name: 'Change rate' }).click();
  await page.getByText('22.5 % from Jan 1, 2027').waitFor();
  expect((await isp.api.get('/taxes')).items?.find(({ code }) => code === 'VAT20')).toMatchObject({
    percent: '20',
    rates: [{ percent: '20' }, { effective_from: '2027-01-01', percent: '22.5' }],
  });
});

test('a group of taxes with a rule for Québec', async ({ skip }) => {
  if (!browser) return skip();
  await page.getByText('No groups').waitFor();
  await page.getByRole('button', { name: 'Add a group' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('Canada');
  await form.getByLabel('Code').fill('CANADA');
  await form.getByRole('combobox', { name: 'Taxes', exact: true }).click();
  await page.getByRole('option', { name: 'GST (5 %)' }).click();
  await page.keyboard.press('Escape');
  await form.getByRole('button', { name: 'Another rule' }).click();
  await form.getByRole('button', { name: 'Add group' }).click();
  await form.getByText('choose a country').waitFor();
  await form.getByRole('combobox', { name: 'Rule 1: country' }).fill('Canada');
  await page.getByRole('option', { name: 'Canada' }).click();
  await form.getByLabel('Rule 1: state or province').fill('QC');
  const taxes = form.getByRole('combobox', { name: 'Rule 1: taxes' });
  await taxes.click();
  await page.getByRole('option', { name: 'GST (5 %)' }).last().click();
  await page.getByRole('option', { name: 'QST (9.975 %)' }).last().click();
  await page.keyboard.press('Escape');
  await desk.picture('tax-group');
  await form.getByRole('button', { name: 'Add group' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText('Canada, QC: GST 5 %, QST 9.975 %').waitFor();
  await page.getByText('Elsewhere: GST 5 %').waitFor();
  await desk.picture('taxes');
  await page.getByRole('button', { name: 'Change Canada' }).click();
  await form.getByLabel('Name').fill('Canada and abroad');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Canada and abroad').waitFor();
});

test('a plan names the group; an invoice to Québec has both taxes', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/plans/new`);
  await page.getByRole('combobox', { name: 'Kind of plan' }).click();
  await page.getByRole('option', { name: 'Another service' }).click();
  await page.getByLabel('Name').fill('Home 100');
  await page.getByRole('textbox', { name: 'Price' }).first().fill('100');
  await page.getByRole('combobox', { name: 'Tax' }).click();
  await page.getByRole('option', { name: 'Canada and abroad (CANADA, group)' }).click();
  await page.getByText(/plus taxes of Canada and abroad/).waitFor();
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.waitForURL(/\/plans\/[0-9a-f]{8}-/);
  const plan_id = page.url().split('/').at(-1);
  await page.goto(`${isp.url}/accounts/new`);
  await page.getByLabel('Name').fill('Ada Byron');
  await page.getByLabel('City').fill('Montréal');
  await page.getByLabel('State or province').fill('QC');
  await page.getByRole('combobox', { name: 'Country' }).fill('Canada');
  await page.getByRole('option', { name: 'Canada' }).click();
  await page.getByRole('button', { name: 'Open account' }).click();
  await page.getByText('Montréal QC').waitFor();
  const account_id = page.url().split('/').at(-1) ?? '';
  await isp.api.post(`/accounts/${account_id}/subscriptions`, { account_id, plan_id });
  await invoice(account_id);
  const taxes = page.getByRole('table', { name: 'Taxes' });
  expect(await taxes.getByRole('row').allInnerTexts()).toEqual([
    expect.stringContaining('Tax'),
    expect.stringMatching(/^GST\s+5 %\s+€100\.00\s+€5\.00$/),
    expect.stringMatching(/^QST\s+9\.975 %\s+€100\.00\s+€9\.98$/),
  ]);
  await page.getByText('Please pay €114.98').waitFor();
  await desk.picture('tax-invoice');
});

test('an account is exempted on its page; its invoice says why; the exemption is ended', async ({ skip }) => {
  if (!browser) return skip();
  const account = { name: 'Bit GmbH', kind: 'company', country: 'AT', tax_id: 'ATU1', zone: 'UTC' };
  const { id } = await isp.api.post('/accounts', account);
  const plan = { kind: 'recurring', code: 'home-30', name: 'Home 30', price_minor: 3000, tax_code: 'VAT20' };
  const { id: plan_id } = await isp.api.post('/plans', plan);
  await isp.api.post(`/accounts/${id}/subscriptions`, { account_id: id, plan_id });
  await page.goto(`${isp.url}/accounts/${id}`);
  await page.getByText('Not exempt').waitFor();
  await page.getByRole('button', { name: 'Exempt from tax' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Exempt', exact: true }).click();
  await form.getByText('write its number').waitFor();
  await desk.picture('exemption-give');
  await form.getByText('Reverse charge').click();
  await form.getByRole('textbox', { name: 'With tax again from' }).fill('2027-01-01');
  await form.getByRole('button', { name: 'Exempt', exact: true }).click();
  await page.getByText('reverse charge, from Nov 25, 2026 to Dec 31, 2026').waitFor();
  await desk.picture('exemptions');
  await invoice(String(id));
  await page.getByText('VAT: reverse charge, the recipient is liable for the tax.').waitFor();
  await page.getByText('Please pay €30.00').waitFor();
  await desk.picture('exempt-invoice');
  await page.goto(`${isp.url}/settings?tab=taxes`);
  await page.getByRole('table', { name: 'exemptions-ending' }).getByText('Bit GmbH').waitFor();
  await desk.picture('exemptions-ending');
  await page.goto(`${isp.url}/accounts/${id}`);
  await page.getByRole('button', { name: 'End the exemption from Every tax' }).click();
  await form.getByRole('button', { name: 'End exemption' }).click();
  await page.getByText('reverse charge, ended before it began').waitFor();
  await page.getByText('over', { exact: true }).waitFor();
  expect((await isp.api.get(`/tax-exemptions?account_id=${id}`)).items).toMatchObject([{ to_on: '2026-11-25' }]);
  expect(desk.faults).toEqual([]);
});
