/** Contract terms through the API: how long one is bound, what leaving earlier costs, once, on the final bill; waived, taken back, renewed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../src/identity/index.ts';
import {
  account,
  bill,
  change,
  end,
  type Step,
  type Story,
  start,
  subscribe,
  type Told,
  tell,
} from './billing-agenda.ts';
import { createApi } from './platform.ts';

const LONG_MS = 300_000;
type Row = Record<string, unknown>;

const FIXED = { contract_months: 12, early_fee: 'fixed', early_fee_minor: 12_000, tax_code: 'VAT20' };
const DECLINING = { contract_months: 24, early_fee: 'declining', early_fee_minor: 24_000 };
const REMAINING = { contract_months: 3, early_fee: 'remaining', early_fee_percent: '50', contract_renewal: 'same' };

const keep: Step = (t) => t.on('end', { on: null });
const offFees: Step = (t) =>
  t.isp.api.post(`/accounts/${t.account}/discounts`, { name: 'Half of all', percent: '50', base: 'all' });

const STORIES: Readonly<Record<string, Story>> = {
  fixed: {
    steps: [
      ['2026-01-01', start(3000, FIXED)],
      ['2026-02-11', end()],
    ],
    last_day: '2026-04-02',
  },
  ahead: {
    steps: [
      ['2026-01-01', start(3000, DECLINING)],
      ['2026-01-20', end({ on: '2026-03-01' })],
    ],
    last_day: '2026-04-02',
  },
  'taken back': {
    steps: [
      ['2026-01-01', start(3000, FIXED)],
      ['2026-01-20', end({ on: '2026-03-01' })],
      ['2026-02-20', keep],
    ],
    last_day: '2026-03-02',
  },
  waived: {
    steps: [
      ['2026-01-01', start(3000, FIXED)],
      ['2026-02-01', end({ waive_fee: 'moved abroad' })],
    ],
    last_day: '2026-03-02',
  },
  'at the end of the term': {
    steps: [
      ['2026-01-01', start(3000, REMAINING)],
      ['2026-04-01', end()],
    ],
    last_day: '2026-04-02',
  },
  'in the next term': {
    steps: [
      ['2026-01-01', start(3000, REMAINING)],
      ['2026-04-02', end()],
    ],
    last_day: '2026-04-02',
  },
  'kept by a change': {
    steps: [
      ['2026-01-01', start(3000, DECLINING)],
      ['2026-02-01', change(6000, {}, { when: 'now' })],
      ['2026-03-01', end()],
    ],
    last_day: '2026-03-02',
  },
  'renewed by a change': {
    steps: [
      ['2026-01-01', start(3000, DECLINING)],
      ['2026-02-01', change(6000, DECLINING, { when: 'now', contract: 'renewed' })],
      ['2026-03-01', end()],
    ],
    last_day: '2026-03-02',
  },
  'the last day charged': {
    steps: [
      ['2026-01-01', start(3000, { ...FIXED, termination: 'inclusive', tax_code: null })],
      ['2026-01-10', end({ on: '2026-01-31' })],
    ],
    last_day: '2026-02-03',
  },
  'a discount of all': {
    steps: [
      ['2026-01-01', account, subscribe(3000, { ...FIXED, tax_code: null }), offFees, bill],
      ['2026-01-31', end()],
    ],
    last_day: '2026-02-02',
  },
  open: { steps: [['2026-01-01', start(3000, { ...DECLINING, contract_renewal: 'monthly' })]], last_day: '2026-04-02' },
};

let told: Told;
beforeAll(async () => {
  told = await tell(STORIES);
}, LONG_MS);
afterAll(() => told?.stop());

const JANUARY = '2026-01-01→2026-02-01 31/31 30.00';
const FEBRUARY = '2026-02-01→2026-03-01 28/28 30.00';
const MARCH = '2026-03-01→2026-04-01 31/31 30.00';

test.each<[string, string[]]>([
  [
    'fixed',
    [
      `${JANUARY} + 6.00`,
      `${FEBRUARY} + 6.00`,
      '2026-02-11→2026-02-12 120.00 + 24.00',
      '2026-02-11→2026-03-01 18/28 −19.29 + 3.86',
    ],
  ],
  // 22 of 24 months were left: that it ends was known long before, and is billed when it does.
  ['ahead', [JANUARY, FEBRUARY, '2026-03-01→2026-03-02 220.00']],
  ['taken back', [`${JANUARY} + 6.00`, `${FEBRUARY} + 6.00`, `${MARCH} + 6.00`]],
  ['waived', [`${JANUARY} + 6.00`, `${FEBRUARY} + 6.00`, '2026-02-01→2026-03-01 28/28 −30.00 + 6.00']],
  [
    'at the end of the term',
    [JANUARY, FEBRUARY, MARCH, '2026-04-01→2026-05-01 30/30 30.00', '2026-04-01→2026-05-01 30/30 −30.00'],
  ],
  // May and June were left.
  [
    'in the next term',
    [
      JANUARY,
      FEBRUARY,
      MARCH,
      '2026-04-01→2026-05-01 30/30 30.00',
      '2026-04-02→2026-04-03 30.00',
      '2026-04-02→2026-05-01 29/30 −29.00',
    ],
  ],
  [
    'kept by a change',
    [
      JANUARY,
      FEBRUARY,
      '2026-02-01→2026-03-01 28/28 60.00',
      '2026-02-01→2026-03-01 28/28 −30.00',
      '2026-03-01→2026-04-01 31/31 60.00',
      '2026-03-01→2026-03-02 220.00',
      '2026-03-01→2026-04-01 31/31 −60.00',
    ],
  ],
  [
    'renewed by a change',
    [
      JANUARY,
      FEBRUARY,
      '2026-02-01→2026-03-01 28/28 60.00',
      '2026-02-01→2026-03-01 28/28 −30.00',
      '2026-03-01→2026-04-01 31/31 60.00',
      '2026-03-01→2026-03-02 230.00',
      '2026-03-01→2026-04-01 31/31 −60.00',
    ],
  ],
  ['the last day charged', [JANUARY, '2026-01-31→2026-02-01 120.00']],
  [
    'a discount of all',
    ['2026-01-01→2026-02-01 31/31 15.00', '2026-01-31→2026-02-01 120.00', '2026-01-31→2026-02-01 1/31 −0.48'],
  ],
])('%s', (id, documents) => expect(told.of(id).stood?.documents).toEqual(documents));

const ask = async (id: string, path: string, body: Row) => {
  const { isp } = told.of(id);
  const { status, body: said } = await isp.api.call('POST', path, body, { 'idempotency-key': crypto.randomUUID() });
  return [status, String(said.type).replace('/problems/', '')];
};
const contract = async (id: string, on?: string) => {
  const { isp, subscription } = told.of(id);
  return isp.api.get(`/subscriptions/${subscription}/contract${on ? `?on=${on}` : ''}`);
};

describe('what binds it', () => {
  test('today, on a day to come, and after the term month by month', async () => {
    expect(await contract('open')).toMatchObject({
      on: '2026-04-02',
      fee_minor: 20_000,
      contract: { from_on: '2026-01-01', to_on: '2028-01-01', monthly: false, contract_months: 24 },
    });
    expect(await contract('open', '2027-12-31')).toMatchObject({ fee_minor: 0 });
    expect(await contract('open', '2028-02-15')).toMatchObject({
      fee_minor: 0,
      contract: { from_on: '2028-02-01', to_on: '2028-03-01', monthly: true },
    });
  });
  test('nothing any more', async () => {
    expect(await contract('kept by a change', '2028-01-01')).toMatchObject({ contract: null, fee_minor: 0 });
  });
});

test('before it is ended one sees the fee on the document to come', async () => {
  const { isp, subscription } = told.of('open');
  const { documents } = await isp.api.post(`/subscriptions/${subscription}/foresee`, { end: { on: '2026-04-20' } });
  const [document] = documents as { readonly as_of: string; readonly invoice: { readonly lines: readonly Row[] } }[];
  expect(document).toMatchObject({ as_of: '2026-04-20' });
  expect(document?.invoice.lines).toMatchObject([
    { kind: 'one_time', net_minor: 20_000, description: expect.stringContaining('end before the contract’s') },
  ]);
  expect(await isp.api.get(`/subscriptions/${subscription}`)).toMatchObject({ end_fee_minor: null, ended_on: null });
});

test('what an end costs stands with it, and why it is not charged', async () => {
  const of = (id: string) => told.of(id).isp.api.get(`/subscriptions/${told.of(id).subscription}`);
  expect(await of('fixed')).toMatchObject({ state: 'ended', end_fee_minor: 12_000, end_fee_waived: null });
  expect(await of('waived')).toMatchObject({ end_fee_minor: 12_000, end_fee_waived: 'moved abroad' });
  expect(await of('taken back')).toMatchObject({ end_fee_minor: null, ended_on: null });
});

test('whoever may not give discounts may not waive it', async () => {
  const { isp, subscription } = told.of('open');
  const client = await isp.db.run((ctx) => createClient(ctx, { name: 'support', role: 'support' }));
  await isp.db.kernel.db
    .updateTable('identity.role')
    .set({ permissions: ['subscriptions.write'] })
    .where('code', '=', 'support')
    .execute();
  const end = (body: Row) =>
    createApi(isp.url, client).call('POST', `/subscriptions/${subscription}/end`, body, {
      'idempotency-key': crypto.randomUUID(),
    });
  expect((await end({ on: '2026-05-01', waive_fee: 'a friend' })).status).toBe(403);
  expect((await end({ on: '2026-05-01' })).body).toMatchObject({ end_fee_minor: 20_000 });
});

test('terms that do not go together are refused', async () => {
  const plan = { kind: 'recurring', code: 'x', name: 'x', price_minor: 100 };
  const bad = [
    { contract_months: 12, early_fee: 'fixed' },
    { contract_months: 12, early_fee: 'remaining', early_fee_minor: 100 },
    { contract_months: 12, early_fee_percent: '50' },
    { early_fee: 'fixed', early_fee_minor: 100 },
    { price_guarantee: true },
    { contract_renewal: 'same' },
    { contract_months: 121 },
  ];
  for (const terms of bad)
    expect(await ask('open', '/plans', { ...plan, ...terms })).toEqual([400, 'kernel.input-invalid']);
});
