/** A line changes hands, with a NAS on the wire: who pays from which day, whose use it is, and the session that goes on. */
import { epochMs, instant } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { type Answer, type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const PASSWORD = 'open sesame 42';
const GB = 1_000_000_000;
type Json = Record<string, unknown>;

let isp: Platform;
let nas: FakeNas;
let entity: string;
let clock = epochMs(instant('2026-04-24T08:00:00Z'));
const heard: string[] = [];
const plans: Record<string, string> = {};

const turnTo = async (at: string): Promise<void> => {
  await isp.turnTo(at);
  clock = epochMs(instant(at));
};

const planOf = async (code: string, terms: Json) => {
  plans[code] = String((await isp.api.post('/plans', { code, name: code, tax_code: 'VAT20', ...terms })).id);
};

beforeAll(async () => {
  isp = await startPlatform({ now: '2026-04-24T08:00:00Z' });
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    now: () => clock,
  });
  nas.on('received', ({ kind }) => heard.push(kind));
  const { coa_port } = nas;
  await isp.api.post('/nas', { name: 'bng-1', address: '127.0.0.1', secret: SECRET, vendor: 'mikrotik', coa_port });
  entity = String(((await isp.api.get('/legal-entities')).items ?? [])[0]?.id);
  await isp.api.patch(`/legal-entities/${entity}`, { payment_days: 1 });
  await isp.api.patch('/dunning-policies/standard', { steps: [{ code: 'stop', days: 1, kind: 'suspend' }] });
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const rates = { rate_down_kbps: 50_000, rate_up_kbps: 10_000 };
  const limits = [{ what: 'data', per: 'month', amount: 100 * GB, action: 'wall' }];
  const use = { included_bytes: 10 * GB, overage_unit_bytes: GB, overage_unit_price_minor: '10' };
  await planOf('line', { price_minor: 3000, ...rates, limits });
  await planOf('metered', { price_minor: 3000, ...rates, ...use });
  await planOf('bound', {
    price_minor: 3000,
    contract_months: 24,
    contract_renewal: 'none',
    early_fee: 'fixed',
    early_fee_minor: 9900,
  });
  await planOf('phone', { price_minor: 500, kind: 'add-on' });
  await planOf('telephone', { price_minor: 500, kind: 'voice' });
  await planOf('whole', { price_minor: 3000, proration: 'full' });
});
afterAll(async () => {
  await nas?.close();
  await isp?.stop();
});

const openAccount = async (name: string, more: Json = {}): Promise<string> =>
  String((await isp.api.post('/accounts', { name, zone: 'Europe/Berlin', ...more })).id);
const subscribe = async (account: string, plan: string, more: Json = {}): Promise<string> => {
  const body = { plan_id: plans[plan], anchor_day: 1, ...more };
  const { subscription } = await isp.api.post(`/accounts/${account}/subscriptions`, body);
  return String((subscription as Json).id);
};
const bill = (account: string) => isp.api.post(`/accounts/${account}/bill`);
const subscription = (id: unknown) => isp.api.get(`/subscriptions/${id}`);
const refused = async (path: string, body: Json): Promise<string> => {
  const { status, body: said } = await isp.api.call('POST', path, body, { 'idempotency-key': crypto.randomUUID() });
  return `${status} ${said.title}`;
};
const enter = async (name: string): Promise<FakeSession> => {
  await expect.poll(async () => (await nas.login(name, PASSWORD)).outcome).not.toBe('reject');
  const { session } = await nas.login(name, PASSWORD);
  if (!session) throw new Error('not let on');
  await nas.start(session);
  return session;
};
const download = (session: FakeSession, octets: number) => nas.interim(session, { output_octets: BigInt(octets) });

/** Lines and what came back, as kind, days and net. */
const documents = async (account: string): Promise<string[]> => {
  const found: string[] = [];
  for (const { id } of (await isp.api.get(`/invoices?account_id=${account}&sort=issued_on`)).items ?? []) {
    const { lines } = await isp.api.get(`/invoices/${id}`);
    for (const l of lines as Json[]) found.push(`${l.description} ${l.period_from} ${l.period_to} ${l.net_minor}`);
  }
  for (const { id } of (await isp.api.get(`/credit-notes?account_id=${account}&sort=issued_on`)).items ?? []) {
    const { lines } = await isp.api.get(`/credit-notes/${id}`);
    for (const l of lines as Json[]) found.push(`back ${l.period_from} ${l.period_to} ${l.net_minor}`);
  }
  return found;
};
const sessionsOf = async (account: string) => (await isp.api.get(`/sessions?account_id=${account}`)).items ?? [];
const preview = (answer: Answer['body'], side: 'from' | 'to') =>
  ((answer[side] as Json).documents as Json[]).map((each) => ({
    as_of: each.as_of,
    net: ((each.invoice as Json | null)?.net_minor ?? 0) as number,
    back: (each.credits as Json[]).map(({ net_minor }) => net_minor),
  }));

test('a son takes over his father’s line, who is suspended for debt: the session goes on, let out by CoA, and each pays for his days', async () => {
  const [father, son] = [await openAccount('Father'), await openAccount('Son')];
  const line = await subscribe(father, 'line', { username: 'family', password: PASSWORD });
  await subscribe(father, 'phone', { parent_id: line, quantity: 2 });
  await bill(father);
  await turnTo('2026-04-28T08:00:00Z');
  expect(await subscription(line)).toMatchObject({ state: 'suspended', suspended_for: ['unpaid'] });
  const session = await enter('family');
  await download(session, 40 * GB);
  await expect.poll(async () => (await sessionsOf(father))[0]?.output_octets).toBe(40 * GB);
  // What his account was charged for May came back for the days he is suspended.
  const ahead = await isp.api.post(`/subscriptions/${line}/transfer/foresee`, { to_account_id: son });
  expect(ahead).toMatchObject({ on_day: '2026-04-28', add_ons: ['phone'], suspended: false, fee_minor: 0 });
  expect(preview(ahead, 'to')[0]).toEqual({
    as_of: '2026-04-28',
    net: 400,
    back: [],
  });
  expect(await subscription(line)).toMatchObject({ state: 'suspended', transferred_to: null });
  heard.length = 0;
  const done = await isp.api.post(`/subscriptions/${line}/transfer`, { to_account_id: son, reason: 'took over' });
  expect(done).toMatchObject({ on_day: '2026-04-28', done_at: '2026-04-28T08:00:00.000Z' });
  await expect.poll(() => heard).toEqual(['coa']);
  const taken = String(done.to_subscription_id);
  expect(await subscription(taken)).toMatchObject({ account_id: son, state: 'active', started_on: '2026-04-28' });
  expect(await subscription(line)).toMatchObject({ state: 'ended', transferred_to: taken, ended_on: '2026-04-28' });
  // Records of the session keep coming by the name it began with: what they add is the son’s.
  await download(session, 45 * GB);
  await expect.poll(async () => (await sessionsOf(son))[0]?.output_octets).toBe(45 * GB);
  await download(session, 45 * GB);
  await nas.stop(session, { output_octets: BigInt(46 * GB) });
  await expect.poll(async () => (await sessionsOf(son))[0]?.closed_by).toBe('stop');
  expect(await sessionsOf(father)).toMatchObject([
    { output_octets: 40 * GB, closed_by: 'transferred', id: (await sessionsOf(son))[0]?.id },
  ]);
  const used = async (account: string) => {
    const { rows } = await isp.db.kernel.pool.query(
      'select sum(output_octets)::float8 as n from aaa.usage_quarter where account_id = $1',
      [account],
    );
    return (rows[0] as { n: number }).n;
  };
  expect([await used(father), await used(son)]).toEqual([40 * GB, 6 * GB]);
  // The month’s counter goes on: the line has used 46 GB.
  expect(await isp.api.get(`/subscriptions/${taken}/limits`)).toMatchObject({ meters: [{ used: 46 * GB }] });
  expect((await nas.login('family', PASSWORD)).outcome).toBe('accept');
  await bill(son);
  expect(await documents(son)).toEqual(['line 2026-04-28 2026-05-01 300', 'phone 2026-04-28 2026-05-01 100']);
  // Suspended since the 26th: what was charged for the days from then on came back, and no other day is charged.
  await bill(father);
  expect((await documents(father)).sort()).toEqual([
    'back 2026-04-26 2026-05-01 166',
    'back 2026-04-26 2026-05-01 500',
    'line 2026-04-24 2026-05-01 700',
    'phone 2026-04-24 2026-05-01 233',
  ]);
});

test('planned for the next period it is seen, holds everything else off, is taken back, and comes by itself at midnight', async () => {
  await isp.api.patch('/dunning-policies/standard', { minimum_debt_minor: 1_000_000_000 });
  const [seller, buyer] = [await openAccount('Seller'), await openAccount('Buyer')];
  const line = await subscribe(seller, 'line', { username: 'firm', password: PASSWORD, static_ip: '192.0.2.7' });
  await bill(seller);
  const session = await enter('firm');
  const asked = { to_account_id: buyer, when: 'period-end' };
  const ahead = await isp.api.post(`/subscriptions/${line}/transfer/foresee`, asked);
  expect(preview(ahead, 'from')).toEqual([]);
  expect(preview(ahead, 'to').slice(0, 2)).toEqual([
    { as_of: '2026-05-01', net: 3000, back: [] },
    { as_of: '2026-06-01', net: 3000, back: [] },
  ]);
  const first = await isp.api.post(`/subscriptions/${line}/transfer`, asked);
  expect((await isp.api.get(`/transfers?account_id=${buyer}`)).items).toMatchObject([
    { state: 'planned', on_day: '2026-05-01', account_name: 'Seller', to_account_name: 'Buyer', plan_name: 'line' },
  ]);
  const planned = '409 flows.transfer-planned';
  expect(await refused(`/subscriptions/${line}/change-plan`, { plan_id: plans.metered })).toBe(planned);
  expect(await refused(`/subscriptions/${line}/end`, {})).toBe(planned);
  expect(await refused(`/subscriptions/${first.to_subscription_id}/pause`, {})).toBe(planned);
  expect(await refused(`/subscriptions/${line}/transfer`, asked)).toBe(planned);
  expect(await isp.api.post(`/transfers/${first.id}/take-back`)).toMatchObject({ taken_back_by: 'story' });
  expect(await refused(`/transfers/${first.id}/take-back`, {})).toBe('409 subscriptions.transfer-over');
  expect(await subscription(line)).toMatchObject({ ended_on: null, transferred_to: null, state: 'active' });
  expect(await subscription(first.to_subscription_id)).toMatchObject({ state: 'ended' });
  const second = await isp.api.post(`/subscriptions/${line}/transfer`, asked);
  const rehearsed = async (account: string) => {
    const { documents: all } = await isp.api.post(`/accounts/${account}/rehearsals`, { months: 1 });
    return (all as Json[]).flatMap(({ lines }) => lines as Json[]).map((l) => `${l.period_from} ${l.net_minor}`);
  };
  expect([await rehearsed(seller), await rehearsed(buyer)]).toEqual([[], ['2026-05-01 3000']]);
  heard.length = 0;
  await turnTo('2026-04-30T21:50:00Z');
  await download(session, GB / 2);
  await turnTo('2026-04-30T22:10:00Z');
  const taken = second.to_subscription_id;
  expect(await subscription(taken)).toMatchObject({ state: 'active', framed_ip: '192.0.2.7' });
  await download(session, GB);
  await expect.poll(async () => (await sessionsOf(buyer)).length).toBe(1);
  expect(heard).toEqual([]);
  await turnTo('2026-05-01T08:00:00Z');
  expect(await documents(seller)).toEqual(['line 2026-04-28 2026-05-01 300']);
  expect(await documents(buyer)).toEqual(['line 2026-05-01 2026-06-01 3000']);
  const story = JSON.stringify((await isp.api.get(`/accounts/${seller}/timeline`)).items);
  for (const told of ['To go to Buyer: line', 'Transfer taken back: line', 'Went to Buyer: line'])
    expect(story).toContain(told);
  expect(JSON.stringify((await isp.api.get(`/accounts/${buyer}/timeline`)).items)).toContain('Came from Seller: line');
});

test('use up to the moment is of the account that had it, from then on of the other; old lines stay open', async () => {
  const [one, other] = [await openAccount('One'), await openAccount('Other')];
  const line = await subscribe(one, 'metered', { username: 'metered', password: PASSWORD, anchor_day: 8 });
  await bill(one);
  await turnTo('2026-05-04T08:00:00Z');
  const session = await enter('metered');
  await download(session, 15 * GB);
  await expect.poll(async () => (await sessionsOf(one))[0]?.output_octets).toBe(15 * GB);
  expect(await refused(`/subscriptions/${line}/transfer`, { to_account_id: other, on: '2026-05-03' })).toBe(
    '422 flows.transfer-day-unfit',
  );
  await isp.api.post(`/subscriptions/${line}/transfer`, { to_account_id: other });
  await download(session, 27 * GB);
  await expect.poll(async () => (await sessionsOf(other))[0]?.output_octets).toBe(27 * GB);
  await turnTo('2026-05-08T08:00:00Z');
  expect(await documents(one)).toEqual([
    'metered 2026-05-01 2026-05-08 700',
    expect.stringMatching(/2026-05-01 2026-05-05 50$/),
    'back 2026-05-04 2026-05-08 400',
  ]);
  expect(await documents(other)).toEqual([
    'metered 2026-05-04 2026-05-08 400',
    'metered 2026-05-08 2026-06-08 3000',
    expect.stringMatching(/2026-05-04 2026-05-08 20$/),
  ]);
  const [, invoice] = (await isp.api.get(`/invoices?account_id=${one}&sort=issued_on`)).items ?? [];
  const sources = await isp.api.get(`/invoices/${invoice?.id}/lines/1/sources`);
  expect(sources).toMatchObject({ state: 'proven', now: { octets: 15 * GB } });
  expect((await isp.api.get(`/invoices/${invoice?.id}/lines/1/sessions`)).items).toMatchObject([
    { octets: 15 * GB, nas_name: 'bng-1' },
  ]);
});

test('calls of before are of the account that had the number then, however late they are told', async () => {
  await isp.api.post('/meters', { code: 'voice', name: 'Calls', unit_code: 'min', unit_size: 60, aggregation: 'sum' });
  const meter_charges = [{ meter: 'voice', model: 'flat', included_units: 0, unit_price_minor: '10' }];
  await planOf('voice', { kind: 'voice', price_minor: 1000, meter_charges });
  const [one, other] = [await openAccount('Caller'), await openAccount('Called')];
  const line = await subscribe(one, 'voice', { start_on: '2026-05-06' });
  const numbers = ['03012345'];
  expect((await isp.api.call('PUT', `/subscriptions/${line}/numbers`, { numbers })).status).toBe(200);
  const { to_subscription_id: taken } = await isp.api.post(`/subscriptions/${line}/transfer`, { to_account_id: other });
  expect(await isp.api.get(`/subscriptions/${taken}/numbers`)).toMatchObject({ numbers });
  const call = (external_id: string, used_at: string) => ({
    ...{ meter: 'voice', subscription: '03012345', external_id, used_at, quantity: 60 },
  });
  const told = [
    call('before', '2026-05-07T10:00:00Z'),
    call('at night', '2026-05-08T07:59:00Z'),
    call('after', '2026-05-08T08:30:00Z'),
  ];
  expect(await isp.api.post('/usage-records', { records: told })).toMatchObject({ recorded: 3 });
  const recorded = async (id: unknown) =>
    ((await isp.api.get(`/usage-records?subscription_id=${id}&sort=used_at`)).items ?? []).map((r) => r.external_id);
  expect([await recorded(line), await recorded(taken)]).toEqual([['before', 'at night'], ['after']]);
});

test('a contract goes on with the other account, or ends for what that costs; a price of its own goes along or not', async () => {
  const [one, other] = [await openAccount('Bound'), await openAccount('Free')];
  const kept = await subscribe(one, 'bound', { price_override_minor: 2000 });
  const ended = await subscribe(one, 'bound', { price_override_minor: 2000 });
  await turnTo('2026-05-12T08:00:00Z');
  const first = await isp.api.post(`/subscriptions/${kept}/transfer`, { to_account_id: other, on: '2026-05-10' });
  expect(await isp.api.get(`/subscriptions/${first.to_subscription_id}/contract`)).toMatchObject({ fee_minor: 9900 });
  // On its first day, too.
  expect(await isp.api.get(`/subscriptions/${first.to_subscription_id}/contract?on=2026-05-10`)).toMatchObject({
    fee_minor: 9900,
  });
  expect(await subscription(first.to_subscription_id)).toMatchObject({ price_override_minor: 2000 });
  const second = await isp.api.post(`/subscriptions/${ended}/transfer`, {
    to_account_id: other,
    contract: 'ended',
    own_price: 'dropped',
  });
  expect(await subscription(ended)).toMatchObject({ end_fee_minor: 9900 });
  expect(await isp.api.get(`/subscriptions/${second.to_subscription_id}/contract`)).toMatchObject({
    contract: null,
    fee_minor: 0,
  });
  expect(await subscription(second.to_subscription_id)).toMatchObject({ price_override_minor: null });
  await bill(one);
  await bill(other);
  expect((await documents(one)).filter((each) => each.includes(' 9900'))).toHaveLength(1);
  expect(await documents(other)).toEqual(['bound 2026-05-10 2026-06-01 1419', 'bound 2026-05-12 2026-06-01 1935']);
});

test('a bundle goes with its parts: the log-in is of its Internet part, whose session goes on as the other account’s', async () => {
  const [seller, buyer] = [await openAccount('Sells a bundle'), await openAccount('Buys a bundle')];
  const bundle = { kind: 'bundle', price_minor: 3200, parts: [{ plan_id: plans.line }, { plan_id: plans.telephone }] };
  await planOf('home', bundle);
  const made = await isp.api.post(`/accounts/${seller}/subscriptions`, {
    plan_id: plans.home,
    start_on: '2026-05-01',
    anchor_day: 1,
    parts: [{ plan_id: plans.line, username: 'bundled', password: PASSWORD }],
  });
  await bill(seller);
  const session = await enter('bundled');
  await download(session, 3 * GB);
  await expect.poll(async () => (await sessionsOf(seller))[0]?.output_octets).toBe(3 * GB);
  const id = String((made.subscription as Json).id);
  const { to_subscription_id } = await isp.api.post(`/subscriptions/${id}/transfer`, { to_account_id: buyer });
  await download(session, 5 * GB);
  await expect.poll(async () => (await sessionsOf(buyer))[0]?.output_octets).toBe(5 * GB);
  const [mine] = await sessionsOf(buyer);
  expect(await subscription(mine?.subscription_id)).toMatchObject({ parent_id: to_subscription_id, state: 'active' });
  expect((await nas.login('bundled', PASSWORD)).outcome).toBe('accept');
  await bill(buyer);
  expect(await documents(buyer)).toHaveLength(2);
});

test('what does not fit is refused in words', async () => {
  const one = await openAccount('Here');
  const line = await subscribe(one, 'whole');
  const to = (to_account_id: string, more: Json = {}) =>
    refused(`/subscriptions/${line}/transfer`, { to_account_id, ...more });
  expect(await to(one)).toBe('422 flows.transferred-to-itself');
  const closed = await openAccount('Closed');
  await isp.api.post(`/accounts/${closed}/close`);
  expect(await to(closed)).toBe('409 crm.account-closed');
  expect(await to(await openAccount('Dollars', { currency: 'USD' }))).toBe('409 flows.currency-differs');
  expect(await to(await openAccount('Far', { zone: 'Asia/Tokyo' }))).toBe('409 flows.zone-differs');
  const other_entity = await isp.api.post('/legal-entities', {
    code: 'south',
    name: 'South',
    country: 'DE',
    currency: 'EUR',
    zone: 'Europe/Berlin',
    number_pattern: 'S-{000000}',
  });
  expect(await to(await openAccount('Elsewhere', { legal_entity_id: other_entity.id }))).toBe(
    '409 flows.legal-entity-differs',
  );
  const other = await openAccount('There');
  await turnTo('2026-05-13T08:00:00Z');
  expect(await to(other)).toBe('422 flows.transfer-day-unfit');
  expect(await to(other, { on: '2026-06-01', when: 'now' })).toMatch(/^422|^400/);
  expect(await to(other, { wrong: 1 })).toMatch(/^422|^400/);
  expect(await to(crypto.randomUUID())).toBe('404 crm.account-not-found');
  await isp.api.post(`/subscriptions/${line}/end`, { on: '2026-05-20' });
  expect(await to(other)).toBe('409 flows.transfer-unfit');
});
