/** What is left of included octets rolls over while use comes late: whatever is known when, lines and credits sum to what all of it costs once all is known. */
import { addMonths, type Day, day, decimal, type Rollover, rollOver } from '@isp/values';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { account, NOT_BILLED, plan, subscribed } from './billable.fixture.ts';
import {
  type BillableAccount,
  type BilledUsageLine,
  billingCatalogue,
  type PlanTerms,
  type UsageTotal,
} from './billable.ts';
import { printedDice } from './dice.fixture.ts';
import { draftInvoice, usageWanted } from './draft-invoice.ts';
import { issuedUsage, leftOf } from './issued-usage.fixture.ts';
import { isMetered, rateOverage } from './usage-charge.ts';

const RUNS = printedDice(1000);

const GB = 1_000_000_000n;
const MONTHS = 6;
const FIRST = day('2026-01-01');
const months = Array.from({ length: MONTHS }, (_, i) => addMonths(FIRST, i));
const rolls = (more: Partial<Rollover>): Rollover => ({
  periods: 2,
  most_bytes: null,
  most_percent: null,
  used: 'first',
  ...more,
});
const METERED = { price_minor: 0n, included_bytes: 10n * GB, overage_unit_bytes: GB };
const STEPS = [
  { up_to: decimal('4'), unit_price_minor: decimal('33.3') },
  { up_to: null, unit_price_minor: decimal('4.75') },
];
const PLANS: readonly PlanTerms[] = [
  plan('flat', { ...METERED, overage_unit_price_minor: decimal('50'), rollover: rolls({}) }),
  plan('capped', {
    ...METERED,
    overage_unit_price_minor: decimal('7.77'),
    overage_partial: 'up',
    rollover: rolls({ periods: 3, most_percent: 80 }),
  }),
  plan('last', { ...METERED, overage_unit_price_minor: decimal('9'), rollover: rolls({ periods: 12, used: 'last' }) }),
  plan('stepped', {
    ...METERED,
    overage_model: 'graduated',
    overage_tiers: STEPS,
    rollover: rolls({ most_bytes: 6e9 }),
  }),
];
const CATALOGUE = billingCatalogue(PLANS, []);

/** Octets of each month as they are known when a run is made, and as of the last. */
const histories = fc.array(
  fc.array(fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 26n * GB })), { minLength: MONTHS, maxLength: MONTHS }),
  { minLength: MONTHS + 1, maxLength: MONTHS + 1 },
);

interface State {
  readonly lines: readonly BilledUsageLine[];
  readonly known: ReadonlyMap<Day, bigint>;
  readonly usage_to: Day | null;
}

/** What the run of a day reads. */
const facts = (
  plan_id: string,
  { lines, known, usage_to }: State,
  now: readonly bigint[],
  as_of: Day,
): BillableAccount => {
  const changed = months.find((month, i) => usage_to !== null && month < usage_to && known.get(month) !== now[i]);
  const one = {
    ...subscribed(plan_id, FIRST, { price_minor: 0n }),
    billed: { ...NOT_BILLED, usage_to, billed_on: usage_to, settled_to: usage_to },
    recount_from: changed ?? null,
    billed_usage:
      changed === undefined ? null : { kept_from: null, lines: lines.filter(({ period_to }) => period_to > changed) },
    past_use: [...known].map(([period_from, octets]) => ({ period_from, octets })),
  };
  const usage = usageWanted(account(one), CATALOGUE, as_of).map(({ period_from, period_to }): UsageTotal => {
    const octets = now[months.indexOf(period_from)] ?? 0n;
    return { period_from, period_to, octets, sessions: 1, checksum: `${octets}`, is_early: false };
  });
  return account({ ...one, usage });
};

const costOf = (terms: PlanTerms, uses: readonly bigint[]): bigint => {
  if (!isMetered(terms)) throw new Error('every plan of this test is metered');
  const { included_bytes: own, rollover } = terms;
  const found = rollOver(months.map((from, i) => ({ from, own, used: uses[i] ?? 0n, rollover, keeps: true })));
  const total = { period_from: FIRST, period_to: FIRST, sessions: 1, checksum: '', is_early: false };
  const rated = found.flatMap(({ beyond }) =>
    rateOverage(terms, { ...total, octets: own + beyond }, account().currency),
  );
  return rated.reduce((sum, { amount_minor }) => sum + amount_minor, 0n);
};

test('lines less credits are what all comes to, and a run again finds nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLANS), histories, (terms, knowledge) => {
      let state: State = { lines: [], known: new Map(), usage_to: null };
      const last = knowledge[MONTHS] ?? [];
      for (const [i, now] of [...knowledge, last].entries()) {
        const as_of = addMonths(FIRST, Math.min(i + 1, MONTHS));
        const read = facts(terms.plan_id, state, now, as_of);
        const drafted = draftInvoice(read, CATALOGUE, as_of);
        expect(drafted.held).toBeNull();
        if (i > MONTHS) expect(drafted).toMatchObject({ invoice: null, credits: [] });
        const usage_to = drafted.next[0]?.usage_to ?? null;
        const known = new Map(state.known);
        for (const { period_from, octets } of read.subscriptions[0]?.usage ?? [])
          if (usage_to !== null && period_from < usage_to) known.set(period_from, octets);
        state = { lines: issuedUsage(state.lines, drafted, `invoice-${i}`), known, usage_to };
      }
      const paid = state.lines.map(leftOf);
      expect(paid.every((left) => left >= 0n)).toBe(true);
      expect(paid.reduce((sum, each) => sum + each, 0n)).toBe(costOf(terms, last));
    }),
    RUNS,
  );
});
