/** Limits in money: what use costs is held, by the plan's own price of it; typed and seen in a real Chromium, with a NAS on the other side. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Received } from '../../tools/fake-nas/coa-listener.ts';
import type { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import { type ConsoleWindow, launchBrowser, openConsole } from './browser.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

const PASSWORD = 'open sesame 42';
const GB = 1_000_000_000;
/** 10 GB are in the price, each one more costs half a euro. */
const PRICED = { included_bytes: 10 * GB, overage_unit_bytes: GB, overage_unit_price_minor: '50' };
const MONEY = { what: 'money', per: 'period', amount: 500, action: 'wall' };

let stage: Stage | undefined;
let isp: Platform;
let browser: Browser | undefined;
let desk: ConsoleWindow;
let page: Page;
let nas: FakeNas;
const heard: Received[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  stage = await setStage('2026-11-25T10:00:00Z');
  ({ isp, nas } = stage);
  nas.on('received', (received) => heard.push(received));
  if (!browser) return;
  desk = await openConsole(isp, browser);
  page = desk.page;
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

/** An account in Berlin with a plan; its user name is the account's. Gives a session that is online. */
const online = async (name: string, plan_id: unknown) => {
  const account = await isp.api.post('/accounts', { name, email: `${name}@example.org`, zone: 'Europe/Berlin' });
  const made = await isp.api.post(`/accounts/${account.id}/subscriptions`, {
    account_id: account.id,
    plan_id,
    username: name,
    password: PASSWORD,
  });
  await expect.poll(async () => (await nas.login(name, PASSWORD)).outcome).toBe('accept');
  const answer = await nas.login(name, PASSWORD);
  if (!answer.session) throw new Error('not let on');
  await nas.start(answer.session);
  const { id } = made.subscription as { readonly id: string };
  return { id, account_id: account.id, answer, session: answer.session };
};

const plan = async (code: string, terms: Record<string, unknown>) =>
  (await isp.api.post('/plans', { code, name: code, price_minor: 2000, ...terms })).id;

const limits = (id: string) => isp.api.get(`/subscriptions/${id}/limits`);

test('the session is walled by the record that makes the money up; a top-up of data does not lift it', async () => {
  const { id, session } = await online('capped', await plan('capped', { ...PRICED, limits: [MONEY] }));
  await nas.interim(session, { output_octets: BigInt(15 * GB) });
  const meter = { what: 'money', per: 'period', amount: 500, topped_up_left: 0 };
  await expect
    .poll(() => limits(id))
    .toMatchObject({ mode: 'allow', currency: 'EUR', meters: [{ ...meter, used: 250, left: 250 }] });
  heard.length = 0;
  await nas.interim(session, { output_octets: BigInt(20 * GB) });
  await expect.poll(() => heard.map((h) => h.kind)).toEqual(['coa']);
  expect(await limits(id)).toMatchObject({
    mode: 'walled',
    reason: 'limit: €5.00 of the period spent until 25 December',
    meters: [{ ...meter, used: 500, left: 0 }],
  });
  const more = { id, what: 'data', amount: GB, reason: 'x' };
  expect(await isp.api.call('POST', `/subscriptions/${id}/top-ups`, more, { 'idempotency-key': 'k' })).toMatchObject({
    status: 409,
    body: { title: 'flows.nothing-to-top-up' },
  });
  await nas.stop(session);
});

test('where nothing is included, money for the whole of a subscription is told to the NAS as octets', async () => {
  const terms = { ...PRICED, included_bytes: 0, limits: [{ ...MONEY, per: 'total', action: 'deny' }] };
  const { answer, session } = await online('prepaid', await plan('prepaid', terms));
  const told = (name: string) => Number(answer.attributes.find((a) => a.name === name)?.value ?? 0);
  expect(told('Mikrotik-Total-Limit') + told('Mikrotik-Total-Limit-Gigawords') * 2 ** 32).toBe(10 * GB);
  await nas.stop(session);
});

test('new terms may hold money, if they say what use costs', async () => {
  const id = await plan('renewed', PRICED);
  const version = { effective_from: '2027-01-01', price_minor: 2000, limits: [MONEY] };
  const key = { 'idempotency-key': 'version' };
  expect(await isp.api.call('POST', `/plans/${id}/versions`, { id, ...version }, key)).toMatchObject({
    status: 422,
    body: { title: 'tariffs.money-limit-unclear' },
  });
  await isp.api.post(`/plans/${id}/versions`, { id, ...version, ...PRICED });
  expect(await isp.api.get(`/plans/${id}`)).toMatchObject({ versions: [{ limits: [] }, { limits: [MONEY] }] });
});

test('money by session ends it, and begins anew with the next', async () => {
  const limit = { ...MONEY, per: 'session', action: 'deny' };
  const id = await plan('sessions', { ...PRICED, included_bytes: 0, limits: [limit] });
  const first = await online('by-session', id);
  await nas.interim(first.session, { output_octets: BigInt(10 * GB) });
  await expect.poll(() => first.session.open).toBe(false);
  const { session } = await nas.login('by-session', PASSWORD);
  if (!session) throw new Error('not let on');
  await nas.start(session);
  await nas.interim(session, { output_octets: BigInt(9 * GB) });
  expect(session.open).toBe(true);
  await nas.interim(session, { output_octets: BigInt(10 * GB) });
  await expect.poll(() => session.open).toBe(false);
});

test.each([
  [{ limits: [{ ...MONEY, direction: 'up' }], ...PRICED }, 400, 'only data has a direction'],
  [{ limits: [MONEY] }, 422, 'what use beyond the included volume costs is not said'],
  [{ limits: [MONEY], ...PRICED, overage_unit_price_minor: '0.00' }, 422, 'costs is not said'],
  [{ limits: [{ ...MONEY, per: 'day' }], ...PRICED }, 422, 'cannot be told apart in a window that is none'],
  [
    { limits: [MONEY], ...PRICED, hours: [{ days: [1], from: '22:00', to: '06:00', free: true }] },
    422,
    'what is used in free hours is billed',
  ],
])('what a limit in money cannot mean is refused, and says why (%#)', async (terms, status, words) => {
  const answer = await isp.api.call('POST', '/plans', { code: 'bad', name: 'Bad', price_minor: 1, ...terms });
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringContaining(words)]);
});

test('an operator types one, and sees what was spent', async ({ skip }) => {
  if (!browser) return skip();
  await desk.signIn();
  await page.goto(`${isp.url}/plans/new`);
  await page.getByLabel('Name').fill('Cap 20');
  await page.getByLabel('Price of a cycle').fill('19.99');
  await page.getByLabel('Included volume').fill('100');
  await page.getByLabel('Beyond it').fill('0.50');
  await page.getByRole('button', { name: 'Add limit' }).click();
  const part = page.getByRole('group', { name: /^Limits$/ });
  await part.getByLabel('What').click();
  await page.getByRole('option', { name: 'Cost of use' }).click();
  await part.getByLabel('How much').fill('20.50');
  await part.getByLabel('In').click();
  await page.getByRole('option', { name: 'a billing period' }).click();
  await desk.picture('money-form');
  await page.getByRole('button', { name: 'Make plan' }).click();
  await page.getByRole('heading', { name: 'Cap 20' }).waitFor();
  await page.getByText('use for €20.50 a billing period, then the walled garden').first().waitFor();
  const [made] = (await isp.api.get('/plans?q=Cap')).items ?? [];
  const { account_id, session } = await online('alice', made?.id);
  await nas.interim(session, { output_octets: BigInt(120 * GB) });
  await page.goto(`${isp.url}/accounts/${account_id}`);
  await page.getByText('€10.00 of €20.50 this period').first().waitFor();
  await desk.picture('money-account');
  expect(desk.faults).toEqual([]);
});
