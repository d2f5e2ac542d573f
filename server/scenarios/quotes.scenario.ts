/** Quotes through the API: a draft is written, sent, kept as it was, accepted at its terms though the plan has others, billed as it said; declined, withdrawn, replaced, expired. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, startPlatform } from './platform.ts';

type Json = Record<string, unknown>;
interface Line extends Json {
  readonly subscription_id: string | null;
}

let isp: Platform;
let home: string;
let phone: string;
let router: string;

beforeAll(async () => {
  isp = await startPlatform({ now: '2026-03-10T08:00:00Z', roles: ['worker'] });
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  const plan = async (more: Json) => String((await isp.api.post('/plans', { tax_code: 'VAT20', ...more })).id);
  const bound = { contract_months: 24, contract_renewal: 'monthly', early_fee: 'declining', early_fee_minor: 12_000 };
  home = await plan({ code: 'home', name: 'Home 100', price_minor: 3100, setup_fee_minor: 4900, ...bound });
  phone = await plan({ code: 'phone', name: 'Telephone', kind: 'add-on', price_minor: 500 });
  router = await plan({ code: 'router', name: 'Router', kind: 'one-time', price_minor: 9000 });
});
afterAll(() => isp?.stop());

const open = async (name: string): Promise<string> =>
  String((await isp.api.post('/accounts', { name, zone: 'Europe/Berlin' })).id);
const content = () => ({
  start_on: '2026-03-16',
  anchor_day: 1,
  words: 'With love.',
  lines: [
    { plan_id: home, discount: { name: 'Welcome', percent: '50', times: 1 } },
    { plan_id: phone, quantity: 2, on_line: 1, price_override_minor: 400 },
  ],
  charges: [
    { plan_id: router, on_line: 1 },
    { description: 'Visit', unit_price_minor: 5000, tax_code: 'VAT20' },
  ],
});
const write = async (account: string, more: Json = {}) =>
  isp.api.post(`/accounts/${account}/quotes`, { ...content(), ...more });
const refused = (method: string, path: string, body?: Json) =>
  isp.api.call(method, path, body, { 'idempotency-key': crypto.randomUUID() });
const subscriptions = async (account: string) =>
  (await isp.api.get(`/subscriptions?account_id=${account}`)).items ?? [];
const charges = async (account: string) => (await isp.api.get(`/charges?account_id=${account}`)).items ?? [];
const drafts = async (account: string) => (await isp.api.get(`/draft-subscriptions?account_id=${account}`)).items ?? [];
const quote = (id: unknown) => isp.api.get(`/quotes/${id}`);

let ada: string;
let ours: Json;

test('a draft does nothing: no subscription, no bill, no log-in; it says what it comes to', async () => {
  ada = await open('Ada');
  ours = await write(ada);
  expect(ours).toMatchObject({ state: 'draft', number: null, offer: null, valid_until: '2026-04-09' });
  expect(await subscriptions(ada)).toEqual([]);
  expect(await charges(ada)).toEqual([]);
  expect(await isp.api.get(`/accounts/${ada}/foreseen`)).toEqual({ documents: [] });
  expect(await drafts(ada)).toMatchObject([
    { plan_name: 'Telephone', quantity: 2, quote_state: 'draft', quote_number: null },
    { plan_name: 'Home 100', quantity: 1, parent_id: null },
  ]);
  const offer = (await isp.api.post(`/quotes/${ours.id}/foresee`)) as Json & { readonly bills: Json[] };
  // Set-up 49.00, 16/31 of 31.00 less a half, 16/31 of 2 × 4.00, router and visit; and 20 %.
  expect(offer.bills[0]).toMatchObject({
    on: '2026-03-16',
    with_others: false,
    net_minor: 20_113,
    gross_minor: 24_136,
  });
  // 15/31 of the discounted month are left: the whole period counted from the 16th.
  expect(offer.bills[2]).toMatchObject({ on: '2026-05-01', net_minor: 3900, gross_minor: 4680 });
  expect(offer.bills).toHaveLength(13);
  expect(offer).toMatchObject({
    services: [
      { plan_name: 'Home 100', contract: { contract_months: 24, to_on: '2028-03-16', most_minor: 11_500 } },
      { plan_name: 'Telephone', price_minor: 400, quantity: 2, contract: null },
    ],
  });
  expect(await subscriptions(ada)).toEqual([]);
});

test('a draft is written anew, and thrown away; what it cannot say is refused', async () => {
  const dropped = await write(ada);
  const path = `/quotes/${dropped.id}`;
  const rewritten = await isp.api.call('PUT', path, { lines: [{ plan_id: home, username: 'ada' }], anchor_day: 5 });
  expect(rewritten).toMatchObject({ status: 200, body: { start_on: null, charges: [], words: null } });
  expect(rewritten.body.drafts).toMatchObject([{ plan_id: home, username: 'ada', quantity: 1 }]);
  expect((await isp.api.call('DELETE', path)).status).toBe(204);
  expect((await isp.api.call('GET', path)).status).toBe(404);
  const at = `/accounts/${ada}/quotes`;
  const title = async (body: Json) => (await refused('POST', at, body)).body.title;
  expect(await refused('POST', at, { lines: [] })).toMatchObject({ status: 400 });
  expect(await refused('POST', at, { lines: [{ plan_id: home }], cheap: true })).toMatchObject({ status: 400 });
  expect(await title({ lines: [{ plan_id: phone }] })).toBe('flows.parent-missing');
  expect(await title({ lines: [{ plan_id: phone, on_line: 7 }] })).toBe('flows.quote-line-unclear');
  expect(await title({ lines: [{ plan_id: router }] })).toBe('flows.sold-as-charge');
  expect(await title({ lines: [{ plan_id: home, quantity: 2 }] })).toBe('flows.one-each');
  expect(await title({ charges: [{ description: 'Free' }] })).toBe('flows.charge-unclear');
  expect(await title({ lines: [{ plan_id: home }], valid_until: '2026-03-09' })).toBe('flows.quote-valid-past');
  expect(await title({ lines: [{ plan_id: home, discount: { name: 'x' } }] })).toBe('flows.discount-unclear');
  expect(await drafts(ada)).toHaveLength(2);
});

test('it is sent: it has a number of its series, and says the same for ever', async () => {
  const sent = await isp.api.post(`/quotes/${ours.id}/send`);
  expect(sent).toMatchObject({ state: 'sent', number: 'Q-2026-000001', first_minor: 24_136 });
  expect(await refused('PUT', `/quotes/${ours.id}`, content())).toMatchObject({ status: 409 });
  expect(await refused('DELETE', `/quotes/${ours.id}`)).toMatchObject({ body: { title: 'crm.quote-over' } });
  await isp.turnTo('2026-03-10T08:05:00Z');
  await isp.api.post(`/plans/${home}/versions`, {
    price_minor: 6200,
    effective_from: '2026-03-12',
    tax_code: 'VAT20',
    running: { own_prices: 'replaced' },
  });
  await isp.api.patch(`/plans/${phone}`, { state: 'retired' });
  expect((await quote(ours.id)).offer).toEqual(sent.offer);
  expect(await isp.api.get('/quotes?number=Q-2026&state=sent')).toMatchObject({ items: [{ id: ours.id }] });
});

test('it is accepted once: all of it at its terms, whatever the plan costs now', async () => {
  await isp.turnTo('2026-03-13T08:00:00Z');
  const path = `/quotes/${ours.id}/accept`;
  const [one, two] = await Promise.all([isp.api.post(path, {}), isp.api.post(path, {})]);
  const log_ins = [...(one.log_ins as Json[]), ...(two.log_ins as Json[])];
  expect(log_ins).toMatchObject([{ username: expect.any(String), generated_password: expect.any(String) }]);
  expect(await quote(ours.id)).toMatchObject({ state: 'accepted', drafts: [{ ordered: true }, { ordered: true }] });
  const made = await subscriptions(ada);
  expect(made).toHaveLength(2);
  expect(made).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ plan_id: home, state: 'pending', quote_id: ours.id, started_on: '2026-03-16' }),
      expect.objectContaining({ plan_id: phone, quote_id: ours.id, price_override_minor: 400 }),
    ]),
  );
  expect(await charges(ada)).toMatchObject([{ quote_id: ours.id }, { quote_id: ours.id }]);
  expect(await drafts(ada)).toEqual([]);
  expect((await isp.api.post(path)).log_ins).toEqual([]);
  expect(await refused('POST', `/quotes/${ours.id}/withdraw`)).toMatchObject({ status: 409 });
});

test('what is billed is what it said, and is traced to it', async () => {
  await isp.turnTo('2026-04-01T08:00:00Z');
  const { offer } = (await quote(ours.id)) as Json & { readonly offer: { readonly bills: Json[] } };
  const made = ((await isp.api.get(`/invoices?account_id=${ada}&sort=issued_on`)).items ?? []) as Json[];
  expect(made).toHaveLength(2);
  for (const [at, { id, gross_minor, issued_on }] of made.entries()) {
    expect({ on: issued_on, gross_minor }).toEqual({
      on: offer.bills[at]?.on,
      gross_minor: offer.bills[at]?.gross_minor,
    });
    const lines = (await isp.api.get(`/invoices/${id}`)).lines as Line[];
    const traced = (await isp.api.get(`/invoices/${id}/quotes`)).items ?? [];
    expect(traced.map(({ number }) => number)).toEqual(lines.map(() => 'Q-2026-000001'));
  }
});

test('it is declined, withdrawn, or replaced: then it cannot be accepted', async () => {
  const bob = await open('Bob');
  const send = async (more: Json = {}) => {
    const lines = [{ plan_id: home }];
    const made = await isp.api.post(`/accounts/${bob}/quotes`, { lines, ...more });
    return isp.api.post(`/quotes/${made.id}/send`);
  };
  const declined = await send();
  expect(await isp.api.post(`/quotes/${declined.id}/decline`, { reason: 'too dear' })).toMatchObject({
    state: 'declined',
    reason: 'too dear',
  });
  const withdrawn = await send();
  await isp.api.post(`/quotes/${withdrawn.id}/withdraw`);
  const replaced = await send();
  const next = await send({ replaces_id: replaced.id, charges: [{ plan_id: router }] });
  expect(await quote(replaced.id)).toMatchObject({
    state: 'withdrawn',
    reason: `replaced by ${next.number}`,
    replaced_by: [{ id: next.id, number: next.number }],
  });
  expect(next).toMatchObject({ replaces_number: replaced.number });
  for (const { id } of [declined, withdrawn, replaced])
    expect(await refused('POST', `/quotes/${id}/accept`)).toMatchObject({ body: { title: 'crm.quote-over' } });
  const draft = await isp.api.post(`/accounts/${bob}/quotes`, { lines: [{ plan_id: home }] });
  expect(await refused('POST', `/quotes/${draft.id}/decline`)).toMatchObject({ body: { title: 'crm.quote-draft' } });
  expect(await refused('POST', `/accounts/${ada}/quotes`, { ...content(), replaces_id: next.id })).toMatchObject({
    body: { title: 'flows.quote-of-other' },
  });
  expect(await subscriptions(bob)).toEqual([]);
});

test('nobody answers: with its last day, where the account is, it is over', async () => {
  const cara = await open('Cara');
  const lines = [{ plan_id: home }];
  const made = await isp.api.post(`/accounts/${cara}/quotes`, { lines, valid_until: '2026-04-03' });
  await isp.api.post(`/quotes/${made.id}/send`);
  // Half past eleven in the evening of its last day in Berlin.
  await isp.turnTo('2026-04-03T21:30:00Z');
  expect(await quote(made.id)).toMatchObject({ state: 'sent' });
  await isp.turnTo('2026-04-03T22:30:00Z');
  expect(await quote(made.id)).toMatchObject({ state: 'expired', closed_by: 'expire-quotes' });
  expect(await refused('POST', `/quotes/${made.id}/accept`)).toMatchObject({ status: 409 });
});

test('a draft is ordered by one command: it is sent and accepted', async () => {
  const dora = await open('Dora');
  const made = await isp.api.post(`/accounts/${dora}/quotes`, { lines: [{ plan_id: home, username: 'dora' }] });
  const [draft] = made.drafts as Json[];
  const { quote: done, log_ins } = await isp.api.post(`/quotes/${made.id}/accept`);
  expect(done).toMatchObject({ state: 'accepted', number: expect.stringMatching(/^Q-2026-/) });
  expect(log_ins).toMatchObject([{ subscription_id: draft?.id, username: 'dora' }]);
  expect(await subscriptions(dora)).toMatchObject([{ id: draft?.id, state: 'active', quote_id: made.id }]);
});

test('a bundle is refused: its parts would stand on no line of the quote', async () => {
  const part = (await isp.api.post('/plans', { code: 'q-tv', name: 'TV', kind: 'tv', price_minor: 900 })).id;
  const bundle = { code: 'q-all', name: 'All', kind: 'bundle', price_minor: 800, parts: [{ plan_id: part }] };
  const { id: plan_id } = await isp.api.post('/plans', bundle);
  const account = (await isp.api.post('/accounts', { name: 'Wants all', zone: 'UTC', country: 'DE' })).id;
  const key = { 'idempotency-key': crypto.randomUUID() };
  const { status, body } = await isp.api.call('POST', `/accounts/${account}/quotes`, { lines: [{ plan_id }] }, key);
  expect([status, body.detail]).toEqual([422, expect.stringContaining('not by a quote')]);
});
