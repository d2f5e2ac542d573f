/** What a run leaves behind is enough for the next: runs that read no more than they must find what one run finds that knows everything. */
import { addDays, type Day, day, daysBetween, decimal } from '@isp/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  account,
  CATALOGUE,
  type Called,
  runs,
  shortAll,
  subscribed,
  taxesLeft,
  withCalls,
} from './billable.fixture.ts';
import type { BillableSubscription, Rest, WaitingCharge } from './billable.ts';
import { printedDice } from './dice.fixture.ts';
import type { GivenDiscount } from './discount.ts';
import { draftInvoice } from './draft-invoice.ts';

const RUNS = printedDice(1000);

const START = day('2024-01-10');
const HORIZON = 130;
const LAST = addDays(START, HORIZON + 40);

interface Event {
  readonly on: Day;
  readonly known: Day;
}
const event = fc
  .record({ on: fc.integer({ min: 1, max: HORIZON }), known: fc.integer({ min: -25, max: 25 }) })
  .map(({ on, known }): Event => ({ on: addDays(START, on), known: addDays(START, Math.max(0, on + known)) }));

const inTime = ({ on, known }: Event): Event => ({ on, known: known > on ? on : known });

/** Nothing, or so much that no day of it rounds to nothing: what does goes on no document. */
const PRICE = fc.oneof(fc.constant(0), fc.integer({ min: 1000, max: 99_999 }));

const QUANTITY = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 }));

const changes = fc.uniqueArray(
  fc.record({
    event,
    // None with tax inside: what of a gross is net depends on the document.
    plan: fc.constantFrom('plain', 'late', 'yearly', 'taxed', 'served', 'rising', 'layered'),
    price: PRICE,
    quantity: QUANTITY,
    anchor_day: fc.integer({ min: 1, max: 31 }),
    moves: fc.boolean(),
    /** Only another billing day, if that. */
    keeps: fc.boolean(),
  }),
  { maxLength: 3, selector: (change) => change.event.on },
);
const rests = fc.uniqueArray(
  fc.record({ event, lasts: fc.integer({ min: 1, max: 50 }), told: fc.boolean(), fee: fc.constantFrom(null, 500n) }),
  { maxLength: 2, selector: (rest) => rest.event.on },
);

const restOf = ({
  event: { on, known },
  lasts,
  told,
  fee,
}: {
  event: Event;
  lasts: number;
  told: boolean;
  fee: bigint | null;
}): Rest => {
  const to_on = addDays(on, lasts);
  return {
    from_on: on,
    to_on,
    known_on: known,
    to_known_on: told ? null : known > to_on ? known : to_on,
    reason: fee === null ? 'suspension' : 'pause',
    hold_fee_minor: fee,
  };
};

const anyHistory = {
  anchor_day: fc.integer({ min: 1, max: 31 }),
  plan: fc.constantFrom('plain', 'late', 'taxed', 'served', 'rising', 'layered'),
  price: PRICE,
  quantity: QUANTITY,
  changes,
  rests,
  end: fc.option(event),
  /** It ends by going to another account. */
  moves: fc.boolean(),
  fee: fc.option(fc.bigInt({ min: 1n, max: 50_000n })),
};

/** The same by meters, each thing told on its day or before: use that is billed stays as it was, whatever is told later. */
const calledHistory = {
  ...anyHistory,
  plan: fc.constantFrom('calling', 'stepped', 'plain'),
  changes: changes.map((all) =>
    all.map((each, i) => ({ ...each, event: inTime(each.event), plan: ['stepped', 'calling', 'plain'][i] ?? 'plain' })),
  ),
  rests: rests.map((all) => all.map((each) => ({ ...each, event: inTime(each.event) }))),
  end: fc.option(event.map(inTime)),
};
const calls = fc.array(
  fc
    .record({ on: fc.integer({ min: 0, max: HORIZON + 30 }), seconds: fc.bigInt({ min: 1n, max: 20_000n }) })
    .map(({ on, seconds }): Called => ({ on: addDays(START, on), seconds })),
  { maxLength: 12 },
);

const historiesOf = (drawn: typeof anyHistory | typeof calledHistory) =>
  fc
    .record(drawn as typeof anyHistory)
    .map(
      ({ anchor_day, plan, price, quantity, changes: changed, rests: away, end, moves, fee }): BillableSubscription => {
        const first = subscribed(plan, START, { anchor_day, price_minor: BigInt(price), quantity });
        const [segment] = first.segments;
        const later = changed
          .map((each) => ({
            from_on: each.event.on,
            from_second: 0,
            known_on: each.event.known,
            plan_id: each.keeps ? plan : each.plan,
            plan_version: 1,
            price_minor: BigInt(each.keeps ? price : each.price),
            quantity: each.keeps ? quantity : each.quantity,
            anchor_on: segment?.anchor_on ?? START,
            anchor_day: each.moves ? each.anchor_day : anchor_day,
          }))
          .sort((a, b) => daysBetween(b.from_on, a.from_on));
        return {
          ...first,
          segments: [...first.segments, ...later],
          rests: away.map(restOf).sort((a, b) => daysBetween(b.from_on, a.from_on)),
          ended_on: end?.on ?? null,
          end_known_on: end?.known ?? null,
          end_fee_minor: end === null ? null : fee,
          is_transferred: end !== null && moves,
        };
      },
    );

/** Of the subscription, on its days; whoever knows of one later than a line fell due does not take it off that line. */
const discounts = fc.array(
  fc
    .record({
      event,
      lasts: fc.option(fc.integer({ min: 1, max: 90 })),
      ends: fc.option(event),
      base: fc.constantFrom('recurring' as const, 'all' as const),
      percent: fc.constantFrom('10', '33.333', '100'),
      amount: fc.option(fc.integer({ min: 1, max: 50_000 })),
    })
    .map(
      ({ event: { on, known }, lasts, ends, base, percent, amount }): GivenDiscount => ({
        id: on,
        account_id: 'account',
        name: 'Offer',
        subscription_id: null,
        base,
        percent: amount === null ? decimal(percent) : null,
        amount_minor: amount === null ? null : BigInt(amount),
        from_on: on,
        to_on: lasts === null ? null : addDays(on, lasts),
        known_on: known,
        ended_on: ends?.on ?? null,
        ended_known_on: ends?.known ?? null,
        bills_left: null,
      }),
    ),
  { maxLength: 2 },
);

/** One-off charges, of the subscription or the account, for days past or to come. */
const charges = fc.uniqueArray(
  fc.record({ event, of: fc.boolean(), price: fc.integer({ min: 1, max: 99_999 }), quantity: QUANTITY }).map(
    ({ event: { on, known }, of, price, quantity }): WaitingCharge => ({
      account_id: 'account',
      id: `charge ${on}`,
      subscription_id: of ? 'of it' : null,
      plan_id: null,
      plan_version: null,
      description: 'Router',
      quantity,
      unit_price_minor: BigInt(price),
      tax_code: null,
      due_on: on,
      known_on: known,
    }),
  ),
  { maxLength: 2, selector: ({ id }) => id },
);

/** What a run of a day may know: nothing that was recorded later. */
const knownBy = (all: BillableSubscription, on: Day): Partial<BillableSubscription> => ({
  segments: all.segments.filter(({ known_on }) => known_on <= on),
  rests: all.rests
    .filter(({ known_on }) => known_on <= on)
    .map((rest) =>
      rest.to_known_on !== null && rest.to_known_on > on ? { ...rest, to_on: null, to_known_on: null } : rest,
    ),
  ended_on: all.end_known_on !== null && all.end_known_on <= on ? all.ended_on : null,
  end_known_on: all.end_known_on !== null && all.end_known_on <= on ? all.end_known_on : null,
  end_fee_minor: all.end_known_on !== null && all.end_known_on <= on ? all.end_fee_minor : null,
  is_transferred: all.end_known_on !== null && all.end_known_on <= on && all.is_transferred,
});

const daily = Array.from({ length: HORIZON + 41 }, (_, i) => addDays(START, i));

describe('runs on some days, each knowing what was recorded by then and reading what it must', () => {
  test('find the documents of one run that knows everything; a run again finds none', () => {
    const property = fc.property(
      historiesOf(anyHistory),
      discounts,
      charges,
      fc.subarray(daily),
      (history, drawn, owed, some) => {
        const given = drawn.map((each) => ({ ...each, subscription_id: history.id }));
        const waiting = owed.map((each) => ({ ...each, subscription_id: each.subscription_id && history.id }));
        const days = [...new Set([...some, LAST])].map((on) => [on, knownBy(history, on)] as const);
        const { found, drafts } = runs(history, [...days, [LAST, knownBy(history, LAST)]], given, waiting);
        const once = shortAll(
          draftInvoice({ ...account(history), discounts: given, charges: waiting }, CATALOGUE, LAST),
        );
        expect(found.sort()).toEqual(once.sort());
        expect(drafts.at(-1)).toMatchObject({ invoice: null, credits: [] });
        expect(taxesLeft(drafts).filter((left) => left < 0n)).toEqual([]);
      },
    );
    fc.assert(property, RUNS);
  });

  test('find the use by meters that one run finds: what is included, by steps, and to its minimum', () => {
    const property = fc.property(historiesOf(calledHistory), calls, fc.subarray(daily), (history, called, some) => {
      const days = [...new Set([...some, LAST])].map((on) => [on, knownBy(history, on)] as const);
      const { found, drafts } = runs(history, [...days, [LAST, knownBy(history, LAST)]], [], [], [], called);
      const once = shortAll(draftInvoice(withCalls(account(history), LAST, called), CATALOGUE, LAST));
      // A period without use has a line only when it is the last.
      const charged = (lines: readonly string[]) => lines.filter((line) => !/^usage .* 0$/.test(line)).sort();
      expect(charged(found)).toEqual(charged(once));
      expect(drafts.at(-1)).toMatchObject({ invoice: null, credits: [] });
    });
    fc.assert(property, RUNS);
  });
});
