/** A line of use followed down to its records in the console: its arithmetic, days, sessions and check sum; and what came late. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { sql } from '../src/kernel/db.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import { eventually } from './eventually.ts';
import { type Answer, type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const GB = 1_000_000_000n;

let browser: Browser | undefined;
let isp: Platform;
let desk: ConsoleWindow;
let page: Page;
let nas: FakeNas;
let now = Date.parse('2026-11-02T12:00:00Z');
let account: string;
let first: Answer['body'] | undefined;

const turn = async (to: string): Promise<void> => {
  await isp.turnTo(to);
  now = Date.parse(to);
};

const online = () =>
  eventually(async () => {
    const { session } = await nas.login('ada', 'open sesame 42');
    if (!session) throw new Error('ada was not let on');
    return session;
  });

/** A session of a day that used so much; its Stop is sent at once. */
const use = async (day: string, gb: bigint): Promise<FakeSession> => {
  now = Date.parse(`${day}T10:00:00Z`);
  await isp.turnTo(`${day}T10:00:00Z`);
  const session = await online();
  await nas.start(session);
  now = Date.parse(`${day}T11:00:00Z`);
  await nas.stop(session, { output_octets: gb * GB });
  return session;
};

beforeAll(async () => {
  browser = await launchBrowser();
  isp = await startPlatform({ now: '2026-11-02T12:00:00Z' });
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    now: () => now,
  });
  const { coa_port } = nas;
  await isp.api.post('/nas', { name: 'bng-1', address: '127.0.0.1', secret: SECRET, vendor: 'mikrotik', coa_port });
  await isp.api.patch('/dunning-policies/standard', { minimum_debt_minor: 1_000_000_000 });
  const terms = { included_bytes: 100e9, overage_unit_bytes: 1e9, overage_unit_price_minor: '50' };
  const plan = await isp.api.post('/plans', { code: 'home', name: 'Home 100', price_minor: 2000, ...terms });
  account = String((await isp.api.post('/accounts', { name: 'Ada Byron', zone: 'UTC' })).id);
  const log_in = { username: 'ada', password: 'open sesame 42', anchor_day: 1 };
  await isp.api.post(`/accounts/${account}/subscriptions`, { account_id: account, plan_id: plan.id, ...log_in });
  await use('2026-11-10', 70n);
  await use('2026-11-20', 40n);
  const cut_off = await use('2026-11-29', 10n);
  await turn('2026-12-01T12:00:00Z');
  [first] = (await isp.api.get(`/invoices?account_id=${account}`)).items ?? [];
  await nas.interim(cut_off, { output_octets: 25n * GB, at_ms: Date.parse('2026-11-29T11:30:00Z') });
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
  await desk.signIn();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await nas?.close();
  await isp?.stop();
});

const explore = async (invoice: unknown): Promise<void> => {
  await page.goto(`${isp.url}/invoices/${invoice}`);
  await page.getByRole('button', { name: 'Where it comes from' }).click();
};

test('before the next bill run, the line says that its records differ, and by how much', async ({ skip }) => {
  if (!browser) return skip();
  await turn('2026-12-01T12:10:00Z');
  await explore(first?.id);
  await page.getByText('differs', { exact: true }).waitFor();
  await page.getByText(/15,000,000,000 octets \(15 GB\) more\..*The next bill run rates the period again/).waitFor();
  expect(await page.getByRole('button', { name: 'Rate again' }).count()).toBe(0);
  await desk.picture('usage-differs');
});

test('after it, it is reckoned with; the late session is named, and leads to its records', async ({ skip }) => {
  if (!browser) return skip();
  await turn('2026-12-02T12:00:00Z');
  await explore(first?.id);
  await page.getByText('reckoned with').waitFor();
  const sums = page.getByLabel('How the amount came about');
  await sums.getByText('20 GB × €0.50').waitFor();
  await sums.getByRole('link', { name: 'Home 100, version 1' }).waitFor();
  await page.getByText('3 sessions', { exact: true }).waitFor();
  await page.getByText('Only what came late').click();
  const sessions = page.getByRole('table', { name: 'Sessions this line was rated from' });
  await expect.poll(() => sessions.getByRole('row').count()).toBe(2);
  await sessions.getByText('15,000,000,000').waitFor();
  await desk.picture('usage-reckoned');
  await page.getByText('Days', { exact: true }).click();
  const days = page.getByRole('table', { name: 'Use by day' });
  await days.getByText('70,000,000,000').waitFor();
  expect(await days.getByRole('row').count()).toBe(3);
});

test('the correction shows both sides, and the line it corrects', async ({ skip }) => {
  if (!browser) return skip();
  const billed = page.getByRole('table', { name: 'All that was billed of this period' });
  await billed.getByRole('link', { name: /^INV-2026-\d+, line 1$/ }).click();
  await page.getByText('Home 100: 135 GB used, not 120 GB; 100 GB included').waitFor();
  await page.getByRole('button', { name: 'Where it comes from' }).click();
  await page.getByText('proven', { exact: true }).waitFor();
  const sums = page.getByLabel('How the amount came about');
  for (const text of ['€17.50', '-€10.00', '€7.50']) await sums.getByText(text, { exact: true }).waitFor();
  await page.getByLabel('Check sums').getByText('Known before').waitFor();
  await desk.picture('usage-correction');
  const row = page.getByRole('table', { name: 'Sessions this line was rated from' }).getByRole('row').nth(3);
  await row.getByRole('link').click();
  await page.waitForURL(/\/sessions\//);
});

test('records that were taken away are asked to be rated again, and come back as a credit note', async ({ skip }) => {
  if (!browser) return skip();
  await sql`delete from aaa.usage_quarter where account_id = ${account} and quarter_at > '2026-11-29' and quarter_at < '2026-11-30'`.execute(
    isp.db.kernel.db,
  );
  await explore(first?.id);
  await page.getByText('differs', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Rate again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rate again' }).click();
  await page.getByText('The next bill run rates this period again.').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Rate again' }).count()).toBe(0);
  await turn('2026-12-03T12:00:00Z');
  await explore(first?.id);
  const billed = page.getByRole('table', { name: 'All that was billed of this period' });
  await billed.getByRole('link', { name: /^CN-2026-/ }).waitFor();
  await billed.getByText('-€12.50').waitFor();
  await desk.picture('usage-credited');
  expect(desk.faults).toEqual([]);
});

test('five thousand sessions are read page by page, by time or by size, each once; a line of no use has none', async () => {
  await sql`
    insert into aaa.usage_quarter (account_id, subscription_id, quarter_at, session_id, input_octets, output_octets)
    select q.account_id, q.subscription_id, timestamptz '2026-11-03' + (i % 2000) * interval '15 minutes', gen_random_uuid(), i, 0
    from (select account_id, subscription_id from aaa.usage_quarter where account_id = ${account} limit 1) q, generate_series(1, 5000) i`.execute(
    isp.db.kernel.db,
  );
  const path = `/invoices/${first?.id}/lines/2/sessions`;
  for (const sort of ['used_from', '-octets']) {
    const seen: Answer['body'][] = [];
    for (let cursor: unknown = ''; cursor !== null; ) {
      const at = cursor === '' ? '' : `&cursor=${cursor}`;
      const found = await isp.api.get(`${path}?sort=${sort}&limit=500${at}`);
      seen.push(...(found.items ?? []));
      cursor = found.next_cursor;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(5002);
    expect(seen).toHaveLength(5002);
    expect(seen.reduce((sum, { octets }) => sum + Number(octets), 0)).toBe(110e9 + 12_502_500);
  }
  expect((await isp.api.call('GET', `/invoices/${first?.id}/lines/1/sessions`)).status).toBe(404);
});
