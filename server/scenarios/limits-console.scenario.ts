/** Limits as an operator lives them: a plan is typed, its use is seen, a subscriber is topped up; in a real Chromium, with a NAS on the other side. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

const GB = 1_000_000_000n;

let stage: Stage | undefined;
let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let nas: FakeNas;

const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const part = (name: RegExp) => page.getByRole('group', { name });

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  stage = await setStage('2026-11-25T10:00:00Z');
  ({ isp, nas } = stage);
  desk = await openConsole(isp, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** 100 GB a month, then 2/1 Mbit/s; the night is free; three hours a day for nobody. */
const typePlan = async () => {
  await page.goto(`${isp.url}/plans/new`);
  await page.getByLabel('Name').fill('Fair 50');
  await page.getByLabel('Price of a cycle').fill('19.99');
  await page.getByLabel('Download').fill('50');
  await page.getByLabel('Upload').fill('10');
  await page.getByRole('button', { name: 'Add limit' }).click();
  await part(/^Limits$/)
    .getByLabel('How much')
    .fill('500');
  await page.getByRole('button', { name: 'Add step' }).click();
  await part(/^Fair use$/)
    .getByLabel('After')
    .fill('100');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await see('write a speed');
  await part(/^Fair use$/)
    .getByLabel('Down')
    .fill('2');
  await part(/^Fair use$/)
    .getByLabel('Up')
    .fill('1');
  await page.getByRole('button', { name: 'Add hours' }).click();
  await desk.picture('form');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByRole('heading', { name: 'Fair 50' }).waitFor();
};

test('an operator types limits, sees what was used and what holds, and tops up', async ({ skip }) => {
  if (!browser) return skip();
  await desk.signIn();
  await typePlan();
  await see('after 100 GB a month 2 Mbit/s down, 1 Mbit/s up');
  await see('00:00–06:00 every day: free');
  await see('500 GB a month, then the walled garden');
  await desk.picture('plan');
  await page.getByRole('button', { name: 'New terms' }).click();
  await page.getByRole('dialog').getByLabel('Then').waitFor();
  await desk.picture('version');
  await page.keyboard.press('Escape');

  const [plan] = (await isp.api.get('/plans?q=Fair')).items ?? [];
  const account = await isp.api.post('/accounts', {
    name: 'Alice Example',
    email: 'a@example.org',
    zone: 'Europe/Berlin',
  });
  await isp.api.post(`/accounts/${account.id}/subscriptions`, {
    account_id: account.id,
    plan_id: plan?.id,
    username: 'alice',
    password: 'open sesame 42',
  });
  await expect.poll(async () => (await nas.login('alice', 'open sesame 42')).outcome).toBe('accept');
  const { session } = await nas.login('alice', 'open sesame 42');
  if (!session) throw new Error('not let on');
  await nas.start(session);
  await nas.interim(session, { output_octets: 43n * GB });
  await page.goto(`${isp.url}/accounts/${account.id}`);
  await see('43 GB of 100 GB this month');
  await nas.interim(session, { output_octets: 104n * GB });
  await see(/fair use: 100 GB of the month used, 2\/1 Mbit\/s until 1 December/);
  await expect.poll(() => session.rate).toBe('1000k/2000k');
  await desk.picture('slow');

  await page.getByRole('button', { name: 'Top up' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('How much').fill('10');
  await form.getByRole('button', { name: 'Top up' }).click();
  await form.getByText('write why, or how it was paid').waitFor();
  await form.getByLabel('Why').fill('paid at the counter');
  await desk.picture('top-up');
  await form.getByRole('button', { name: 'Top up' }).click();
  await form.waitFor({ state: 'hidden' });
  await see(/10 GB topped up left/);
  await see(/10 GB until its window ends · paid at the counter/);
  await expect.poll(() => session.rate).toBe('10000k/50000k');
  await desk.picture('account');
  await page.goto(`${isp.url}/accounts/${account.id}?tab=timeline`);
  await see('Topped up');
  await desk.picture('timeline');
  expect(desk.faults).toEqual([]);
});
