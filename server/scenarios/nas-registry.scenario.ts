/** A network engineer at three in the morning: a router is reached or not, its secret is changed without an outage, its customers are seen and cut, in a real Chromium. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { eventually } from './eventually.ts';
import { type Platform, startPlatform } from './platform.ts';

const OLD = 'the secret it has had for years';
const PEOPLE = ['ann', 'ben', 'cid'];

let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let old: FakeNas;
let nasId: string;

const openNas = (secret: string, coa_port = 0) =>
  FakeNas.open({
    secret,
    coa_port,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    stamps: false,
    retry_ms: 300,
    tries: 3,
  });
const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
const dialog = () => page.getByRole('dialog');
const change = async () => (await isp.api.get(`/nas/${nasId}/health`)).secret_change;
const see = (text: string | RegExp) => page.getByText(text).first().waitFor();

const subscribe = async () => {
  const terms = { price_minor: 1000, currency: 'EUR', rate_down_kbps: 50_000, rate_up_kbps: 10_000 };
  const plan = await isp.api.post('/plans', { code: 'home', name: 'Home', ...terms });
  for (const name of PEOPLE) {
    const account = await isp.api.post('/accounts', { name: `${name} example`, email: `${name}@example.org` });
    await isp.api.post(`/accounts/${String(account.id)}/subscriptions`, {
      ...{ plan_id: plan.id, username: name, password: `password of ${name}` },
    });
  }
};

const comeOnline = async (nas: FakeNas, name: string) => {
  const { session } = await nas.login(name, `password of ${name}`);
  if (!session || !(await nas.start(session))) throw new Error(`${name} is not let on`);
  return session;
};

beforeAll(async () => {
  browser = await launchBrowser();
  if (!browser) return;
  isp = await startPlatform({ now: '2026-01-10T09:00:00Z', roles: ['radius', 'worker'] });
  old = await openNas(OLD);
  const nas = {
    name: 'bng-1',
    address: '127.0.0.1',
    secret: OLD,
    vendor: 'mikrotik',
    coa_port: old.coa_port,
    tags: ['north'],
  };
  nasId = String((await isp.api.post('/nas', nas)).id);
  await subscribe();
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
}, 120_000);
afterAll(async () => {
  await old?.close();
  await browser?.close();
  await isp?.stop();
});

test('a router is found by its tag and asked whether it is there', async ({ skip }) => {
  if (!browser) skip();
  await page.goto(`${isp.url}/nas?tag=north`);
  await page.getByRole('link', { name: 'bng-1' }).click();
  await page.getByRole('heading', { name: 'bng-1', level: 1 }).waitFor();
  await button('Ask it').click();
  await see(/It is reached, and its secret is right/);
  expect(desk.faults).toEqual([]);
}, 60_000);

test('the lines for its make have our port, and its secret only when that is asked for', async ({ skip }) => {
  if (!browser) skip();
  await page.goto(`${isp.url}/nas/${nasId}`);
  const lines = page.getByLabel('RADIUS and CoA', { exact: true });
  await expect.poll(() => lines.textContent()).toContain(`authentication-port=${isp.radius.auth}`);
  expect(await lines.textContent()).not.toContain(OLD);
  await button('Show the secret').click();
  await dialog().getByRole('button', { name: 'Show it' }).click();
  await expect.poll(() => lines.textContent()).toContain(`secret="${OLD}"`);
  await button('Hide the secret').click();
  await expect.poll(() => lines.textContent()).toContain('YOUR-SECRET');
  expect(desk.faults).toEqual([]);
}, 60_000);

test('its secret is changed while its customers come and go; the old one then goes by itself', async ({ skip }) => {
  if (!browser) skip();
  await page.goto(`${isp.url}/nas/${nasId}`);
  const ann = await comeOnline(old, 'ann');
  await button('Change it').click();
  await dialog().getByRole('button', { name: 'Begin the change' }).click();
  const shown = page.getByRole('dialog', { name: 'The next secret of bng-1 is made' });
  const next = (await shown.locator('.mono').textContent()) ?? '';
  await shown.getByRole('button', { name: 'I have copied it' }).click();
  await see('It is being changed');
  const ben = await comeOnline(old, 'ben');
  const { coa_port } = old;
  expect(await old.interim(ann)).toBe(true);
  await old.close();
  const renewed = await openNas(next, coa_port);
  for (const session of [ann, ben]) renewed.sessions.set(session.acct_session_id, session);
  old = renewed;
  await comeOnline(renewed, 'cid');
  expect(await renewed.interim(ann)).toBe(true);
  await button('Ask it').click();
  await see(/It has the next secret/);
  await eventually(async () => expect(await change()).toMatchObject({ next_used_at: expect.any(String) }));
  await isp.turnTo('2026-01-10T09:01:00Z');
  await renewed.interim(ann);
  await eventually(async () => expect(await change()).toMatchObject({ in_use: 'next' }));
  await isp.turnTo('2026-01-10T09:40:00Z');
  expect(await change()).toBeNull();
  await page.reload();
  await see('It can be changed without an outage');
  expect(desk.faults).toEqual([]);
}, 120_000);

test('who is online is listed, and all are cut at once, with what came of it', async ({ skip }) => {
  if (!browser) skip();
  for (const name of PEOPLE) await comeOnline(old, name);
  await page.goto(`${isp.url}/online`);
  for (const name of PEOPLE) await page.getByRole('link', { name, exact: true }).first().waitFor();
  await page.getByRole('checkbox', { name: 'Choose ann' }).first().check();
  await button('Disconnect 1 chosen').waitFor();
  await page.getByRole('checkbox', { name: 'Choose ann' }).first().uncheck();
  await button(/^Disconnect all/).click();
  await dialog().getByRole('textbox', { name: 'Why' }).fill('the line card is changed');
  await dialog()
    .getByRole('button', { name: /^Disconnect \d/ })
    .click();
  await dialog()
    .getByText(/of \d: \d ended/)
    .waitFor();
  await eventually(async () => expect((await isp.api.get('/online')).items).toEqual([]));
  const { items } = await isp.api.get('/coa');
  expect(items?.some((packet) => packet.cause === 'the line card is changed' && packet.outcome === 'ack')).toBe(true);
  expect(desk.faults).toEqual([]);
}, 60_000);
