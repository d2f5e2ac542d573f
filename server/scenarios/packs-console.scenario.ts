/** Packs and the running bill in the console: a pack is made, bought, taken back, bought by itself; the bill to come is read. In a real Chromium, with a NAS on the other side. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

const GB = 1_000_000_000;
const PASSWORD = 'open sesame 42';

let stage: Stage | undefined;
let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let nas: FakeNas;
let account: string;
let subscription: string;
let session: FakeSession;

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  stage = await setStage('2026-11-10T10:00:00Z');
  ({ isp, nas } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = await isp.api.post('/plans', {
    code: 'home-30',
    name: 'Home 30',
    price_minor: 3000,
    tax_code: 'VAT20',
    included_bytes: 10 * GB,
    overage_unit_bytes: GB,
    overage_unit_price_minor: '50',
    limits: [{ what: 'data', per: 'period', amount: 20 * GB, action: 'wall' }],
  });
  const late = { kind: 'recurring', code: 'backup', name: 'Backup', price_minor: 900, timing: 'arrears' };
  const backup = await isp.api.post('/plans', { ...late, tax_code: 'VAT20' });
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC', country: 'DE' })).id);
  const subscribe = async (plan_id: unknown, more: Record<string, unknown>) => {
    const body = { account_id: account, plan_id, anchor_day: 1, start_on: '2026-11-01', ...more };
    return (await isp.api.post(`/accounts/${account}/subscriptions`, body)).subscription as { readonly id: string };
  };
  subscription = (await subscribe(plan.id, { username: 'ada', password: PASSWORD })).id;
  await subscribe(backup.id, {});
  await isp.api.post(`/accounts/${account}/bill`);
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const sales = async () => (await isp.api.get(`/pack-sales?subscription_id=${subscription}`)).items ?? [];
const see = (text: string | RegExp) => page.getByText(text).first().waitFor();

test('the running bill says what is owed so far, and where it goes', async ({ skip }) => {
  if (!browser) return skip();
  await expect.poll(async () => (await nas.login('ada', PASSWORD)).outcome).toBe('accept');
  const answer = await nas.login('ada', PASSWORD);
  if (!answer.session) throw new Error('not let on');
  session = answer.session;
  await nas.start(session);
  await nas.interim(session, { output_octets: BigInt(12 * GB) });
  await page.goto(`${isp.url}/accounts/${account}`);
  // 30.00 ahead, 2 GB beyond at 0.50, 10/30 of 9.00 in arrears, and 20 %.
  await see('As of now €76.80 to pay: €40.80 of bills to come, €36.00 open on invoices.');
  await see(/^12 GB used of 10 GB included; 36 GB by .* at this pace$/);
  await see(/€36\.00 were charged ahead/);
  const bill = page.getByRole('region', { name: 'Bill of 2026-12-01' });
  await bill.getByText('€40.80').waitFor();
  await desk.picture('running-bill');
  await page.getByText('If use goes on so').click();
  // 26 GB beyond, and all of 9.00.
  await bill.getByText('€62.40').waitFor();
  await see(/It is an estimate; at this pace the bills come to €62\.40\./);
  await desk.picture('running-bill-forecast');
});

test('a pack is made', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/packs`);
  await see('No packs yet');
  await page.getByRole('button', { name: 'New pack' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Make pack' }).click();
  await form.getByText('write what it is called; the invoice says it').waitFor();
  await form.getByLabel('Name').fill('5 GB more');
  await form.getByLabel('Code').fill('five-gb');
  await form.getByLabel('How many GB').fill('5');
  await form.getByRole('textbox', { name: 'Price' }).fill('4');
  await desk.picture('pack-new');
  await form.getByRole('button', { name: 'Make pack' }).click();
  await see('5 GB until the window of the limit ends for €4.00');
  await desk.picture('packs');
});

test('it is bought on the page of the subscription, and taken back', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/subscriptions/${subscription}`);
  await see('No packs bought');
  await page.getByRole('button', { name: 'Buy pack' }).click();
  const form = page.getByRole('dialog');
  await desk.picture('pack-buy');
  await form.getByRole('button', { name: 'Buy', exact: true }).click();
  await page.getByRole('button', { name: 'Take 5 GB more back' }).click();
  expect(await sales()).toMatchObject([{ state: 'waiting', automatic: false, price_minor: 400 }]);
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await see('taken back');
  expect(await sales()).toMatchObject([{ state: 'taken back' }]);
});

test('it is bought by itself when all is used, seen, billed, and switched off', async ({ skip }) => {
  if (!browser) return skip();
  await see('It buys no packs by itself.');
  await page.getByRole('button', { name: 'Buy by itself' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('How often in a billing period, at most').fill('2');
  await desk.picture('pack-rule');
  await form.getByRole('button', { name: 'Switch on' }).click();
  await see('Buys 5 GB more by itself when all is used, twice a billing period at most.');
  await nas.interim(session, { output_octets: BigInt(20 * GB) });
  await expect.poll(sales).toMatchObject([{ state: 'waiting', automatic: true }, { state: 'taken back' }]);
  await see('5 GB, by itself');
  await desk.picture('pack-panel');
  await page.goto(`${isp.url}/accounts/${account}`);
  await page.getByRole('region', { name: 'Bill of 2026-12-01' }).getByText('5 GB more').waitFor();
  await desk.picture('pack-account');
  await page.goto(`${isp.url}/subscriptions/${subscription}`);
  await page.getByRole('button', { name: 'Switch off' }).click();
  await see('It buys no packs by itself.');
  expect(await isp.api.get(`/subscriptions/${subscription}/pack-rule`)).toEqual({ rule: null });
});

test('a pack is withdrawn and brought back', async ({ skip }) => {
  if (!browser) return skip();
  await page.goto(`${isp.url}/packs`);
  await page.getByRole('button', { name: 'Withdraw 5 GB more' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('button', { name: 'Bring back 5 GB more' }).waitFor();
  await page.goto(`${isp.url}/subscriptions/${subscription}`);
  await see('5 GB, by itself');
  expect(await page.getByRole('button', { name: 'Buy pack' }).count()).toBe(0);
  expect(desk.faults).toEqual([]);
});
