/** Bundles through the API: one price, divided among parts of different taxes, to the day and to the cent, whatever happens to them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, bill, type Step, type Story, type Teller, type Told, tell } from './billing-agenda.ts';

const LONG_MS = 300_000;

type Terms = Record<string, unknown>;
interface Started {
  readonly subscription_id: string;
  readonly plan_id: string;
  readonly username: string | null;
}

const net = (t: Teller, price = 2990) => t.plan(price, { kind: 'internet', tax_code: 'VAT20' });
const tv = (t: Teller, price = 1490) => t.plan(price, { kind: 'tv', tax_code: 'VAT25' });
const phone = (t: Teller) => t.plan(500, { kind: 'voice' });
const sport = (t: Teller) => t.plan(990, { kind: 'add-on', tax_code: 'VAT25' });

/** Internet, TV, two telephones, and sport to choose: 54.80 by themselves, 49.90 together. Shares: 27.23, 13.57, 2 × 4.55. */
const home = async (t: Teller, price = 4990, more: Terms = {}): Promise<string> =>
  t.plan(price, {
    kind: 'bundle',
    parts: [
      { plan_id: await net(t) },
      { plan_id: await tv(t) },
      { plan_id: await phone(t), quantity: 2 },
      { plan_id: await sport(t), optional: true },
    ],
    ...more,
  });

const parts = new Map<Teller, Started[]>();

const sell =
  (more: Terms = {}, terms: Terms = {}, sports = false): Step =>
  async (t) => {
    await account(t);
    const made = await t.isp.api.post(`/accounts/${t.account}/subscriptions`, {
      plan_id: await home(t, 4990, terms),
      ...(sports ? { parts: [{ plan_id: await sport(t) }] } : {}),
      ...more,
    });
    t.subscription = (made.subscription as { id: string }).id;
    parts.set(t, made.parts as unknown as Started[]);
    await bill(t);
  };

/** The same as one plan, to compare with. */
const sellOne =
  (more: Terms = {}, terms: Terms = {}): Step =>
  async (t) => {
    await account(t);
    const plan_id = await t.plan(4990, terms);
    const made = await t.isp.api.post(`/accounts/${t.account}/subscriptions`, { plan_id, ...more });
    t.subscription = (made.subscription as { id: string }).id;
    await bill(t);
  };

const on =
  (path: string, body: Terms = {}): Step =>
  (t) =>
    t.on(path, body);

const partOf = async (t: Teller, plan: (of: Teller) => Promise<string>): Promise<string> => {
  const plan_id = await plan(t);
  return parts.get(t)?.find((part) => part.plan_id === plan_id)?.subscription_id ?? 'none';
};

const onPart =
  (plan: (of: Teller) => Promise<string>, path: string, body: Terms = {}): Step =>
  async (t) =>
    t.isp.api.post(`/subscriptions/${await partOf(t, plan)}/${path}`, body);

const addSport: Step = async (t) =>
  t.isp.api.post(`/accounts/${t.account}/subscriptions`, { plan_id: await sport(t), parent_id: t.subscription });

/** Faster Internet and no telephones: 40.00 and 14.90 by themselves, 45.00 together. Shares: 32.79, 12.21. */
const toFast: Step = async (t) => {
  const plan_id = await t.plan(4500, {
    kind: 'bundle',
    parts: [{ plan_id: await net(t, 4000) }, { plan_id: await tv(t) }],
  });
  await t.on('change-plan', { plan_id, when: 'now' });
};

/** Gives it to another account, and bills both; the story goes on with the one that had it, or has it. */
const give =
  (follow: 'had' | 'has', on?: string): Step =>
  async (t) => {
    const { id } = await t.isp.api.post('/accounts', { name: `${t.id}, next`, zone: 'UTC' });
    const passed = await t.on('transfer', { to_account_id: id, ...(on ? { on } : {}) });
    await bill(t);
    const had = t.account;
    t.account = String(id);
    await bill(t);
    if (follow === 'has') t.subscription = String(passed.to_subscription_id);
    else t.account = had;
  };

const FIRST = { anchor_day: 1 };
const steps = (...all: Story['steps']): Story => ({ steps: all, last_day: '2026-02-02' });
const pairs: Readonly<Record<string, Story['steps']>> = {
  'sold in the middle': [],
  paused: [['2026-01-20', on('pause', { to_on: '2026-01-27' }), bill]],
  ended: [['2026-01-23', on('end'), bill]],
  'billed on another day': [['2026-01-21', on('change-plan', { anchor_day: 25, when: 'now' }), bill]],
  'told late': [['2026-01-28', on('end', { on: '2026-01-19' }), bill]],
  'given to another account': [['2026-01-20', give('had')]],
  'got from another account': [['2026-01-20', give('has')]],
  'got from another account ahead, ended': [
    ['2026-01-20', give('has', '2026-02-01')],
    ['2026-02-01', bill],
    ['2026-02-02', on('end'), bill],
  ],
};

const STORIES: Readonly<Record<string, Story>> = {
  ...Object.fromEntries(
    Object.entries(pairs).flatMap(([id, then]) => [
      [id, steps(['2026-01-15', sell(FIRST)], ...then)],
      [`${id}, as one`, steps(['2026-01-15', sellOne(FIRST)], ...then)],
    ]),
  ),
  'with sport, taken off': steps(['2026-01-01', sell({}, {}, true)], ['2026-01-11', onPart(sport, 'end'), bill]),
  'sport added': steps(['2026-01-01', sell()], ['2026-01-11', addSport, bill]),
  'another bundle': steps(['2026-01-01', sell()], ['2026-01-11', toFast, bill]),
  'another bundle, taken back': steps(
    ['2026-01-01', sell()],
    [
      '2026-01-11',
      async (t) => {
        const plan_id = await t.plan(4500, { kind: 'bundle', parts: [{ plan_id: await net(t) }] });
        await t.on('change-plan', { plan_id, on: '2026-01-21' });
        await t.isp.api.call('DELETE', `/subscriptions/${t.subscription}/changes/2026-01-21`);
      },
      bill,
    ],
  ),
  dissolved: steps(['2026-01-01', sell()], ['2026-01-11', on('dissolve'), bill]),
  'dissolved ahead': steps(['2026-01-01', sell()], ['2026-01-11', on('dissolve', { on: '2026-02-01' }), bill]),
  'dissolved ahead, taken back': steps(
    ['2026-01-01', sell()],
    ['2026-01-11', on('dissolve', { on: '2026-02-01' }), on('end', { on: null }), bill],
  ),
  'at a price of its own': steps(['2026-01-01', sell({ price_override_minor: 3000 })]),
  'bound, with a trial and a set-up fee': steps(
    [
      '2026-01-01',
      sell(
        {},
        {
          setup_fee_minor: 1000,
          contract_months: 12,
          early_fee: 'fixed',
          early_fee_minor: 5000,
          phases: [{ days: 10, price_minor: 0 }],
        },
      ),
    ],
    ['2026-01-21', on('end'), bill],
  ),
  'with a discount': steps(
    ['2026-01-01', sell()],
    [
      '2026-01-11',
      (t) =>
        t.isp.api.post(`/accounts/${t.account}/discounts`, {
          subscription_id: t.subscription,
          name: 'Half',
          percent: '50',
          from_on: '2026-02-01',
        }),
    ],
  ),
};

let told: Told;
beforeAll(async () => {
  told = await tell(STORIES);
}, LONG_MS);
afterAll(() => told?.stop());

/** What spans of days cost and give back before tax, in cents. */
const spans = (id: string): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const line of told.of(id).stood?.documents ?? []) {
    const [days = '', ...rest] = line.split(' ');
    const amount = rest.find((word) => /^−?\d+\.\d\d$/.test(word)) ?? '0';
    const cents = Math.round(Number.parseFloat(amount.replace('−', '-')) * 100);
    sums[days] = (sums[days] ?? 0) + cents;
  }
  return sums;
};

test.each(Object.keys(pairs))('%s: the parts cost and give back what one plan does', (id) => {
  expect(spans(id)).toEqual(spans(`${id}, as one`));
});

test.each<[string, string[]]>([
  [
    'sold in the middle',
    [
      // 49.90 × 17/31 = 27.36
      '2026-01-15→2026-02-01 17/31 14.93 + 2.99',
      '2026-01-15→2026-02-01 17/31 7.44 + 1.86',
      '2026-01-15→2026-02-01 17/31 4.99',
      '2026-02-01→2026-03-01 28/28 27.23 + 5.45',
      '2026-02-01→2026-03-01 28/28 13.57 + 3.39',
      '2026-02-01→2026-03-01 28/28 9.10',
    ],
  ],
  [
    'with sport, taken off',
    [
      '2026-01-01→2026-02-01 31/31 27.23 + 5.45',
      '2026-01-01→2026-02-01 31/31 13.57 + 3.39',
      '2026-01-01→2026-02-01 31/31 9.10',
      '2026-01-01→2026-02-01 31/31 9.90 + 2.48',
      '2026-01-11→2026-02-01 21/31 −6.71 + 1.68',
      '2026-02-01→2026-03-01 28/28 27.23 + 5.45',
      '2026-02-01→2026-03-01 28/28 13.57 + 3.39',
      '2026-02-01→2026-03-01 28/28 9.10',
    ],
  ],
])('%s', (id, documents) => expect(told.of(id).stood?.documents).toEqual(documents));

test.each<[string, Record<string, number>]>([
  ['sport added', { '2026-01-01→2026-02-01': 4990, '2026-01-11→2026-02-01': 671, '2026-02-01→2026-03-01': 5980 }],
  // 45.00 × 21/31 less 49.90 × 21/31
  [
    'another bundle',
    { '2026-01-01→2026-02-01': 4990, '2026-01-11→2026-02-01': 3048 - 3380, '2026-02-01→2026-03-01': 4500 },
  ],
  ['another bundle, taken back', { '2026-01-01→2026-02-01': 4990, '2026-02-01→2026-03-01': 4990 }],
  // 29.90, 14.90 and 10.00, each × 21/31, less 49.90 × 21/31
  [
    'dissolved',
    { '2026-01-01→2026-02-01': 4990, '2026-01-11→2026-02-01': 2025 + 1009 + 677 - 3380, '2026-02-01→2026-03-01': 5480 },
  ],
  ['dissolved ahead', { '2026-01-01→2026-02-01': 4990, '2026-02-01→2026-03-01': 5480 }],
  ['dissolved ahead, taken back', { '2026-01-01→2026-02-01': 4990, '2026-02-01→2026-03-01': 4990 }],
  ['at a price of its own', { '2026-01-01→2026-02-01': 3000, '2026-02-01→2026-03-01': 3000 }],
  [
    'bound, with a trial and a set-up fee',
    {
      '2026-01-01→2026-01-02': 1000,
      // 49.90 × 21/31, less what of it is not used
      '2026-01-11→2026-02-01': 3380,
      '2026-01-21→2026-02-01': -1770,
      '2026-01-21→2026-01-22': 5000,
    },
  ],
  ['with a discount', { '2026-01-01→2026-02-01': 4990, '2026-02-01→2026-03-01': 1361 + 678 + 455 }],
])('%s: the days cost', (id, expected) => expect(spans(id)).toEqual(expected));

const subscription = (t: Teller, id: string) => t.isp.api.get(`/subscriptions/${id}`);

test('the lines of a bundle stand together, each with its plan, tax and what it was cut from', async () => {
  const t = told.of('sold in the middle');
  const { items = [] } = await t.isp.api.get(`/invoices?account_id=${t.account}&sort=issued_on&limit=1`);
  const { lines } = (await t.isp.api.get(`/invoices/${items[0]?.id}`)) as unknown as { lines: Terms[] };
  const name = async (id: Promise<string>) => String((await t.isp.api.get(`/plans/${await id}`)).name);
  const bundle = await name(home(t));
  expect(lines.map(({ description, quantity }) => [description, Number(quantity)])).toEqual([
    [`${bundle}: ${await name(net(t))}`, 1],
    [`${bundle}: ${await name(tv(t))}`, 1],
    [`${bundle}: ${await name(phone(t))}`, 2],
  ]);
});

test('its parts have log-ins of their own, rest and end with it', async () => {
  const t = told.of('sold in the middle');
  expect(parts.get(t)?.map(({ username }) => username !== null)).toEqual([true, false, false]);
  const paused = told.of('paused');
  const net1 = await partOf(paused, net);
  expect(await subscription(paused, net1)).toMatchObject({
    parent_id: paused.subscription,
    state: 'active',
    pauses: [{ from_on: '2026-01-20', to_on: '2026-01-27' }],
  });
  const ended = told.of('ended');
  expect(await subscription(ended, await partOf(ended, net))).toMatchObject({ state: 'ended', ended_on: '2026-01-23' });
});

test('another bundle keeps the Internet line and its log-in, and what it has no place for ends', async () => {
  const t = told.of('another bundle');
  const fast = await subscription(t, await partOf(t, net));
  expect(fast).toMatchObject({ state: 'active', plan_id: await net(t, 4000) });
  expect(await subscription(t, await partOf(t, phone))).toMatchObject({ state: 'ended', ended_on: '2026-01-11' });
});

test('a dissolved bundle has ended, its parts stand by themselves', async () => {
  for (const id of ['dissolved', 'dissolved ahead']) {
    const t = told.of(id);
    expect(await subscription(t, t.subscription)).toMatchObject({ state: 'ended' });
    const line = await subscription(t, await partOf(t, net));
    expect(line).toMatchObject({ state: 'active', parent_id: null, ended_on: null });
    expect((line.segments as unknown as Terms[]).at(-1)).toMatchObject({ bundle_plan_id: null, price_minor: 2990 });
  }
});

describe('refused', () => {
  const ask = async (t: Teller, path: string, body: Terms) => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const { status, body: said } = await t.isp.api.call('POST', path, body, key);
    return [status, String(said.type).replace('/problems/', '')];
  };

  test('what of a part is the bundle’s', async () => {
    const t = told.of('sport added');
    const part = `/subscriptions/${await partOf(t, net)}`;
    expect(await ask(t, `${part}/end`, {})).toEqual([409, 'flows.required-part']);
    expect(await ask(t, `${part}/change-plan`, { price_override_minor: 1 })).toEqual([409, 'flows.part-of-bundle']);
    expect(await ask(t, `${part}/pause`, {})).toEqual([409, 'flows.follows-parent']);
    expect(await ask(t, `${part}/dissolve`, {})).toEqual([409, 'flows.no-bundle']);
  });

  test('what does not go with a bundle', async () => {
    const t = told.of('sport added');
    const path = `/accounts/${t.account}/subscriptions`;
    const plan_id = await home(t);
    expect(await ask(t, path, { plan_id, username: 'me' })).toEqual([422, 'flows.bundle-unfit']);
    expect(await ask(t, path, { plan_id, quantity: 2 })).toEqual([422, 'flows.one-each']);
    expect(await ask(t, path, { plan_id, parts: [{ plan_id }] })).toEqual([422, 'flows.part-unfit']);
    expect(await ask(t, path, { plan_id: await sport(t), parent_id: t.subscription })).toEqual([
      422,
      'flows.part-unfit',
    ]);
    expect(await ask(t, path, { plan_id: await tv(t), parts: [{ plan_id }] })).toEqual([422, 'flows.bundle-unfit']);
    const single = await t.plan(4990, {});
    expect(await ask(t, `/subscriptions/${t.subscription}/change-plan`, { plan_id: single })).toEqual([
      422,
      'flows.kind-differs',
    ]);
    const off = { subscription_id: t.subscription, name: 'Off', amount_minor: 100 };
    expect(await ask(t, `/accounts/${t.account}/discounts`, off)).toEqual([422, 'flows.discount-unclear']);
  });

  test('a bundle that is not clear', async () => {
    const t = told.of('sport added');
    const make = (terms: Terms) =>
      ask(t, '/plans', { kind: 'bundle', code: 'x', name: 'x', price_minor: 1000, ...terms });
    const unclear = [422, 'tariffs.bundle-unclear'];
    const part = { plan_id: await tv(t) };
    expect(await make({})).toEqual(unclear);
    expect(await make({ parts: [{ ...part, optional: true }] })).toEqual(unclear);
    expect(await make({ parts: [{ plan_id: await home(t) }] })).toEqual(unclear);
    expect(await make({ parts: [{ plan_id: await net(t), quantity: 2 }] })).toEqual(unclear);
    expect(await make({ parts: [part], cycle_unit: 'year' })).toEqual(unclear);
    expect(await make({ parts: [part], rate_down_kbps: 1000 })).toEqual(unclear);
    expect(await make({ kind: 'tv', parts: [part] })).toEqual(unclear);
    expect(await make({ parts: [{ plan_id: await phone(t), quantity: 3 }] })).toEqual(unclear);
    expect(await make({ parts: [part], parts_less_percent: '10' })).toEqual([422, 'tariffs.bundle-price-differs']);
    expect(await make({ parts: [{ ...part, colour: 'red' }] })).toEqual([400, 'kernel.input-invalid']);
  });
});

test('a bundle is priced by its parts before it is made', async () => {
  const t = told.of('sport added');
  const asked = {
    currency: 'EUR',
    parts: [{ plan_id: await net(t) }, { plan_id: await tv(t) }, { plan_id: await sport(t), optional: true }],
    parts_less_percent: '10',
  };
  const priced = await t.isp.api.call('POST', '/bundles/price', asked);
  expect(priced.body).toMatchObject({
    sum_minor: 4480,
    price_minor: 4032,
    parts: [{ price_minor: 2691 }, { price_minor: 1341 }, { price_minor: 891 }],
  });
  const { currency: _, ...terms } = asked;
  const made = await t.isp.api.post('/plans', {
    kind: 'bundle',
    code: 'less',
    name: 'Less',
    price_minor: 4032,
    ...terms,
  });
  expect(made).toMatchObject({ current: { price_minor: 4032, parts_less_percent: '10' } });
});
