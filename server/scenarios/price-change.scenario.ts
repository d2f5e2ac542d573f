/** Price changes through the API: whom they hit, each at a period of its own, to the cent; taken back; who comes to the old terms later; own prices and guaranteed ones keep theirs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import type { Answer } from './platform.ts';
import { type Platform, startPlatform } from './platform.ts';

type Body = Answer['body'];
type Row = Record<string, unknown>;

const LONG_MS = 300_000;
const BOUND = { contract_months: 6, price_guarantee: true };

let isp: Platform;
const plans: Record<string, string> = {};
const accounts: Record<string, string> = {};
const subscriptions: Record<string, string> = {};

const offer = async (code: string, price_minor: number, terms: Row = {}) => {
  plans[code] = String(
    (await isp.api.post('/plans', { kind: 'recurring', code, name: code, price_minor, ...terms })).id,
  );
};

const subscribe = async (name: string, plan: string, more: Row = {}) => {
  const account = String((await isp.api.post('/accounts', { name, zone: 'UTC' })).id);
  const of = { account_id: account, plan_id: plans[plan], ...more };
  const { subscription } = await isp.api.post(`/accounts/${account}/subscriptions`, of);
  accounts[name] = account;
  subscriptions[name] = (subscription as { readonly id: string }).id;
};

const change = (name: string, body: Row) => isp.api.post(`/subscriptions/${subscriptions[name]}/change-plan`, body);
const segments = async (name: string) => {
  const { segments: all } = await isp.api.get(`/subscriptions/${subscriptions[name]}`);
  return (all as Row[]).map((s) => `${s.from_on} v${s.plan_version} ${s.price_minor}${s.own_price ? ' own' : ''}`);
};
const bill = (name: string) => isp.api.post(`/accounts/${accounts[name]}/bill`);
const lineText = (line: Row): string => `${line.period_from}→${line.period_to} ${line.net_minor}`;
const lines = async (name: string): Promise<string[]> => {
  const { items = [] } = await isp.api.get(`/invoices?account_id=${accounts[name]}&sort=issued_on&limit=100`);
  const all = await Promise.all(items.map((each) => isp.api.get(`/invoices/${each.id}`)));
  return all.flatMap((each) => each.lines as Row[]).map(lineText);
};

const planned = (id: unknown): Promise<Body> =>
  eventually(async () => {
    const found = await isp.api.get(`/price-changes/${id}`);
    if (found.state === 'planning' || found.state === 'taking-back') throw new Error(`still ${found.state}`);
    return found;
  });
const publish = async (plan: string, terms: Row): Promise<Body> => {
  const { price_change_id } = await isp.api.post(`/plans/${plans[plan]}/versions`, terms);
  return planned(price_change_id);
};
const refused = async (path: string, body: Row) => {
  const { status, body: said } = await isp.api.call('POST', path, body, { 'idempotency-key': crypto.randomUUID() });
  return [status, String(said.type).replace('/problems/', '')];
};

const HOME = { effective_from: '2026-03-01', price_minor: 3300 };
let shown: Body;
let home: Body;
let yearly: Body;
/** What `tenth` is to be billed, as it was foreseen when the price change was published. */
let foreseen: string[];

const begin = async () => {
  isp = await startPlatform({ now: '2026-01-10T12:00:00Z' });
  await isp.api.patch('/dunning-policies/standard', { minimum_debt_minor: 1_000_000_000 });
  await offer('home', 3000);
  await offer('yearly', 30_000, { cycle_unit: 'year' });
  await offer('bound', 2000, BOUND);
  await offer('trial', 2000, { phases: [{ cycles: 3, price_minor: 500 }] });
  await subscribe('first', 'home', { anchor_day: 1 });
  await subscribe('tenth', 'home');
  await subscribe('own', 'home', { anchor_day: 1, price_override_minor: 2500 });
  await subscribe('leaves', 'home', { anchor_day: 1 });
  await subscribe('ends', 'home', { anchor_day: 1 });
  await subscribe('yearly', 'yearly');
  await subscribe('bound', 'bound');
  await subscribe('trial', 'trial');
};

beforeAll(async () => {
  await begin();
  for (const name of ['first', 'tenth', 'own', 'yearly']) await bill(name);
  await change('leaves', { plan_id: plans.bound, on: '2026-06-01' });
  await isp.api.post(`/subscriptions/${subscriptions.ends}/end`, { on: '2026-02-20' });
  shown = await isp.api.post(`/plans/${plans.home}/versions/preview`, HOME);
  home = await publish('home', { ...HOME, running: {} });
  yearly = await publish('yearly', {
    effective_from: '2026-03-01',
    price_minor: 36_000,
    cycle_unit: 'year',
    running: {},
  });
  const { documents } = await isp.api.get(`/accounts/${accounts.tenth}/foreseen?count=3`);
  foreseen = (documents as { readonly invoice: { readonly lines: readonly Row[] } }[]).flatMap(({ invoice }) =>
    invoice.lines.map(lineText),
  );
}, LONG_MS);
afterAll(() => isp?.stop());

test('before it is published one sees whom it hits and by how much', () => {
  expect(shown).toMatchObject({
    currency: 'EUR',
    subscriptions: 2,
    accounts: 2,
    before_month_minor: 6000,
    after_month_minor: 6600,
    first_on: '2026-03-01',
    last_on: '2026-03-10',
    guaranteed: 0,
    kept: [
      { why: 'ends', subscriptions: 1 },
      { why: 'own-price', subscriptions: 1 },
      { why: 'planned', subscriptions: 1 },
    ],
    steps: [{ step: 'to-10', subscriptions: 2, difference_minor: 600 }],
    days: [{ month: '2026-03', subscriptions: 2 }],
  });
  expect(shown.most).toMatchObject([
    { account_name: 'first', before_minor: 3000, after_minor: 3300, difference_minor: 300 },
    { account_name: 'tenth', from_on: '2026-03-10' },
  ]);
});

test('and nothing is written by looking', async () => {
  const { versions } = await isp.api.get(`/plans/${plans.home}`);
  expect((versions as Row[]).map((version) => version.version)).toEqual([1, 2]);
  expect((await isp.api.get('/price-changes')).items).toHaveLength(2);
});

test('whom it would hit is a list, in pages and as CSV', async () => {
  const query = 'effective_from=2026-05-01&price_minor=4000&up_to_version=1&own_prices=replaced';
  const { items } = await isp.api.get(`/plans/${plans.home}/affected?${query}`);
  expect(items).toMatchObject([{ account_name: 'own', before_minor: 2500, after_minor: 4000, from_on: '2026-05-01' }]);
  const { items: page, next_cursor } = await isp.api.get(
    `/plans/${plans.home}/affected?effective_from=2026-05-01&price_minor=4000&limit=1`,
  );
  expect(page).toMatchObject([{ account_name: 'first', before_minor: 3300 }]);
  const { items: next } = await isp.api.get(
    `/plans/${plans.home}/affected?effective_from=2026-05-01&price_minor=4000&limit=1&cursor=${next_cursor}`,
  );
  expect(next).toMatchObject([{ account_name: 'tenth', from_on: '2026-05-10' }]);
});

test('each gets it at the beginning of a period of its own', async () => {
  expect(home).toMatchObject({ state: 'planned', due: 2, planned: 2, begun: 0, waiting: 2, published_by: 'story' });
  expect(await segments('first')).toEqual(['2026-01-10 v1 3000', '2026-03-01 v2 3300']);
  expect(await segments('tenth')).toEqual(['2026-01-10 v1 3000', '2026-03-10 v2 3300']);
  expect(await segments('own')).toEqual(['2026-01-10 v1 2500 own']);
  expect(await segments('leaves')).toEqual(['2026-01-10 v1 3000', '2026-06-01 v1 2000']);
  expect(await segments('ends')).toEqual(['2026-01-10 v1 3000']);
  expect(await segments('yearly')).toEqual(['2026-01-10 v1 30000', '2027-01-10 v2 36000']);
  const { items } = await isp.api.get(`/price-changes/${home.id}/subscriptions`);
  expect((items as Row[]).map((row) => row.difference_minor)).toEqual([300, 300]);
});

describe('who comes to the old terms later', () => {
  test('a subscription that is sold before the day gets the new ones', async () => {
    await subscribe('late', 'home', { anchor_day: 15 });
    expect(await segments('late')).toEqual(['2026-01-10 v1 3000', '2026-03-15 v2 3300']);
  });
  test('one that is to begin on the day or later has them at once', async () => {
    await subscribe('ahead', 'home', { start_on: '2026-03-05' });
    expect(await segments('ahead')).toEqual(['2026-03-05 v2 3300']);
  });
  test('one whose billing day changes gets them at its new period', async () => {
    await subscribe('moves', 'home', { anchor_day: 1 });
    await change('moves', { plan_id: plans.home, anchor_day: 20, on: '2026-02-20' });
    expect(await segments('moves')).toEqual(['2026-01-10 v1 3000', '2026-02-20 v1 3000', '2026-03-20 v2 3300']);
  });
  test('one that gets a price of its own keeps it, and gets them when that is taken back', async () => {
    await change('late', { plan_id: plans.home, price_override_minor: 1500, on: '2026-02-15' });
    expect(await segments('late')).toEqual(['2026-01-10 v1 3000', '2026-02-15 v1 1500 own']);
    await isp.api.call('DELETE', `/subscriptions/${subscriptions.late}/changes/2026-02-15`);
    expect(await segments('late')).toEqual(['2026-01-10 v1 3000', '2026-03-15 v2 3300']);
  });
  test('one that moves to another plan is left alone', async () => {
    await subscribe('gone', 'home', { anchor_day: 1 });
    await change('gone', { plan_id: plans.bound, on: '2026-02-01' });
    expect(await segments('gone')).toEqual(['2026-01-10 v1 3000', '2026-02-01 v1 2000']);
  });
  test('what it planned for one subscription is not taken back alone', async () => {
    const path = `/subscriptions/${subscriptions.first}/changes/2026-03-01`;
    const { status, body } = await isp.api.call('DELETE', path);
    expect([status, String(body.type)]).toEqual([409, '/problems/subscriptions.planned-by-price-change']);
  });
});

describe('a guaranteed price, and one of the beginning', () => {
  test('wait: until the term is over, and until the plan’s own price has been asked once', async () => {
    const bound = { ...BOUND, effective_from: '2026-03-01', price_minor: 2400 };
    const preview = await isp.api.post(`/plans/${plans.bound}/versions/preview`, bound);
    expect(preview).toMatchObject({ subscriptions: 1, guaranteed: 1, first_on: '2026-07-10' });
    await publish('bound', { ...bound, running: {} });
    expect(await segments('bound')).toEqual(['2026-01-10 v1 2000', '2026-07-10 v2 2400']);
    await publish('trial', { effective_from: '2026-02-01', price_minor: 2200, running: {} });
    expect(await segments('trial')).toEqual(['2026-01-10 v1 500', '2026-04-10 v1 2000', '2026-05-10 v2 2200']);
  });
});

describe('taken back', () => {
  test('all that has not begun is gone, and the terms are sold to nobody', async () => {
    const change = await publish('home', {
      effective_from: '2026-05-01',
      price_minor: 9900,
      running: { own_prices: 'replaced' },
    });
    expect(await segments('own')).toEqual(['2026-01-10 v1 2500 own', '2026-05-01 v3 9900']);
    expect(await segments('first')).toEqual(['2026-01-10 v1 3000', '2026-03-01 v2 3300', '2026-05-01 v3 9900']);
    await isp.api.post(`/price-changes/${change.id}/take-back`);
    expect(await planned(change.id)).toMatchObject({ state: 'taken-back', taken_back_by: 'story', waiting: 0 });
    expect(await segments('first')).toEqual(['2026-01-10 v1 3000', '2026-03-01 v2 3300']);
    expect(await segments('own')).toEqual(['2026-01-10 v1 2500 own']);
    await subscribe('after', 'home', { start_on: '2026-06-01' });
    expect(await segments('after')).toEqual(['2026-06-01 v2 3300']);
    expect(await refused(`/price-changes/${change.id}/take-back`, {})).toEqual([
      409,
      'subscriptions.price-change-taken-back',
    ]);
  });
});

test('refused: too soon, a version there is not', async () => {
  const path = `/plans/${plans.home}/versions`;
  expect(await refused(path, { effective_from: '2026-03-02', price_minor: 1, running: { up_to_version: 9 } })).toEqual([
    422,
    'flows.no-older-version',
  ]);
  await offer('young', 1000, { effective_from: '2026-01-01' });
  expect(
    await refused(`/plans/${plans.young}/versions`, { effective_from: '2026-01-10', price_minor: 1, running: {} }),
  ).toEqual([422, 'flows.price-change-too-soon']);
});

describe('what is billed', () => {
  beforeAll(async () => {
    // Day by day for those of the first, at once for the one of the tenth: it is billed by its own runs.
    for (const now of ['2026-02-01', '2026-02-10', '2026-03-01', '2026-03-02', '2026-03-10', '2026-04-02'])
      await isp.turnTo(`${now}T12:00:00Z`);
  }, LONG_MS);

  test('is the old price until the period’s beginning, and the new one from it on', async () => {
    expect(await lines('first')).toEqual([
      '2026-01-10→2026-02-01 2129',
      '2026-02-01→2026-03-01 3000',
      '2026-03-01→2026-04-01 3300',
      '2026-04-01→2026-05-01 3300',
    ]);
    expect(await lines('tenth')).toEqual([
      '2026-01-10→2026-02-10 3000',
      '2026-02-10→2026-03-10 3000',
      '2026-03-10→2026-04-10 3300',
    ]);
    expect(await lines('tenth')).toEqual(['2026-01-10→2026-02-10 3000', ...foreseen.slice(0, 2)]);
    expect(await lines('own')).toEqual([
      '2026-01-10→2026-02-01 1774',
      '2026-02-01→2026-03-01 2500',
      '2026-03-01→2026-04-01 2500',
      '2026-04-01→2026-05-01 2500',
    ]);
    expect(await lines('yearly')).toEqual(['2026-01-10→2027-01-10 30000']);
  });

  test('it is in force, and those that have it keep it when the rest is taken back', async () => {
    expect(await isp.api.get(`/price-changes/${home.id}`)).toMatchObject({ state: 'in-force', waiting: 0 });
    expect(yearly).toMatchObject({ due: 1 });
    await isp.api.post(`/price-changes/${yearly.id}/take-back`);
    await planned(yearly.id);
    expect(await segments('yearly')).toEqual(['2026-01-10 v1 30000']);
    expect(await segments('first')).toEqual(['2026-01-10 v1 3000', '2026-03-01 v2 3300']);
  });

  test(
    'a price of its own from a day on is seen and billed',
    async () => {
      await change('first', { plan_id: plans.home, price_override_minor: 2900, on: '2026-05-01' });
      await isp.turnTo('2026-05-02T12:00:00Z');
      expect((await lines('first')).at(-1)).toBe('2026-05-01→2026-06-01 2900');
      expect(await isp.api.get(`/subscriptions/${subscriptions.first}`)).toMatchObject({ price_override_minor: 2900 });
    },
    LONG_MS,
  );
});
