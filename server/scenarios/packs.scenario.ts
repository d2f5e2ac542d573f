/** Packs through the API, with a NAS on the wire: bought by hand and by a rule, billed once, taken back, switched off. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import type { Platform } from './platform.ts';
import { type Stage, setStage } from './stage.ts';

const GB = 1_000_000_000;
const PASSWORD = 'open sesame 42';
type Json = Record<string, unknown>;

let stage: Stage;
let isp: Platform;
let nas: FakeNas;
let plan_id: unknown;
let five: string;
let ada: Online;

beforeAll(async () => {
  stage = await setStage('2026-04-10T08:00:00Z');
  ({ isp, nas } = stage);
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const limits = [{ what: 'data', per: 'period', amount: 10 * GB, action: 'wall' }];
  plan_id = (await isp.api.post('/plans', { code: 'capped', name: 'Capped', price_minor: 2000, limits })).id;
  const pack = { code: 'five', name: 'Five more', what: 'data', amount: 5 * GB, price_minor: 400, tax_code: 'VAT20' };
  five = String((await isp.api.post('/packs', pack)).id);
});
afterAll(() => stage?.close());

interface Online {
  readonly id: string;
  readonly account: string;
  readonly session: FakeSession;
}

const online = async (name: string): Promise<Online> => {
  const account = String((await isp.api.post('/accounts', { name, zone: 'Europe/Berlin' })).id);
  const body = { account_id: account, plan_id, username: name, password: PASSWORD, anchor_day: 11 };
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, body);
  await isp.api.post(`/accounts/${account}/bill`);
  await expect.poll(async () => (await nas.login(name, PASSWORD)).outcome).toBe('accept');
  const { session } = await nas.login(name, PASSWORD);
  if (!session) throw new Error('not let on');
  await nas.start(session);
  return { id: (made.subscription as { readonly id: string }).id, account, session };
};

const download = (session: FakeSession, octets: number) => nas.interim(session, { output_octets: BigInt(octets) });
const limits = (id: string) => isp.api.get(`/subscriptions/${id}/limits`);
const sales = async (id: string) => (await isp.api.get(`/pack-sales?subscription_id=${id}`)).items ?? [];
const charges = async (account: string) => (await isp.api.get(`/charges?account_id=${account}`)).items ?? [];
const buy = (id: string, more: Json = {}, key?: string) =>
  isp.api.post(`/subscriptions/${id}/packs`, { pack_id: five, ...more }, key);
const refused = (method: string, path: string, body?: Json) =>
  isp.api.call(method, path, body, { 'idempotency-key': crypto.randomUUID() });

test('who is walled buys one: the session is let out; asked twice with one key, it is one', async () => {
  ada = await online('ada');
  const { id, session } = ada;
  await download(session, 10 * GB);
  await expect.poll(async () => (await limits(id)).mode).toBe('walled');
  const { sale, invoice_id } = await buy(id, {}, 'one-key');
  expect(await buy(id, {}, 'one-key')).toEqual({ sale, invoice_id });
  expect(invoice_id).toBeNull();
  expect(await limits(id)).toMatchObject({ mode: 'allow', meters: [{ left: 5 * GB, topped_up_left: 5 * GB }] });
  expect(await sales(id)).toMatchObject([
    { pack_name: 'Five more', state: 'waiting', automatic: false, amount: 5 * GB },
  ]);
});

test('it is billed at once when that is said', async () => {
  const { id, session } = await online('bob');
  const { invoice_id } = await buy(id, { bill: 'now' });
  expect(await isp.api.get(`/invoices/${invoice_id}`)).toMatchObject({ net_minor: 400, tax_minor: 80 });
  const [sale] = await sales(id);
  expect(await refused('POST', `/pack-sales/${sale?.id}/take-back`)).toMatchObject({
    status: 409,
    body: { title: 'billing.charge-over' },
  });
  expect(await sales(id)).toMatchObject([{ state: 'billed' }]);
  expect(await limits(id)).toMatchObject({ meters: [{ topped_up_left: 5 * GB }] });
  await nas.stop(session);
});

test('it is taken back while nothing of it is used or billed', async () => {
  const { id, account, session } = await online('carol');
  await download(session, 4 * GB);
  await expect.poll(async () => await limits(id)).toMatchObject({ meters: [{ used: 4 * GB }] });
  const first = (await buy(id)).sale as Json;
  expect(await isp.api.post(`/pack-sales/${first.id}/take-back`)).toMatchObject({ id: first.id });
  expect(await limits(id)).toMatchObject({ meters: [{ left: 6 * GB, topped_up_left: 0 }], top_ups: [] });
  expect(await charges(account)).toMatchObject([{ state: 'cancelled' }]);
  expect(await sales(id)).toMatchObject([{ state: 'taken back' }]);
  expect(await refused('POST', `/pack-sales/${first.id}/take-back`)).toMatchObject({
    body: { title: 'subscriptions.pack-taken-back' },
  });
  const timeline = await isp.api.get(`/accounts/${account}/timeline`);
  expect(JSON.stringify(timeline.items)).toContain('Top-up taken back');
  const second = (await buy(id)).sale as Json;
  await download(session, 11 * GB);
  await expect.poll(async () => await limits(id)).toMatchObject({ meters: [{ topped_up_left: 4 * GB }] });
  expect(await refused('POST', `/pack-sales/${second.id}/take-back`)).toMatchObject({
    status: 409,
    body: { title: 'flows.pack-used' },
  });
  expect(await charges(account)).toMatchObject([{ state: 'waiting' }, { state: 'cancelled' }]);
  // Who waives the price leaves the pack.
  const [charge] = await charges(account);
  await isp.api.post(`/charges/${charge?.id}/cancel`);
  expect(await sales(id)).toMatchObject([{ state: 'cancelled' }, { state: 'taken back' }]);
  expect(await limits(id)).toMatchObject({ meters: [{ topped_up_left: 4 * GB }] });
});

test('a rule buys when all is used, at most so often; the session is never walled before; switched off, it buys no more', async () => {
  const { id, account, session } = await online('dave');
  const rule = { pack_id: five, at_most: 2 };
  expect((await isp.api.call('PUT', `/subscriptions/${id}/pack-rule`, rule)).status).toBe(200);
  expect(await isp.api.get(`/subscriptions/${id}/pack-rule`)).toMatchObject({ rule: { ...rule, at_percent: 100 } });
  const heard: string[] = [];
  nas.on('received', ({ kind }) => heard.push(kind));
  await download(session, 10 * GB);
  await expect.poll(() => sales(id)).toMatchObject([{ automatic: true, state: 'waiting' }]);
  expect(await limits(id)).toMatchObject({ mode: 'allow', meters: [{ left: 5 * GB }] });
  // The same record again, and another of the same use: one pack.
  await download(session, 10 * GB);
  await download(session, 10 * GB + 1);
  await expect.poll(() => limits(id)).toMatchObject({ meters: [{ left: 5 * GB - 1 }] });
  expect(await sales(id)).toHaveLength(1);
  expect(heard).toEqual([]);
  await download(session, 15 * GB);
  await expect.poll(async () => (await sales(id)).length).toBe(2);
  await download(session, 20 * GB);
  await expect.poll(async () => (await limits(id)).mode).toBe('walled');
  expect(await sales(id)).toHaveLength(2);
  expect(await charges(account)).toHaveLength(2);
  // Twice more may be bought from now on: at once, as all is used.
  await isp.api.call('PUT', `/subscriptions/${id}/pack-rule`, { ...rule, at_most: 3 });
  await expect.poll(async () => (await limits(id)).mode).toBe('allow');
  expect(await sales(id)).toHaveLength(3);
  expect((await isp.api.call('DELETE', `/subscriptions/${id}/pack-rule`)).status).toBe(204);
  expect(await isp.api.get(`/subscriptions/${id}/pack-rule`)).toEqual({ rule: null });
  await download(session, 25 * GB);
  await expect.poll(async () => (await limits(id)).mode).toBe('walled');
  expect(await sales(id)).toHaveLength(3);
});

test('a rule buys before, when 80 % are used; two events at once, one pack', async () => {
  const { id, session } = await online('erin');
  await isp.api.call('PUT', `/subscriptions/${id}/pack-rule`, { pack_id: five, at_percent: 80, at_most: 5 });
  // RADIUS learns of it by the commit's notice.
  await new Promise((done) => setTimeout(done, 500));
  await download(session, 7 * GB);
  await expect.poll(() => limits(id)).toMatchObject({ meters: [{ left: 3 * GB }] });
  expect(await sales(id)).toEqual([]);
  await Promise.all([download(session, 8 * GB), download(session, 8 * GB + 1000)]);
  await expect.poll(() => sales(id)).toMatchObject([{ automatic: true }]);
  await expect.poll(() => limits(id)).toMatchObject({ meters: [{ left: 7 * GB - 1000 }] });
});

test('what cannot be bought says why', async () => {
  const { id } = await online('frank');
  const pack = { code: 'hour', name: 'An hour', what: 'time', amount: 3600, price_minor: 100 };
  const hour = (await isp.api.post('/packs', pack)).id;
  const elsewhere = (await isp.api.post('/packs', { ...pack, code: 'dollars', what: 'data', currency: 'USD' })).id;
  const path = `/subscriptions/${id}/packs`;
  expect(await refused('POST', path, { pack_id: hour })).toMatchObject({ body: { title: 'flows.nothing-to-top-up' } });
  expect(await refused('POST', path, { pack_id: elsewhere })).toMatchObject({ body: { title: 'flows.pack-unfit' } });
  expect(await refused('POST', path, { pack_id: id })).toMatchObject({ status: 404 });
  expect((await isp.api.call('POST', path, { pack_id: five })).status).toBe(400);
  const rule = `/subscriptions/${id}/pack-rule`;
  expect(await isp.api.call('PUT', rule, { pack_id: hour, at_most: 1, at_percent: 50 })).toMatchObject({
    body: { title: 'flows.pack-rule-unclear' },
  });
  expect(await refused('POST', '/packs', pack)).toMatchObject({ status: 409 });
  expect(await refused('POST', '/packs', { ...pack, code: 'x', tax_code: 'none' })).toMatchObject({ status: 422 });
  expect(await refused('POST', '/packs', { ...pack, code: 'y', price_minor: 0 })).toMatchObject({ status: 400 });
  await isp.api.patch(`/packs/${five}`, { state: 'withdrawn' });
  expect(await refused('POST', path, { pack_id: five })).toMatchObject({ body: { title: 'flows.pack-unfit' } });
  expect(await sales(id)).toEqual([]);
});

test('the next bill takes the price, once', async () => {
  const { id, account } = ada;
  await isp.turnTo('2026-04-11T01:00:00Z');
  const [made] = (await isp.api.get(`/invoices?account_id=${account}`)).items ?? [];
  expect((await isp.api.get(`/invoices/${made?.id}`)).lines).toMatchObject([
    { kind: 'recurring', net_minor: 2000 },
    { kind: 'one_time', description: 'Five more', net_minor: 400, tax_minor: 80, subscription_id: id },
  ]);
  expect(await sales(id)).toMatchObject([{ state: 'billed', invoice_number: made?.number }]);
  expect(await charges(account)).toHaveLength(1);
});
