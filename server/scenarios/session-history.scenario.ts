/** A session's life after its end: put away by month, found as before, corrected by a record that comes days late, and dropped with its month. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { sql } from '../src/kernel/db.ts';
import { launchBrowser, openConsole } from './browser.ts';
import { eventually } from './eventually.ts';
import { type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const GB = 1_000_000_000n;

let browser: Browser | undefined;
let isp: Platform;
let nas: FakeNas;
let now = Date.parse('2026-02-02T09:00:00Z');
let account = '';
let line: FakeSession;

const turn = async (to: string): Promise<void> => {
  now = Date.parse(to);
  await isp.turnTo(to);
};
const count = async (table: string): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(isp.db.kernel.db)).rows[0]?.n ??
  -1;
const sessions = async () => (await isp.api.get(`/sessions?account_id=${account}`)).items ?? [];

beforeAll(async () => {
  browser = await launchBrowser();
  isp = await startPlatform({ now: '2026-02-02T09:00:00Z' });
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    now: () => now,
  });
  const plan = await isp.api.post('/plans', {
    code: 'home',
    name: 'Home',
    price_minor: 2000,
    rate_down_kbps: 1000,
    rate_up_kbps: 1000,
  });
  await isp.api.post('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/24' });
  await isp.api.post('/nas', {
    name: 'bng',
    address: '127.0.0.1',
    secret: SECRET,
    vendor: 'mikrotik',
    coa_port: nas.coa_port,
  });
  account = String((await isp.api.post('/accounts', { name: 'alice', zone: 'UTC' })).id);
  await isp.api.post(`/accounts/${account}/subscriptions`, {
    account_id: account,
    plan_id: plan.id,
    username: 'alice',
    password: 'secret of alice',
  });
});
afterAll(async () => {
  await nas?.close();
  await browser?.close();
  await isp?.stop();
});

test('an hour after its Stop a session is put away, and everybody finds it as before', async () => {
  line = await eventually(async () => {
    const { session } = await nas.login('alice', 'secret of alice');
    if (!session) throw new Error('alice was not let on');
    return session;
  });
  await nas.start(line);
  await turn('2026-02-02T09:10:00Z');
  await nas.stop(line, { input_octets: 2n * GB, output_octets: 3n * GB });
  const before = await sessions();
  const page = await isp.api.get(`/sessions/${before[0]?.id}`);
  await turn('2026-02-02T10:10:00Z');
  expect([await count('aaa.session'), await count('aaa.session_history')]).toEqual([1, 0]);
  await turn('2026-02-02T10:20:00Z');
  expect([await count('aaa.session'), await count('aaa.session_history')]).toEqual([0, 1]);
  expect(await sessions()).toEqual(before);
  expect(await isp.api.get(`/sessions/${before[0]?.id}`)).toEqual(page);
  for (const query of ['username=alice', 'state=closed', `nas_id=${before[0]?.nas_id}`])
    expect((await isp.api.get(`/sessions?${query}`)).items).toEqual(before);
  expect((await isp.api.get('/sessions?state=open')).items).toEqual([]);
  const told = (await isp.api.get(`/accounts/${account}/timeline?kind=session`)).items ?? [];
  expect(told.map((item) => item.title)).toEqual(['Session ended', 'Session started']);
});

test('a record that comes days late finds its session: its octets count once, in the quarter they belong to', async () => {
  await turn('2026-02-06T12:00:00Z');
  await nas.interim(line, { input_octets: 1n * GB, output_octets: 1n * GB, at_ms: Date.parse('2026-02-02T09:05:00Z') });
  await nas.stop(line, { input_octets: 2n * GB, output_octets: 4n * GB, at_ms: Date.parse('2026-02-02T09:10:00Z') });
  const [session, ...others] = await sessions();
  expect(others).toEqual([]);
  expect(session).toMatchObject({
    input_octets: 2_000_000_000,
    output_octets: 4_000_000_000,
    closed_by: 'stop',
    stopped_at: '2026-02-02T09:10:00.000Z',
  });
  const { quarters } = await isp.api.get(`/sessions/${session?.id}`);
  expect(quarters).toEqual([
    { at: '2026-02-02T09:00:00.000Z', input_octets: 2_000_000_000, output_octets: 4_000_000_000 },
  ]);
  expect(await count('aaa.session')).toBe(1);
  await turn('2026-02-06T13:10:00Z');
  expect([await count('aaa.session'), await count('aaa.session_history')]).toEqual([0, 1]);
});

test('the settings show what is kept, by month', async () => {
  await sql`analyze aaa.session_history`.execute(isp.db.kernel.db);
  const { items, session_months } = await isp.api.get('/retention');
  expect(session_months).toMatchObject([
    { month_on: '2026-03-01', sessions: 0 },
    { month_on: '2026-02-01', sessions: 1 },
  ]);
  for (const item of items ?? []) expect(item.octets).toBeGreaterThan(0);
  if (!browser) return;
  const { page, signIn, picture } = await openConsole(isp, browser);
  await signIn();
  await page.goto(`${isp.url}/settings?tab=retention`);
  const rows = page.getByRole('table', { name: 'Closed sessions by month' }).getByRole('row');
  await rows.nth(2).waitFor();
  expect(await rows.nth(2).textContent()).toMatch(/^Feb 261\d+(\.\d+)? kB$/);
  await picture('retention');
});

test('a month goes as a whole once its last session is old enough', async () => {
  expect((await isp.api.call('PUT', '/retention', { sessions: 30 })).status).toBe(200);
  const [session] = await sessions();
  await turn('2026-03-30T12:00:00Z');
  expect((await isp.api.call('GET', `/sessions/${session?.id}`)).status).toBe(200);
  await turn('2026-03-31T12:00:00Z');
  expect((await isp.api.call('GET', `/sessions/${session?.id}`)).status).toBe(404);
  expect(await sessions()).toEqual([]);
  const months = (await isp.api.get('/retention')).session_months as { month_on: string }[];
  expect(months.map((month) => month.month_on)).not.toContain('2026-02-01');
});
