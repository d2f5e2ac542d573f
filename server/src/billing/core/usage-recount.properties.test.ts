/** Use that comes after its period was billed: whatever the order of records and runs, lines and credits sum to what all of the use costs. */
import { day, decimal, decimalUnscaled } from '@isp/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, plan, subscribed, tax } from './billable.fixture.ts';
import {
  type BillableAccount,
  type BilledUsageLine,
  billingCatalogue,
  type PlanTerms,
  type UsageTotal,
} from './billable.ts';
import { printedDice } from './dice.fixture.ts';
import { type GivenDiscount, lineDiscounts } from './discount.ts';
import { type Drafted, draftInvoice } from './draft-invoice.ts';
import { issuedUsage, leftOf } from './issued-usage.fixture.ts';
import { isMetered, rateOverage } from './usage-charge.ts';

const RUNS = printedDice(1000);

const GIGA = 2n ** 32n;
const PERIOD = { from: day('2026-11-01'), to: day('2026-12-01') };
const METERED = { price_minor: 0n, included_bytes: 3n * GIGA, overage_unit_bytes: 1_000_000_000n };
const STEPS = [
  { up_to: decimal('2.5'), unit_price_minor: decimal('33.3') },
  { up_to: decimal('7'), unit_price_minor: decimal('21') },
  { up_to: null, unit_price_minor: decimal('4.75') },
];
const PLANS: readonly PlanTerms[] = [
  plan('flat', { ...METERED, overage_unit_price_minor: decimal('50'), tax_code: 'vat20' }),
  plan('whole', { ...METERED, overage_unit_price_minor: decimal('7.77'), overage_partial: 'up' }),
  plan('stepped', { ...METERED, overage_model: 'graduated', overage_tiers: STEPS, tax_code: 'vat7' }),
  plan('volume', { ...METERED, overage_model: 'volume', overage_tiers: STEPS, tax_code: 'vat20i' }),
];
const CATALOGUE = billingCatalogue(PLANS, [
  tax('vat20', '20'),
  tax('vat7', '7'),
  tax('vat20i', '20', { inclusive: true }),
]);

/** A record as a NAS sends it: a session's octets so far, in words of 32 bits, wrapped. */
interface Told {
  readonly session: number;
  readonly octets: bigint;
  readonly gigawords: bigint;
}

/** What each session of the period comes to, by the records that arrived: the greatest it told. */
const totalOf = (told: readonly Told[]): UsageTotal => {
  const sessions = new Map<number, bigint>();
  for (const { session, octets, gigawords } of told) {
    const so_far = gigawords * GIGA + octets;
    const known = sessions.get(session) ?? 0n;
    sessions.set(session, so_far > known ? so_far : known);
  }
  const sorted = [...sessions].sort(([a], [b]) => a - b);
  return {
    period_from: PERIOD.from,
    period_to: PERIOD.to,
    octets: sorted.reduce((sum, [, octets]) => sum + octets, 0n),
    sessions: sorted.length,
    checksum: sorted.map(([id, octets]) => `${id}:${octets}`).join(),
    is_early: false,
  };
};

const records = fc
  .array(fc.array(fc.bigInt({ min: 0n, max: 2n * GIGA }), { minLength: 1, maxLength: 4 }), { maxLength: 4 })
  .map((sessions) =>
    sessions.flatMap((grown, session) => {
      let so_far = 0n;
      return grown.map((more): Told => {
        so_far += more;
        return { session, octets: so_far % GIGA, gigawords: so_far / GIGA };
      });
    }),
  );

/** The records that each of some bill runs knows; the last knows all. */
type Runs = readonly (readonly Told[])[];

/** Records in any order, some of them twice: each run knows what arrived before it. */
const arriving = records
  .chain((all) => fc.tuple(fc.constant(all), fc.array(fc.nat({ max: Math.max(0, all.length - 1) }), { maxLength: 4 })))
  .chain(([all, again]) => {
    const sent = [...all, ...again.flatMap((i) => all[i] ?? [])];
    return fc.tuple(
      fc.shuffledSubarray(sent, { minLength: sent.length }),
      fc.array(fc.nat({ max: sent.length }), { maxLength: 3 }),
    );
  })
  .map(([sent, cuts]): Runs => [...cuts.sort((a, b) => a - b), sent.length].map((cut) => sent.slice(0, cut)));

/** Records that come and go: somebody deletes some between runs. */
const deleted = records.chain((all) =>
  fc.array(fc.subarray(all), { minLength: 1, maxLength: 4 }).map((runs): Runs => [...runs, all]),
);

const discount = (of: Pick<GivenDiscount, 'percent' | 'amount_minor'>): GivenDiscount => ({
  ...of,
  id: 'off',
  account_id: 'account',
  name: 'Off',
  subscription_id: '',
  base: 'usage',
  from_on: PERIOD.from,
  to_on: null,
  known_on: PERIOD.from,
  ended_on: null,
  ended_known_on: null,
  bills_left: null,
});
const discounts = fc.constantFrom(
  null,
  discount({ percent: decimal('33.333'), amount_minor: null }),
  discount({ percent: null, amount_minor: 45n }),
);

/** An account as the next run reads it. */
const facts = (
  plan_id: string,
  off: GivenDiscount | null,
  state: { readonly lines: readonly BilledUsageLine[]; readonly total: UsageTotal; readonly usage_to: string | null },
): BillableAccount => {
  const { lines, total, usage_to } = state;
  const before = subscribed(plan_id, PERIOD.from, { price_minor: 0n });
  const to = usage_to === null ? null : day(usage_to);
  const one = {
    ...before,
    billed: { ...before.billed, billed_on: to, settled_to: to, usage_to: to },
    recount_from: to && PERIOD.from,
    billed_usage: to && { kept_from: null, lines },
    usage: [total],
  };
  return { ...account(one), discounts: off === null ? [] : [{ ...off, subscription_id: one.id }] };
};

const AS_OF = day('2026-12-01');

/** Makes the runs, the last one twice. Gives the lines that came of them with their credits, and what each run drafted. */
const billed = (plan_id: string, off: GivenDiscount | null, runs: Runs) => {
  let state: Parameters<typeof facts>[2] = { lines: [], total: totalOf([]), usage_to: null };
  const drafts = [...runs, runs.at(-1) ?? []].map((told, i) => {
    const total = totalOf(told);
    const drafted = draftInvoice(facts(plan_id, off, { ...state, total }), CATALOGUE, AS_OF);
    state = {
      total,
      lines: issuedUsage(state.lines, drafted, `invoice-${i}`),
      usage_to: drafted.next[0]?.usage_to ?? null,
    };
    return drafted;
  });
  return { lines: state.lines, drafts };
};

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, each) => all + each, 0n);

/** What the use comes to, in the price's own terms, when all of it is known at once. */
const costOf = (terms: PlanTerms, off: GivenDiscount | null, all: readonly Told[]): bigint => {
  if (!isMetered(terms)) throw new Error('every plan of this test is metered');
  const ratings = rateOverage(terms, totalOf(all), account().currency);
  return sum(
    ratings.map(({ amount_minor }) => {
      const line = { kind: 'usage' as const, amount_minor, due_on: PERIOD.to, days: null, of_days: null };
      const period = { period_from: PERIOD.from, period_to: PERIOD.to };
      const less = lineDiscounts({ ...line, ...period }, off === null ? [] : [off], 'half-up');
      return amount_minor - sum(less.map((each) => each.amount_minor));
    }),
  );
};

const check = (terms: PlanTerms, off: GivenDiscount | null, runs: Runs): void => {
  const { lines, drafts } = billed(terms.plan_id, off, runs);
  const paid = lines.map(leftOf);
  expect(sum(paid)).toBe(costOf(terms, off, runs.at(-1) ?? []));
  expect(paid.every((left) => left >= 0n)).toBe(true);
  expect(drafts.at(-1)).toMatchObject({ invoice: null, credits: [], held: null });
  expect(new Set(lines.map(({ revision }) => revision)).size).toBe(lines.length);
  const isFirst = (drafted: Drafted) => drafted === drafts.find(({ invoice }) => invoice !== null);
  for (const drafted of drafts)
    for (const { trace, quantity } of drafted.invoice?.lines ?? []) {
      expect(decimalUnscaled(quantity) >= 0n).toBe(true);
      if (isFirst(drafted)) expect(trace).not.toHaveProperty('corrects');
      else expect(trace.corrects).toMatch(/^invoice-\d+:\d+( invoice-\d+:\d+)*$/);
    }
};

describe('lines less credits are what all of the use costs, corrections name their lines, and a run again finds none', () => {
  test.each([
    ['records in any order, twice, and after their period was billed', arriving],
    ['records that were deleted between runs, and are there again', deleted],
  ])('%s', (_, runs) => {
    fc.assert(fc.property(fc.constantFrom(...PLANS), discounts, runs, check), RUNS);
  });
});
