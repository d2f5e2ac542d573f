/** Addresses as an operator hands them out in the console, and as `radclient` and the NAS see them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { eventually } from './eventually.ts';
import { type Platform, startPlatform } from './platform.ts';
import { hasRadclient, radclient } from './radclient.ts';

const SECRET = 'a secret of sixteen and more';
const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];

let isp: Platform;
let nas: FakeNas;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
const subscriptions = new Map<string, string>();

const passwordOf = (name: string): string => `the password of ${name}`;

const settle = async (name: string, plan_id: unknown): Promise<void> => {
  const account = await isp.api.post('/accounts', { name: `${name} Example`, zone: 'UTC' });
  const made = await isp.api.post(`/accounts/${account.id}/subscriptions`, {
    ...{ account_id: account.id, plan_id, username: name, password: passwordOf(name) },
  });
  subscriptions.set(name, (made.subscription as { id: string }).id);
};

beforeAll(async () => {
  browser = await launchBrowser();
  isp = await startPlatform({ now: '2026-03-01T09:00:00Z' });
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    stamps: false,
  });
  await isp.api.post('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/29', keep_offline_s: 3600 });
  await isp.api.post('/pools', {
    ...{ code: 'home-v6', name: 'Home, IPv6', kind: 'ipv6-delegated', range: '2001:db8:100::/40', length: 56 },
  });
  const plan = await isp.api.post('/plans', {
    ...{ code: 'home', name: 'Home', price_minor: 2000, rate_down_kbps: 1000, rate_up_kbps: 1000 },
    ...{ ipv4_pool: 'home', ipv6_delegated_pool: 'home-v6' },
  });
  await isp.api.post('/nas', {
    ...{ name: 'bng', address: '127.0.0.1', secret: SECRET, vendor: 'mikrotik', coa_port: nas.coa_port },
  });
  for (const name of NAMES) await settle(name, plan.id);
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await nas?.close();
  await isp?.stop();
});

const logIn = (name: string) =>
  radclient(isp.radius.auth, 'auth', SECRET, {
    ...{ 'User-Name': name, 'User-Password': passwordOf(name), 'Message-Authenticator': '0x00' },
    'Calling-Station-Id': `02-00-00-00-00-${name.charCodeAt(0).toString(16)}`,
  });

test('radclient is told the same address and prefix at every log-in, and the one too many is rejected', async ({
  skip,
}) => {
  if (!hasRadclient()) skip();
  for (const [i, name] of NAMES.slice(0, 5).entries()) {
    const { code, attributes } = await logIn(name);
    expect([code, attributes['Framed-IP-Address']]).toEqual(['Access-Accept', `10.20.0.${i + 2}`]);
    expect(attributes['Delegated-IPv6-Prefix']).toMatch(/^2001:db8:100:/);
  }
  expect((await logIn('alice')).attributes['Framed-IP-Address']).toBe('10.20.0.2');
  expect((await logIn('frank')).code).toBe('Access-Reject');
  await eventually(async () => {
    const { items } = await isp.api.get('/logins?username=frank');
    expect(items?.[0]?.reason).toBe('pool home has no free address');
  });
});

test('whoever was offline the longest loses their address to who comes, and gets the next one that is free', async ({
  skip,
}) => {
  if (!hasRadclient()) skip();
  await isp.turnTo('2026-03-01T09:01:00Z');
  for (const name of ['alice', 'bob']) {
    const { session } = await nas.login(name, passwordOf(name));
    if (!session) throw new Error('not let on');
    await nas.start(session);
  }
  await isp.turnTo('2026-03-01T10:30:00Z');
  expect((await logIn('frank')).attributes['Framed-IP-Address']).toBe('10.20.0.4');
  expect((await logIn('carol')).attributes['Framed-IP-Address']).toBe('10.20.0.5');
  const { items } = await isp.api.get('/pools?kept_by=us');
  expect(items?.[0]).toMatchObject({ code: 'home', size: 5, assigned: 5 });
});

const dialog = () => page.getByRole('dialog');
const closed = () => dialog().waitFor({ state: 'hidden' });

test('an operator sees the pool almost full, adds a range, and takes an address back from who is online', async ({
  skip,
}) => {
  if (!browser) skip();
  const { session } = await nas.login('alice', passwordOf('alice'));
  if (!session) throw new Error('not let on');
  await nas.start(session);
  await desk.signIn();
  await page.goto(`${isp.url}/pools`);
  await page.getByText('A pool is almost full').waitFor();
  await desk.picture('pools');
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Add a range' }).click();
  await dialog().getByLabel('Range').fill('10.20.4.0/30');
  await dialog().getByText('1 address to give out').waitFor();
  await desk.picture('range');
  await dialog().getByLabel('Note').fill('Routed to bng');
  await dialog().getByRole('button', { name: 'Add range' }).click();
  await closed();
  await page.getByText('Routed to bng').waitFor();
  await desk.picture('pool');
  await page.getByRole('searchbox', { name: /Address, account/ }).fill('alice');
  const row = page.getByRole('row').filter({ hasText: 'alice Example' });
  await row.waitFor();
  await page.getByRole('row').filter({ hasText: 'bob Example' }).waitFor({ state: 'detached' });
  await row.getByRole('button', { name: 'Take back' }).click();
  await dialog().getByRole('button', { name: 'Take back and disconnect now' }).click();
  await row.waitFor({ state: 'detached' });
  await eventually(() => expect(session.open).toBe(false));
}, 90_000);

test('a subscription gets a fixed prefix from the console, which "Why?" shows, and its address as the plan says stays', async ({
  skip,
}) => {
  if (!browser) skip();
  const { items } = await isp.api.get('/accounts?q=dave');
  await page.goto(`${isp.url}/accounts/${items?.[0]?.id}`);
  await page.getByRole('button', { name: /^More to do with Home/ }).click();
  await page.getByRole('menuitem', { name: 'Fix addresses' }).click();
  await dialog().getByLabel('Delegated IPv6 prefix').fill('2001:db8:5000:1::/48');
  await dialog().getByRole('button', { name: 'Change addresses' }).click();
  await dialog().getByText('is not the beginning of an IPv6 prefix').waitFor();
  await dialog().getByLabel('Delegated IPv6 prefix').fill('2001:db8:5000::/48');
  await desk.picture('fix');
  await dialog().getByRole('button', { name: 'Change addresses' }).click();
  await closed();
  await page.getByText('2001:db8:5000::/48').first().waitFor();
  await desk.picture('subscription');
  await page.goto(`${isp.url}/logins?tab=why&username=dave`);
  await page
    .getByRole('combobox', { name: 'NAS' })
    .or(page.getByRole('textbox', { name: 'NAS' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'bng' }).first().click();
  await page.getByRole('textbox', { name: 'Username' }).fill('dave');
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByText('delegated prefix: 2001:db8:5000::/48, fixed').waitFor();
  await desk.picture('why');
  await page.goto(`${isp.url}/plans/new`);
  await page.getByRole('group', { name: 'Addresses' }).waitFor();
  await desk.picture('plan');
  expect(desk.faults).toEqual([]);
}, 90_000);
