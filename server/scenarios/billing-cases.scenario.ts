/** The worked cases of the billing rules, each by its id, through the API under the sandbox's clock. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, bill, end, pay, type Story, start, subscribe, type Told, tell, use } from './billing-agenda.ts';
import { CASES } from './billing-cases.ts';

const LONG_MS = 300_000;
for (const [name, stories] of Object.entries(CASES))
  describe(name, () => {
    let told: Told;
    beforeAll(async () => {
      told = await tell(stories);
    }, LONG_MS);
    afterAll(() => told?.stop());

    test.each(Object.entries(stories))('%s', (id, { steps: _, last_day: __, ...stands }) => {
      expect(told.of(id).stood).toMatchObject(stands);
    });
  });

describe('the first billing date, K45', () => {
  test.each([
    ['2012-02-16', 30, '2012-02-29'],
    ['2012-03-04', 3, '2012-04-03'],
  ])('a start on %s with billing day %d', async (on, anchor_day, next) => {
    const told = await tell({ K45: { steps: [[on, start(1000, {}, { anchor_day })]], last_day: on } });
    try {
      const teller = told.of('K45');
      expect(await teller.isp.api.get(`/subscriptions/${teller.subscription}`)).toMatchObject({ next_bill_on: next });
    } finally {
      await told.stop();
    }
  });
});

const L25: Story = {
  steps: [
    [
      '2024-03-01',
      (t) => t.isp.api.post('/taxes', { code: 'VAT10', name: 'VAT 10 %', percent: '10' }),
      account,
      subscribe(10000, { tax_code: 'VAT10' }),
      subscribe(5000),
      subscribe(3000, { tax_code: 'VAT20' }),
      subscribe(2000, { tax_code: 'VAT20' }),
      (t) =>
        t.isp.api.post('/coupons', {
          code: 'TEN',
          name: 'Ten off',
          target: 'account',
          base: 'all',
          amount_minor: 1000,
          currency: 'EUR',
          times: 1,
        }),
      (t) => t.isp.api.post(`/accounts/${t.account}/discounts`, { coupon: 'ten' }),
      bill,
    ],
  ],
  last_day: '2024-03-02',
  documents: [
    '2024-03-01→2024-04-01 31/31 95.00 + 9.50',
    '2024-03-01→2024-04-01 31/31 47.50',
    '2024-03-01→2024-04-01 31/31 28.50 + 5.70',
    '2024-03-01→2024-04-01 31/31 19.00 + 3.80',
  ],
  open: 20_900,
};

test('a coupon over lines of different taxes, L25', async () => {
  const told = await tell({ L25 });
  try {
    const { steps: _, last_day: __, ...stands } = L25;
    expect(told.of('L25').stood).toMatchObject(stands);
  } finally {
    await told.stop();
  }
});

describe('use and an end, L06', () => {
  const GB = 1_000_000_000;
  const metered = {
    kind: 'internet',
    tax_code: 'VAT20',
    termination: 'inclusive',
    included_bytes: 0,
    overage_unit_bytes: GB,
    overage_unit_price_minor: '500',
  };
  let told: Told;
  beforeAll(async () => {
    const log_in = { anchor_day: 1, username: 'ann', password: 'open sesame 42' };
    told = await tell(
      {
        L06: {
          steps: [
            ['2025-02-08', start(10000, metered, log_in), pay, use('ann', BigInt(10 * GB))],
            ['2025-02-21', end()],
          ],
          last_day: '2025-02-23',
        },
      },
      ['radius'],
    );
  }, LONG_MS);
  afterAll(() => told?.stop());

  test('the credit goes to the last invoice', () => {
    expect(told.of('L06').stood).toMatchObject({
      documents: [
        '2025-02-08→2025-03-01 21/28 75.00 + 15.00',
        '2025-02-08→2025-02-22 50.00 + 10.00',
        '2025-02-22→2025-03-01 7/21 −25.00 + 5.00',
      ],
      open: 3000,
    });
  });
});

describe('use by steps of prices, U01', () => {
  const GB = 1_000_000_000;
  const tiers = [
    { up_to: '20', unit_price_minor: '200' },
    { up_to: '120', unit_price_minor: '2000' },
    { up_to: null, unit_price_minor: '1000' },
  ];
  const stepped = (overage_model: string) => ({
    kind: 'internet',
    included_bytes: 0,
    overage_unit_bytes: GB,
    overage_model,
    overage_tiers: tiers,
  });
  const metered = (id: string, model: string): Story => ({
    steps: [
      ['2026-03-01', start(0, stepped(model), { username: id, password: 'open sesame 42' }), use(id, BigInt(130 * GB))],
    ],
    last_day: '2026-04-01',
  });
  let told: Told;
  beforeAll(async () => {
    told = await tell({ graduated: metered('graduated', 'graduated'), volume: metered('volume', 'volume') }, [
      'radius',
    ]);
  }, LONG_MS);
  afterAll(() => told?.stop());

  test.each([
    [
      'graduated',
      ['2026-03-01→2026-04-01 40.00', '2026-03-01→2026-04-01 2000.00', '2026-03-01→2026-04-01 100.00'],
      214000,
    ],
    ['volume', ['2026-03-01→2026-04-01 1300.00'], 130000],
  ])('%s', (id, documents, open) => {
    expect(told.of(id).stood).toMatchObject({ documents, open });
  });
});
