/** Areas through the API: plans are sold where they are to be, refused elsewhere with the area's name, sold all the same by who may and says why. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi, type Platform, startPlatform } from './platform.ts';

type Row = Record<string, unknown>;

let isp: Platform;
const plans: Record<string, string> = {};
let coast: string;

const offer = async (code: string, terms: Row = {}) => {
  const made = await isp.api.post('/plans', { code, name: code, price_minor: 1000, kind: 'recurring', ...terms });
  plans[code] = String(made.id);
};
const open = async (name: string, postal_code: string | null) => {
  const address = { country: 'DE', postal_code, city: 'Somewhere' };
  return String((await isp.api.post('/accounts', { name, zone: 'UTC', ...address })).id);
};
const ask = async (path: string, body: Row, api = isp.api) => {
  const { status, body: said } = await api.call('POST', path, body, { 'idempotency-key': crypto.randomUUID() });
  return { status, type: String(said.type).replace('/problems/', ''), detail: String(said.detail), said };
};
const subscribe = (account: string, plan: string, more: Row = {}, api = isp.api) =>
  ask(`/accounts/${account}/subscriptions`, { plan_id: plans[plan], ...more }, api);

beforeAll(async () => {
  isp = await startPlatform({ now: '2026-01-10T12:00:00Z' });
  const rules = [
    { country: 'DE', postal_prefix: '258' },
    { country: 'DE', postal_from: '24900', postal_to: '24999' },
  ];
  coast = String((await isp.api.post('/areas', { code: 'coast', name: 'The coast', rules })).id);
  await offer('radio', { area_ids: [coast] });
  await offer('fibre');
  await offer('both', { kind: 'bundle', parts: [{ plan_id: plans.radio }, { plan_id: plans.fibre }] });
});
afterAll(() => isp?.stop());

test('what can be sold at an address, and at an account’s', async () => {
  const at = async (query: string) => {
    const { items = [] } = await isp.api.get(`/availability?${query}`);
    return items.map(({ code, available, why }) => [code, available, why]);
  };
  const nowhere = [
    ['fibre', true, null],
    ['both', false, 'radio is sold only in The coast'],
    ['radio', false, 'sold only in The coast'],
  ];
  expect(await at('country=DE&postal_code=25813')).toEqual([
    ['both', true, null],
    ['fibre', true, null],
    ['radio', true, null],
  ]);
  expect(await at('country=DE&postal_code=20095')).toEqual(nowhere);
  expect(await at(`account_id=${await open('Inland', '20095')}`)).toEqual(nowhere);
  expect((await isp.api.call('GET', '/availability')).status).toBe(400);
});

test('a plan is sold inside its areas, and refused outside with their names', async () => {
  expect(await subscribe(await open('Husum', '25813'), 'radio')).toMatchObject({ status: 201 });
  expect(await subscribe(await open('Flensburg', '24937'), 'both')).toMatchObject({ status: 201 });
  const inland = await open('Hamburg', '20095');
  expect(await subscribe(inland, 'radio')).toMatchObject({
    status: 409,
    type: 'flows.plan-out-of-area',
    detail: expect.stringContaining('Plan radio is not sold at 20095 Somewhere, DE: it is sold only in The coast.'),
  });
  expect(await subscribe(inland, 'both')).toMatchObject({ status: 409, type: 'flows.plan-out-of-area' });
  expect(await subscribe(await open('Unknown', null), 'radio')).toMatchObject({ status: 409 });
});

test('another plan the same; what one has already stays when the area changes', async () => {
  const account = await open('Kiel', '24103');
  const { said } = await subscribe(account, 'fibre');
  const path = `/subscriptions/${(said.subscription as Row).id}/change-plan`;
  expect(await ask(path, { plan_id: plans.radio })).toMatchObject({ status: 409, type: 'flows.plan-out-of-area' });
  expect(await ask(path, { price_override_minor: 900, when: 'now' })).toMatchObject({ status: 200 });
  const changed = await ask(path, { plan_id: plans.radio, when: 'now', out_of_area: 'a mast of ours is in sight' });
  expect(changed.said).toMatchObject({ plan_id: plans.radio, out_of_area: 'a mast of ours is in sight' });
  const back = await ask(path, { plan_id: plans.fibre, when: 'now' });
  expect(back.said).toMatchObject({ out_of_area: null });
});

test('who may says why, which stays with the subscription and in the audit; others are refused', async () => {
  const account = await open('Lübeck', '23552');
  const role = { code: 'agent', name: 'Agent', permissions: ['subscriptions.write', 'tariffs.read', 'crm.read'] };
  await isp.api.post('/roles', role);
  const client = await isp.api.post('/clients', { name: 'agent', role: role.code });
  const secrets = { client_id: String(client.client_id), client_secret: String(client.client_secret) };
  const agent = createApi(isp.url, secrets);
  const why = { out_of_area: 'the neighbour has it' };
  expect(await subscribe(account, 'radio', why, agent)).toMatchObject({ status: 403 });
  expect(await subscribe(account, 'radio', {}, agent)).toMatchObject({ status: 409 });
  const sold = await subscribe(account, 'radio', why);
  expect(sold.said.subscription).toMatchObject(why);
});

test('an area that is not clear, or is not there', async () => {
  const rule = { country: 'DE' };
  const make = (rules: Row[]) => ask('/areas', { code: 'x', name: 'X', rules });
  expect(await make([])).toMatchObject({ status: 400 });
  expect(await make([{ ...rule, postal_from: '1' }])).toMatchObject({ status: 400 });
  expect(await make([{ ...rule, postal_from: '20099', postal_to: '20095' }])).toMatchObject({
    status: 422,
    type: 'tariffs.area-unclear',
  });
  expect(await make([{ ...rule, street: 'Main' }])).toMatchObject({ status: 400 });
  expect(await ask('/areas', { code: 'coast', name: 'X', rules: [rule] })).toMatchObject({ status: 409 });
  expect((await isp.api.call('PATCH', `/plans/${plans.fibre}`, { area_ids: [plans.fibre] })).status).toBe(404);
  expect(await isp.api.patch(`/areas/${coast}`, { name: 'Coast' })).toMatchObject({ name: 'Coast' });
});
