import { currency, day } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { type BilledBefore, billWanted, DEFAULT_POLICY, type HoldPolicy, reviewBill } from './bill-review.ts';
import { account, CATALOGUE, subscribed } from './billable.fixture.ts';
import type { BillableSubscription } from './billable.ts';
import { draftInvoice } from './draft-invoice.ts';

const drafting = (as_of: string, ...subscriptions: readonly BillableSubscription[]) => {
  const of = account(...subscriptions);
  return { account: of, drafted: draftInvoice(of, CATALOGUE, day(as_of)) };
};

const billed = (amount_minor: bigint, issued_on = '2026-02-01'): BilledBefore => ({
  account_id: 'account',
  issued_on: day(issued_on),
  amount_minor,
});

/** A bill of 1 March by its price; billed up to then. */
const march = (price_minor: bigint, plan = 'plain', more: Parameters<typeof subscribed>[2] = {}) =>
  drafting(
    '2026-03-01',
    subscribed(plan, '2026-01-01', {
      price_minor,
      billed: {
        billed_on: day('2026-02-01'),
        settled_to: day('2026-03-01'),
        recurring_to: day('2026-03-01'),
        usage_to: null,
        setup_fee_billed: true,
      },
      ...more,
    }),
  );

const review = (bill: ReturnType<typeof drafting>, before?: BilledBefore, policy: Partial<HoldPolicy> = {}) =>
  reviewBill(bill, before, {
    policy: { ...DEFAULT_POLICY, ...policy },
    catalogue: CATALOGUE,
    as_of: day('2026-03-01'),
  });

describe('a bill beside the one a period before', () => {
  test.each<readonly [string, bigint, bigint | undefined, Partial<HoldPolicy>, string]>([
    ['as before', 3000n, 3000n, {}, 'same'],
    ['up by no more than the share', 3600n, 3000n, {}, 'same'],
    ['up by more', 3601n, 3000n, {}, 'up'],
    ['down by no more', 2400n, 3000n, {}, 'same'],
    ['down by more', 2399n, 3000n, {}, 'down'],
    ['by a large share of next to nothing', 199n, 100n, {}, 'same'],
    ['by the least amount that counts', 200n, 100n, {}, 'up'],
    ['after nothing at all', 3000n, undefined, {}, 'new'],
    ['after a bill of nothing', 3000n, 0n, {}, 'up'],
    ['after credits', 3000n, -500n, {}, 'up'],
    ['five times the list price', 15_000n, 15_000n, {}, 'same'],
    ['beyond five times the list price', 15_001n, 15_001n, {}, 'outlier'],
    ['beyond, where nobody looks', 15_001n, 15_001n, { outlier_times: null }, 'same'],
    ['beyond what a bill may come to', 3001n, 3001n, { outlier_minor: 3000n }, 'outlier'],
    ['new and beyond', 15_001n, undefined, {}, 'outlier'],
  ])('%s', (_, now, before, policy, expected) => {
    expect(review(march(now), before === undefined ? undefined : billed(before), policy)).toMatchObject({
      class: expected,
      now_minor: now,
      before_minor: before ?? 0n,
      before_on: before === undefined ? null : '2026-02-01',
    });
  });

  test('a set-up fee makes no outlier, and amounts are with tax', () => {
    const fresh = drafting('2026-03-01', subscribed('fee', '2026-03-01', { price_minor: 15_000n }));
    expect(review(fresh)).toMatchObject({ class: 'new', now_minor: 17_500n });
    expect(review(march(1000n, 'taxed'), billed(1200n))).toMatchObject({ class: 'same', now_minor: 1200n });
  });

  test('credits make it zero, or less', () => {
    const line = (amount: bigint) => ({
      gross_minor: amount,
    });
    const bill = march(3000n);
    const given = (amount: bigint) => ({
      ...bill,
      drafted: { ...bill.drafted, credits: [line(amount)] as never },
    });
    expect(review(given(3000n), billed(3000n))).toMatchObject({ class: 'zero', now_minor: 0n });
    expect(review(given(3001n), billed(3000n))).toMatchObject({ class: 'negative', now_minor: -1n });
    const only = { ...bill, drafted: { ...bill.drafted, invoice: null, credits: [line(700n)] as never } };
    expect(review(only, billed(3000n))).toMatchObject({ class: 'negative', now_minor: -700n, before_minor: 3000n });
  });

  test('no bill is gone when there was one a period before, and nothing otherwise', () => {
    const paused = march(3000n, 'plain', { suspensions: [['2026-02-20', null]] });
    expect(review(paused, billed(3000n))).toMatchObject({ class: 'gone', reason: 'suspended from 2026-02-20' });
    expect(review(paused, billed(3000n, '2026-01-01'))).toBeNull();
    expect(review(paused, billed(0n))).toBeNull();
    expect(review(paused)).toBeNull();
    const ended = march(3000n, 'plain', { ended_on: '2026-03-01' });
    expect(review(ended, billed(3000n))).toMatchObject({ class: 'ended', reason: 'ended on 2026-03-01' });
    const free = march(0n);
    expect(review(free, billed(3000n))).toMatchObject({ class: 'gone', reason: 'nothing is charged' });
  });

  test('what cannot be billed says why', () => {
    const odd = { ...account(subscribed('plain', '2026-01-01')), currency: currency('USD') };
    const bill = { account: odd, drafted: draftInvoice(odd, CATALOGUE, day('2026-03-01')) };
    expect(review(bill, billed(3000n))).toMatchObject({
      class: 'unbillable',
      now_minor: 0n,
      before_minor: 3000n,
      reason: 'a subscription is in EUR, the account in USD',
    });
  });
});

describe('which bill is compared with', () => {
  const wanted = (as_of: string, ...subscriptions: readonly BillableSubscription[]) => {
    const { near, until } = billWanted(drafting(as_of, ...subscriptions), CATALOGUE, day(as_of));
    return `${near} ${until}`;
  };
  const monthly = subscribed('plain', '2026-01-01');
  test.each<readonly [string, string, readonly BillableSubscription[], string]>([
    ['a month before, or in the week after', '2026-03-01', [monthly], '2026-02-01 2026-02-08'],
    ['at the end of a longer month', '2026-03-31', [monthly], '2026-02-28 2026-03-07'],
    ['a year before', '2027-03-01', [subscribed('yearly', '2026-03-01')], '2026-03-01 2026-03-08'],
    [
      'the shorter of two periods',
      '2027-03-01',
      [subscribed('yearly', '2026-03-01'), monthly],
      '2027-02-01 2027-02-08',
    ],
    ['of an unknown plan, a month', '2026-03-01', [subscribed('unheard-of', '2026-01-01')], '2026-02-01 2026-02-08'],
  ])('%s', (_, as_of, subscriptions, expected) => {
    expect(wanted(as_of, ...subscriptions)).toBe(expected);
  });
});
