/**
 * The abuse desk's day: a report names an address, a port and a moment; the answer names the account, from the API and in the console, and it is
 * recorded who asked.
 */
import { ATTRIBUTE } from '@isp/radius';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { createClient } from '../src/identity/create-client.ts';
import { sql } from '../src/kernel/db.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { eventually } from './eventually.ts';
import { createApi, type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const DELEGATED = Buffer.from('003820010db80002ff00', 'hex');

let browser: Browser | undefined;
let isp: Platform;
let nas: FakeNas;
let now = Date.parse('2026-02-02T09:00:00Z');
const accounts: Record<string, string> = {};

const turn = async (time: string): Promise<void> => {
  now = Date.parse(`2026-02-02T${time}Z`);
  await isp.turnTo(`2026-02-02T${time}Z`);
};
const settle = async (name: string, plan_id: unknown): Promise<void> => {
  const { id } = await isp.api.post('/accounts', { name, zone: 'UTC' });
  accounts[name] = String(id);
  await isp.api.post(`/accounts/${id}/subscriptions`, {
    account_id: id,
    plan_id,
    username: name,
    password: `secret of ${name}`,
  });
};
const enter = async (name: string): Promise<FakeSession> => {
  const session = await eventually(async () => {
    const answer = await nas.login(name, `secret of ${name}`);
    if (!answer.session) throw new Error(`${name} was not let on`);
    return answer.session;
  });
  session.framed_ip = '198.51.100.7';
  expect(await nas.start(session, { more: [[ATTRIBUTE.delegated_ipv6_prefix, DELEGATED]] })).toBe(true);
  return session;
};

beforeAll(async () => {
  browser = await launchBrowser();
  isp = await startPlatform({ now: '2026-02-02T09:00:00Z' });
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    now: () => now,
  });
  await isp.api.post('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/24' });
  const plan = await isp.api.post('/plans', {
    code: 'home',
    name: 'Home',
    price_minor: 2000,
    rate_down_kbps: 1000,
    rate_up_kbps: 1000,
    ipv4_pool: 'home',
  });
  await isp.api.post('/nas', {
    name: 'bng',
    address: '127.0.0.1',
    secret: SECRET,
    vendor: 'mikrotik',
    coa_port: nas.coa_port,
  });
  await settle('alice', plan.id);
  await settle('bob', plan.id);
  await turn('10:00:00');
  const first = await enter('alice');
  await turn('11:00:00');
  await nas.stop(first);
  await turn('11:30:00');
  await enter('bob');
  await turn('12:00:00');
});
afterAll(async () => {
  await nas?.close();
  await browser?.close();
  await isp?.stop();
});

const who = async (query: string): Promise<unknown[]> =>
  ((await isp.api.get(`/address-uses?${query}`)).items ?? []).map((use) => use.account_id);

describe('through the API', () => {
  test.each(['198.51.100.7', '2001:db8:2:ff77::1'])(
    '%s: before, during, between and now (duty 102)',
    async (address) => {
      expect(await who(`address=${address}&at=2026-02-02T09:59:59Z`)).toEqual([]);
      expect(await who(`address=${address}&at=2026-02-02T11:30:00%2B01:00`)).toEqual([accounts.alice]);
      expect(await who(`address=${address}&at=2026-02-02T11:15:00Z`)).toEqual([]);
      expect(await who(`address=${address}&at=2026-02-02T12:00:00Z`)).toEqual([accounts.bob]);
      expect(await who(`address=${address}&from=2026-02-02T11:15:00Z`)).toEqual([accounts.bob]);
      expect(await who(`address=${address}`)).toEqual([accounts.bob, accounts.alice]);
    },
  );

  test('page by page, by account, by session, and as CSV', async () => {
    const first = await isp.api.get('/address-uses?address=198.51.100.7&limit=1');
    const second = await isp.api.get(`/address-uses?address=198.51.100.7&limit=1&cursor=${first.next_cursor}`);
    expect([first.items?.[0]?.username, second.items?.[0]?.username, second.next_cursor]).toEqual([
      'bob',
      'alice',
      null,
    ]);
    expect(await who(`account_id=${accounts.alice}`)).toHaveLength(2);
    expect(await who(`session_id=${second.items?.[0]?.session_id}`)).toHaveLength(2);
    const client = await isp.db.run((ctx) => createClient(ctx, { name: 'desk', role: 'owner' }));
    const answer = await fetchCsv(client, 'address=198.51.100.7');
    expect(answer.split('\r\n')[1]).toContain('198.51.100.7');
    expect(answer).toContain(',told,');
  });

  const fetchCsv = async (client: { client_id: string; client_secret: string }, query: string): Promise<string> => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', resource: `${isp.url}/api`, ...client });
    const token = (await (await fetch(`${isp.url}/oauth/token`, { method: 'POST', body })).json()) as {
      access_token: string;
    };
    const headers = { authorization: `Bearer ${token.access_token}` };
    return (await fetch(`${isp.url}/api/v1/address-uses?format=csv&${query}`, { headers })).text();
  };

  test('a port of a shared address', async () => {
    const [{ id: nas_id } = {}] = (await isp.api.get('/nas')).items ?? [];
    const block = {
      nas_id,
      address: '203.0.113.5',
      port_from: 1024,
      port_to: 2047,
      inside_address: '198.51.100.7',
      from_at: '2026-02-02T11:40:00Z',
    };
    for (let i = 0; i < 2; i++)
      expect(await isp.api.post('/address-uses/port-blocks', block)).toMatchObject({ account_id: accounts.bob });
    expect(await who('address=203.0.113.5&port=1500&at=2026-02-02T11:50:00Z')).toEqual([accounts.bob]);
    expect(await who('address=203.0.113.5&port=2048&at=2026-02-02T11:50:00Z')).toEqual([]);
    const bad = await isp.api.call('POST', '/address-uses/port-blocks', { ...block, port_from: 3000 });
    expect([bad.status, JSON.stringify(bad.body)]).toEqual([400, expect.stringContaining('port_to')]);
  });

  test('refused without the permission, without a question, and for too wide a range; who asked is recorded', async () => {
    await isp.api.post('/roles', { code: 'books', name: 'Books', permissions: ['billing.read'] });
    const stranger = createApi(isp.url, await isp.db.run((ctx) => createClient(ctx, { name: 'books', role: 'books' })));
    expect((await stranger.call('GET', '/address-uses?address=198.51.100.7')).status).toBe(403);
    expect((await stranger.call('POST', '/address-uses/port-blocks', {})).status).toBe(403);
    expect((await isp.api.call('GET', '/address-uses')).status).toBe(400);
    expect((await isp.api.call('GET', '/address-uses?address=nonsense')).status).toBe(400);
    expect((await isp.api.call('GET', '/address-uses?address=198.51.0.0/16')).status).toBe(422);
    await isp.api.get('/address-uses?address=192.0.2.200&port=25');
    const { rows } = await sql<{ actor: string; after: unknown }>`
      select actor, after from kernel.audit where op = 'read' order by id desc limit 1`.execute(isp.db.kernel.db);
    expect(rows[0]).toEqual({
      actor: expect.stringMatching(/^client:.*:story$/),
      after: { limit: 50, address: '192.0.2.200', port: 25 },
    });
  });
});

describe('in the console', () => {
  let desk: ConsoleWindow;
  let page: Page;

  beforeAll(async () => {
    if (!browser) return;
    desk = await openConsole(isp, browser, { timezoneId: 'Europe/Berlin' });
    page = desk.page;
  });

  const ask = async (at: string): Promise<void> => {
    await page.getByLabel('Address or prefix').fill('198.51.100.7');
    await page.getByLabel('When').fill(at);
    await page.getByRole('button', { name: 'Who had it?' }).click();
  };

  test('asked by address and time in the reader’s zone or UTC, found by the search, on a phone too', async (context) => {
    if (!browser) return context.skip();
    await desk.signIn();
    await page.getByRole('navigation').getByRole('link', { name: 'Who had it' }).click();
    await page.getByText('Whose address?').waitFor();
    await ask('2026-02-02T11:30:00');
    await page.getByRole('link', { name: 'alice' }).first().waitFor();
    await page.getByText('UTC', { exact: true }).click();
    await ask('2026-02-02T11:30:00');
    await page.getByRole('link', { name: 'bob' }).first().waitFor();
    await page.getByText('has it now').waitFor();
    await desk.picture('who');
    await ask('2026-02-02T11:15:00');
    await page.getByText('Who had it before that').waitFor();
    await page.getByRole('link', { name: 'alice' }).first().waitFor();
    await page.getByText('end is sure').waitFor();
    await desk.picture('before');
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Search everything' }).fill('2001:db8:2:ff77::1');
    await page.getByText('Who had this address').first().click();
    await page.getByText('delegated').or(page.getByText('2001:db8:2:ff00::/56')).first().waitFor();
    await page.getByRole('link', { name: '2001:db8:2:ff00::/56' }).first().click();
    await page.getByRole('link', { name: 'Who had it' }).nth(1).waitFor();
    await desk.picture('session');
    expect(desk.faults).toEqual([]);
  });
});
