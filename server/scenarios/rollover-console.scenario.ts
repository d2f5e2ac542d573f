/** Rollover as an operator sees it: typed in a plan, shown with what is used of it, on the running bill and on the line that charges the rest; in a real Chromium, with a NAS on the other side. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { type Platform, startPlatform } from './platform.ts';

const GB = 1_000_000_000n;
const SECRET = 'a secret of sixteen and more';
const PASSWORD = 'open sesame 42';
const LONG_MS = 240_000;

let isp: Platform | undefined;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let nas: FakeNas;
let now = Date.parse('2026-11-02T12:00:00Z');

const see = (text: string | RegExp) => page.getByText(text).first().waitFor();
const part = (name: RegExp) => page.getByRole('group', { name });
const turn = async (to: string): Promise<void> => {
  await isp?.turnTo(to);
  now = Date.parse(to);
};
const tell = (session: FakeSession, gb: bigint) => nas.interim(session, { output_octets: gb * GB });

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  isp = await startPlatform({ now: '2026-11-02T12:00:00Z' });
  const { radius } = isp;
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: radius.auth, acct_port: radius.acct },
    now: () => now,
  });
  const bng = { name: 'bng', address: '127.0.0.1', secret: SECRET, vendor: 'mikrotik', coa_port: nas.coa_port };
  await isp.api.post('/nas', bng);
  await isp.api.patch('/dunning-policies/standard', { minimum_debt_minor: 1_000_000_000 });
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
}, LONG_MS);
afterAll(async () => {
  await browser?.close();
  await nas?.close();
  await isp?.stop();
});

const typePlan = async (url: string) => {
  await page.goto(`${url}/plans/new`);
  await page.getByLabel('Name').fill('Keeps 50');
  await page.getByLabel('Price of a cycle').fill('19.99');
  await page.getByRole('combobox', { name: 'Unit of the billing cycle' }).click();
  await page.getByRole('option', { name: 'weeks' }).click();
  await page.getByLabel('Download').fill('50');
  await page.getByLabel('Upload').fill('10');
  await page.getByLabel('Included volume').fill('100');
  await page.getByLabel('Beyond it').fill('0.50');
  await page.getByRole('button', { name: 'Add step' }).click();
  const step = part(/^Fair use$/);
  await step.getByLabel('After').fill('100');
  await step.getByRole('combobox', { name: 'In', exact: true }).click();
  await page.getByRole('option', { name: 'a billing period' }).click();
  await step.getByLabel('Down', { exact: true }).fill('2');
  await step.getByLabel('Up').fill('1');
  const rollover = part(/^Rollover$/);
  await rollover.getByLabel('Rolls over for').fill('2');
  await rollover.getByRole('combobox', { name: 'Rolled over at most' }).click();
  await page.getByRole('option', { name: 'a share of a period’s own' }).click();
  await page.getByRole('button', { name: 'Make plan' }).click();
  await see('write 1 to 1200 %');
  await rollover.getByRole('textbox', { name: 'At most', exact: true }).fill('100');
  await see(/what is left may be used for 2 periods more, 100 % of a period’s own at most, before a period’s own/);
  await desk.picture('form');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByRole('heading', { name: 'Keeps 50' }).waitFor();
  await see(/^what is left may be used for 2 periods more/);
  await desk.picture('plan');
};

const subscribe = async (): Promise<{ account: string; session: FakeSession }> => {
  if (isp === undefined) throw new Error('no platform');
  const [plan] = (await isp.api.get('/plans?q=Keeps')).items ?? [];
  const account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC' })).id);
  const log_in = { username: 'ada', password: PASSWORD };
  await isp.api.post(`/accounts/${account}/subscriptions`, { account_id: account, plan_id: plan?.id, ...log_in });
  await expect.poll(async () => (await nas.login('ada', PASSWORD)).outcome).toBe('accept');
  const { session } = await nas.login('ada', PASSWORD);
  if (!session) throw new Error('not let on');
  await nas.start(session);
  return { account, session };
};

test(
  'an operator types rollover, sees what there is by period, what holds, and what was charged',
  async ({ skip }) => {
    if (isp === undefined) return skip();
    await typePlan(isp.url);
    const { account, session } = await subscribe();
    await turn('2026-11-05T12:00:00Z');
    await tell(session, 40n);
    await turn('2026-11-10T12:00:00Z');
    await tell(session, 40n + 70n);
    await page.goto(`${isp.url}/accounts/${account}`);
    await see('70 GB of 100 GB and 60 GB rolled over this period');
    await see('Left: 90 GB of its own, 0 B rolled over');
    await see(/Rolled over from Nov 2, 2026: 0 B of 60 GB left, until Nov 23, 2026/);
    await see(/of 100 GB and 60 GB rolled over used/);
    await see(/70 GB used of 100 GB included and 60 GB rolled over; .* by Nov 16, 2026 at this pace/);
    await desk.picture('account');
    await tell(session, 40n + 165n);
    await see(/Fair use: 100 GB of the period and 60 GB rolled over used, 2\/1 Mbit\/s until 16 November/);
    await expect.poll(() => session.rate).toBe('1000k/2000k');
    await desk.picture('slow');

    await turn('2026-11-17T12:00:00Z');
    const { items = [] } = await isp.api.get(`/invoices?account_id=${account}&sort=-issued_on&limit=1`);
    await page.goto(`${isp.url}/invoices/${items[0]?.id}`);
    await see(/165 GB used, 100 GB included, 60 GB rolled over/);
    await page.getByRole('button', { name: 'Where it comes from' }).click();
    await see('Rolled over from Nov 2, 2026');
    await see(/60,000,000,000 octets \(60 GB\) of it used/);
    await desk.picture('line');
    expect(desk.faults).toEqual([]);
  },
  LONG_MS,
);
