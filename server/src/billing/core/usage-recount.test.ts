import { day, decimal } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { account, CATALOGUE, subscribed } from './billable.fixture.ts';
import type { BillableSubscription, BilledUsageLine } from './billable.ts';
import { draftInvoice, usageWanted } from './draft-invoice.ts';

const AS_OF = day('2026-03-05');
const GB = 1_000_000_000n;

/** 120 GB of January billed at 10.00: 20 beyond the included, at 0.50. */
const january: BilledUsageLine = {
  account_id: 'account',
  invoice_id: 'first',
  line_no: 2,
  revision: 0,
  plan_id: 'metered',
  plan_version: 1,
  zone: 'Asia/Tokyo',
  period_from: day('2026-01-01'),
  period_to: day('2026-02-01'),
  tier: 0,
  quantity: decimal('20'),
  billed_octets: 20n * GB,
  rolled_octets: 0n,
  net_minor: 1000n,
  tax_minor: 0n,
  gross_minor: 1000n,
  discount_minor: 0n,
  discounts: [],
  taxes: [],
  tax_code: null,
  tax_inclusive: false,
  credits: [],
  known_octets: 120n * GB,
  known_checksum: 'then',
  is_void: false,
};

const used = (from: string, to: string, gb: bigint, is_early = false) => ({
  period_from: day(from),
  period_to: day(to),
  octets: gb * GB,
  sessions: 1,
  checksum: 'now',
  is_early,
});

/** Billed to March, 120 GB in January and nothing in February; use came for January since. */
const late = (gb: bigint, line: Partial<BilledUsageLine> = {}, more: Partial<BillableSubscription> = {}) => {
  const to = day('2026-03-01');
  const next = day('2026-04-01');
  return account({
    ...subscribed('metered', '2026-01-01'),
    billed: { billed_on: to, settled_to: next, recurring_to: next, usage_to: to, setup_fee_billed: true },
    recount_from: day('2026-01-20'),
    billed_usage: { kept_from: null, lines: [{ ...january, ...line }] },
    usage: [used('2026-01-01', '2026-02-01', gb), used('2026-02-01', '2026-03-01', 0n)],
    ...more,
  });
};
const draft = (...of: Parameters<typeof late>) => draftInvoice(late(...of), CATALOGUE, AS_OF);
const lines = (...of: Parameters<typeof late>) =>
  (draft(...of).invoice?.lines ?? []).map(({ period_from, revision, net_minor }) => [period_from, revision, net_minor]);
const credited = (...of: Parameters<typeof late>) =>
  draft(...of).credits.flatMap((n) => n.lines.map((l) => l.net_minor));

describe('what is read', () => {
  test('billed periods, by the days of the zone they were billed in; idle ones by the account’s', () => {
    expect(usageWanted(late(120n), CATALOGUE, AS_OF).map((w) => [w.period_from, w.period_to, w.zone])).toEqual([
      ['2026-01-01', '2026-02-01', 'Asia/Tokyo'],
      ['2026-02-01', '2026-03-01', 'Europe/Berlin'],
    ]);
  });
  test('none whose records may be gone, none where nothing came, none that were not asked for', () => {
    const wanted = (more: Partial<BillableSubscription>) =>
      usageWanted(late(120n, {}, more), CATALOGUE, AS_OF).map((w) => w.period_from);
    const kept_from = day('2026-01-02');
    expect(wanted({ billed_usage: { kept_from, lines: [january] } })).toEqual(['2026-02-01']);
    expect(wanted({ recount_from: null })).toEqual([]);
    expect(wanted({ billed_usage: null })).toEqual([]);
  });
  test('a total that was not read holds the account', () => {
    expect(draft(120n, {}, { usage: [] }).held).toBe('the usage from 2026-01-01 to 2026-02-01 was not read');
  });
});

describe('what is found', () => {
  test('more: a line; the same: nothing; less: a credit', () => {
    expect(lines(130n)).toEqual([['2026-01-01', 1, 500n]]);
    expect([lines(120n), credited(120n)]).toEqual([[], []]);
    expect([lines(112n), credited(112n)]).toEqual([[], [400n]]);
  });
  test('of a period without a line, as if it were billed now', () => {
    const usage = [used('2026-01-01', '2026-02-01', 120n), used('2026-02-01', '2026-03-01', 101n)];
    expect(lines(120n, {}, { usage })).toEqual([['2026-02-01', 0, 50n]]);
  });
  test('nothing of one whose invoice is void', () => {
    expect([lines(130n, { is_void: true }), credited(100n, { is_void: true })]).toEqual([[], []]);
  });
  test('never more back than is left; what was given back by hand is not charged again', () => {
    const by_hand = {
      kind: 'by-hand' as const,
      net_minor: 800n,
      tax_minor: 0n,
      gross_minor: 800n,
      taxes: [],
      recounted_minor: 0n,
    };
    expect(credited(110n, { credits: [by_hand] })).toEqual([200n]);
    expect(lines(130n, { credits: [by_hand] })).toEqual([['2026-01-01', 1, 500n]]);
  });
  test('what the account’s discount took off a line does not come back, nor does it make the rest dearer', () => {
    const discounts = [{ discount_id: 'd', own: false, amount_minor: 500n }];
    const half = { net_minor: 500n, gross_minor: 500n, discount_minor: 500n, discounts };
    expect(credited(112n, half)).toEqual([200n]);
    expect(credited(100n, half)).toEqual([500n]);
    expect(lines(130n, half)).toEqual([['2026-01-01', 1, 500n]]);
  });
  test('the totals known now, and no need to look again unless records may be on their way', () => {
    const { next } = draft(120n);
    expect(next[0]).toMatchObject({ next_bill_on: '2026-04-01', usage_to: '2026-03-01' });
    expect(next[0]?.recount).toMatchObject({ from: null, periods: [{ octets: 120n * GB }, { octets: 0n }] });
    const usage = [used('2026-01-01', '2026-02-01', 120n), used('2026-02-01', '2026-03-01', 0n, true)];
    expect(draft(120n, {}, { usage }).next[0]).toMatchObject({
      next_bill_on: '2026-03-06',
      recount: { from: '2026-02-01' },
    });
  });
});

test('a period billed before its last hours were sure to be known is looked at again by the next run', () => {
  const usage = [used('2026-01-01', '2026-02-01', 120n, true)];
  const { invoice, next } = draftInvoice(
    account({ ...subscribed('metered', '2026-01-01'), usage }),
    CATALOGUE,
    day('2026-02-01'),
  );
  expect(invoice?.lines.map(({ kind }) => kind)).toContain('usage');
  expect(next).toMatchObject([
    { usage_to: '2026-02-01', next_bill_on: '2026-02-02', recount: { from: '2026-01-01', periods: [] } },
  ]);
});
