/** Stories of metered services: what is used, told and billed. */
import { expect } from 'vitest';
import { account, bill, end, type Step, type Story, start, subscribe } from './billing-agenda.ts';

const meters: Step = async (t) => {
  const make = (code: string, name: string, unit_code: string, unit_size: number, aggregation: string) =>
    t.isp.api.post('/meters', { code, name, unit_code, unit_size, aggregation });
  await make('voice', 'Calls', 'min', 60, 'sum');
  await make('sms', 'Messages', 'SMS', 1, 'count');
  await make('transit', 'Transit', 'Mbit/s', 1_000_000, 'p95');
  await make('peak', 'Peak', 'Mbit/s', 1_000_000, 'max');
  await make('sales', 'Turnover', 'EUR', 100, 'sum');
};

const named =
  (...numbers: readonly string[]): Step =>
  async (t) => {
    const { status, body } = await t.isp.api.call('PUT', `/subscriptions/${t.subscription}/numbers`, { numbers });
    expect({ status, body }).toMatchObject({ status: 200, body: { numbers } });
  };

type Use = readonly [external_id: string, used_at: string, quantity: number];

/** Tells the use of the story's subscription; all of it is recorded. */
const used =
  (meter: string, ...uses: readonly Use[]): Step =>
  async (t) => {
    const records = uses.map(([external_id, used_at, quantity]) => ({
      subscription: t.subscription,
      meter,
      external_id: `${t.id} ${external_id}`,
      used_at,
      quantity,
    }));
    expect(await t.isp.api.post('/usage-records', { records })).toMatchObject({ recorded: records.length, refused: 0 });
  };

export const MINUTE = 60;
export const MBIT = 1_000_000;
const charge = (meter: string, more: Record<string, unknown>) => ({ meter_charges: [{ meter, ...more }] });

/** The first 60 minutes beyond 100 at 0.10, others at 0.05. */
const VOICE = charge('voice', {
  model: 'graduated',
  included_units: 100,
  tiers: [
    { up_to: '60', unit_price_minor: '10' },
    { up_to: null, unit_price_minor: '5' },
  ],
});
const COMMITTED = charge('voice', { model: 'flat', unit_price_minor: '10', minimum_minor: 5000 });

/** 5, 1, 20, 7 … Mbit/s: all from 1 to 20, five minutes apart. */
export const samples: readonly Use[] = Array.from({ length: 20 }, (_, i) => [
  `s${i}`,
  `2026-01-05T${String(10 + Math.floor(i / 12))}:${String((i % 12) * 5).padStart(2, '0')}:00Z`,
  (((i * 7 + 4) % 20) + 1) * MBIT,
]);

export const STORIES: Readonly<Record<string, Story>> = {
  voice: {
    steps: [
      ['2026-01-01', meters, start(1000, VOICE), named('+49301111')],
      ['2026-01-10', used('voice', ['a', '2026-01-02T10:00:00Z', 100 * MINUTE])],
      ['2026-01-20', used('voice', ['b', '2026-01-19T10:00:00Z', 99 * MINUTE], ['c', '2026-01-20T11:59:00Z', 30])],
      // What was used in January and told in February is billed with February.
      ['2026-02-03', used('voice', ['d', '2026-01-31T23:00:00Z', 110 * MINUTE], ['e', '2026-02-02T10:00:00Z', MINUTE])],
    ],
    last_day: '2026-03-02',
  },
  transit: {
    steps: [
      ['2026-01-01', start(0, charge('transit', { model: 'flat', unit_price_minor: '80' }))],
      ['2026-01-06', used('transit', ...samples)],
    ],
    last_day: '2026-02-02',
  },
  peak: {
    steps: [
      ['2026-01-01', start(0, charge('peak', { model: 'flat', unit_price_minor: '100', partial: 'up' }))],
      [
        '2026-01-06',
        used('peak', ['1', '2026-01-05T10:00:00Z', 3 * MBIT], ['2', '2026-01-05T11:00:00Z', 7 * MBIT + 1]),
      ],
    ],
    last_day: '2026-02-02',
  },
  messages: {
    steps: [
      [
        '2026-01-01',
        start(0, charge('sms', { model: 'package', package_units: 2, unit_price_minor: '50', included_units: 1 })),
      ],
      ['2026-01-06', used('sms', ...['1', '2', '3', '4'].map((n): Use => [n, `2026-01-05T10:0${n}:00Z`, 1]))],
    ],
    last_day: '2026-02-02',
  },
  turnover: {
    steps: [
      [
        '2026-01-01',
        start(0, {
          tax_code: 'VAT20',
          ...charge('sales', { model: 'percentage', percent: '2.5', record_fee_minor: '10' }),
        }),
      ],
      ['2026-01-06', used('sales', ['1', '2026-01-05T10:00:00Z', 100_000], ['2', '2026-01-05T11:00:00Z', 23_456])],
    ],
    last_day: '2026-02-02',
  },
  committed: {
    steps: [
      ['2026-01-16', account, subscribe(3100, COMMITTED, { anchor_day: 1 }), bill],
      ['2026-01-20', used('voice', ['1', '2026-01-17T10:00:00Z', 120 * MINUTE])],
      // Nothing in February; all of it used in March.
      ['2026-03-10', used('voice', ['2', '2026-03-05T10:00:00Z', 600 * MINUTE])],
    ],
    last_day: '2026-04-02',
  },
  ended: {
    steps: [
      ['2026-01-01', start(3100, COMMITTED)],
      ['2026-01-11', used('voice', ['1', '2026-01-11T08:00:00Z', 10 * MINUTE]), end()],
    ],
    last_day: '2026-01-13',
  },
};
