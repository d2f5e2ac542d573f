import { addDays, type Day, day, decimal } from '@isp/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterDraft } from './after-draft.ts';
import { account, CATALOGUE, shortAll, subscribed } from './billable.fixture.ts';
import type { BillableAccount } from './billable.ts';
import { printedDice } from './dice.fixture.ts';
import { draftInvoice } from './draft-invoice.ts';
import { billDays, runningBills, runningSubscriptions, runningUsage } from './running-bill.ts';

const GB = 1_000_000_000n;
const RUNS = printedDice(300);

/** The account once all bills up to a day are made, with no use. */
const billedThrough = (first: BillableAccount, from: Day, to: Day): BillableAccount => {
  let now = first;
  for (let on = from; on <= to; on = addDays(on, 1)) {
    const usage = now.subscriptions.map((each) => ({ ...each, usage: periodsOf(now, each.id, on, 0n) }));
    now = afterDraft({ ...now, subscriptions: usage }, draftInvoice({ ...now, subscriptions: usage }, CATALOGUE, on));
  }
  return now;
};

/** Use of all periods of a subscription that a bill of a day must know. */
const periodsOf = (of: BillableAccount, id: string, on: Day, octets: bigint) =>
  runningUsage(of, CATALOGUE, [{ on, subscription_ids: [id] }]).map(({ period_from, period_to }) => ({
    period_from,
    period_to,
    octets,
    sessions: 1,
    checksum: 'c',
    is_early: false,
  }));

/** The running bill of a day, after so much use in each metered period. */
const running = (of: BillableAccount, today: Day, octets: bigint) => {
  const used = (on: Day): BillableAccount => ({
    ...of,
    subscriptions: of.subscriptions.map((each) => ({ ...each, usage: periodsOf(of, each.id, on, octets) })),
  });
  const days = billDays(used(today), draftInvoice(used(today), CATALOGUE, today), today);
  const onOf = (id: string) => days.find(({ subscription_ids }) => subscription_ids.includes(id))?.on ?? today;
  const now: BillableAccount = {
    ...of,
    subscriptions: of.subscriptions.map((each) => ({ ...each, usage: periodsOf(of, each.id, onOf(each.id), octets) })),
  };
  return {
    bills: runningBills(now, CATALOGUE, days, today),
    subscriptions: runningSubscriptions(now, CATALOGUE, days, today),
    billOf: (on: Day) => draftInvoice(used(on), CATALOGUE, on),
  };
};

const START = day('2026-01-01');
const short = (found: ReturnType<typeof running>['bills']) =>
  found.map(({ on, so_far, forecast }) => [on, shortAll(so_far), shortAll(forecast)]);

describe('a running bill', () => {
  test('by a meter: what was recorded so far, and what adds up goes on by the day', () => {
    const of = billedThrough(account(subscribed('calling', START)), START, START);
    const on = day('2026-02-01');
    const calls = { meter: 'calls', period_from: START, period_to: on, records: 3, late_records: 0, checksum: 'c' };
    const days = [{ on, subscription_ids: of.subscriptions.map(({ id }) => id) }];
    const called = of.subscriptions.map((each) => ({ ...each, meter_usage: [{ ...calls, total: 93_000n }] }));
    const [bill] = runningBills({ ...of, subscriptions: called }, CATALOGUE, days, day('2026-01-15'));
    const ofUse = (drafted = bill?.so_far) =>
      drafted?.invoice?.lines.flatMap(({ kind, amount_minor }) => (kind === 'usage' ? amount_minor : []));
    expect([ofUse(), ofUse(bill?.forecast)]).toEqual([[15_400n], [31_933n]]);
  });

  test('in advance: what was charged stands apart, use so far and where it goes are on the bill to come', () => {
    const of = billedThrough(account(subscribed('metered', START)), START, START);
    const { bills, subscriptions } = running(of, day('2026-01-15'), 90n * GB);
    expect(short(bills)).toEqual([
      [
        '2026-02-01',
        ['recurring 2026-02-01…2026-03-01 3000', 'usage 2026-01-01…2026-02-01 0'],
        // 90 GB in 15 days are 186 in 31.
        ['recurring 2026-02-01…2026-03-01 3000', 'usage 2026-01-01…2026-02-01 4300'],
      ],
    ]);
    expect(subscriptions).toMatchObject([
      {
        from: '2026-01-01',
        to: '2026-02-01',
        charged: [{ period_from: '2026-01-01', period_to: '2026-02-01', gross_minor: 3000n }],
        use: { used_bytes: 90n * GB, included_bytes: 100n * GB, forecast_bytes: 186n * GB },
      },
    ]);
  });

  test('in arrears: the days up to and with today', () => {
    const of = billedThrough(account(subscribed('late', START)), START, START);
    expect(short(running(of, day('2026-01-10'), 0n).bills)).toEqual([
      ['2026-02-01', ['recurring 2026-01-01…2026-01-11 968 10/31'], ['recurring 2026-01-01…2026-02-01 3000']],
    ]);
  });

  test('a bill for each day; one-off charges on the first, and alone when nothing else comes', () => {
    const router = {
      account_id: 'account',
      id: 'router',
      subscription_id: null,
      plan_id: null,
      plan_version: null,
      description: 'Router',
      quantity: 1,
      unit_price_minor: 4900n,
      tax_code: null,
      due_on: day('2026-01-05'),
      known_on: day('2026-01-05'),
    };
    const two = account(subscribed('plain', START), subscribed('late', START, { anchor_day: 20 }));
    const of = { ...billedThrough(two, START, day('2026-01-20')), charges: [router] };
    expect(short(running(of, day('2026-01-21'), 0n).bills).map(([on, lines]) => [on, lines])).toEqual([
      ['2026-02-01', ['recurring 2026-02-01…2026-03-01 3000', 'one_time 2026-01-05…2026-01-06 4900']],
      ['2026-02-20', ['recurring 2026-01-20…2026-01-22 194 2/31']],
    ]);
    const alone = { ...account(), charges: [router] };
    expect(short(running(alone, day('2026-01-21'), 0n).bills)).toMatchObject([
      ['2026-01-21', ['one_time 2026-01-05…2026-01-06 4900'], {}],
    ]);
  });

  test('a bill that no run has made yet is today’s', () => {
    const of = account(subscribed('plain', START));
    expect(short(running(of, START, 0n).bills).map(([on]) => on)).toEqual([START]);
  });
});

const services = fc.record({
  plan: fc.constantFrom('plain', 'late', 'metered', 'rolling', 'taxed', 'gross', 'served', 'fee'),
  anchor_day: fc.integer({ min: 1, max: 31 }),
  price: fc.integer({ min: 1000, max: 99_999 }),
  quantity: fc.integer({ min: 1, max: 5 }),
  percent: fc.constantFrom(null, '10', '33.333'),
});

describe('over random accounts', () => {
  test('on the last day of a period, and on the day after until its bill is made, it is the bill', () => {
    const property = fc.property(
      fc.uniqueArray(services, { minLength: 1, maxLength: 3, selector: ({ plan }) => plan }),
      fc.integer({ min: 20, max: 90 }),
      fc.bigInt({ min: 0n, max: 400n * GB }),
      (drawn, days, octets) => {
        const first = account(
          ...drawn.map(({ plan, anchor_day, price, quantity }) =>
            subscribed(plan, '2026-01-10', { anchor_day, price_minor: BigInt(price), quantity }),
          ),
        );
        const discounts = drawn.flatMap(({ plan, percent }) =>
          percent === null
            ? []
            : [{ ...DISCOUNT, id: plan, subscription_id: `sub-${plan}`, percent: decimal(percent) }],
        );
        const from = day('2026-01-10');
        const of = billedThrough({ ...first, discounts }, from, addDays(from, days));
        const [next] = running(of, addDays(from, days), octets).bills;
        if (next === undefined) throw new Error('a subscription that runs is billed again');
        for (const today of [addDays(next.on, -1), next.on]) {
          const { bills, billOf } = running(of, today, octets);
          expect(bills[0]?.on).toBe(next.on);
          expect(bills[0]?.so_far).toEqual({ ...billOf(next.on), next: bills[0]?.so_far.next });
          expect(bills[0]?.forecast).toEqual({ ...bills[0]?.so_far, next: bills[0]?.forecast.next });
        }
      },
    );
    fc.assert(property, RUNS);
  });
});

const DISCOUNT = {
  account_id: 'account',
  name: 'Offer',
  base: 'all' as const,
  amount_minor: null,
  from_on: START,
  to_on: null,
  known_on: START,
  ended_on: null,
  ended_known_on: null,
  bills_left: null,
};
