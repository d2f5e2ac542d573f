/** The parts of a bundle cost together what one plan at its price would have cost: each document, each span of days, to the cent, whatever happens. */
import { addDays, type Day, day, daysBetween } from '@isp/values';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterDraft } from './after-draft.ts';
import { account, CATALOGUE, subscribed } from './billable.fixture.ts';
import type { BillableAccount, BillableSubscription, PlanSegment, Rest } from './billable.ts';
import { printedDice } from './dice.fixture.ts';
import { type Drafted, draftInvoice } from './draft-invoice.ts';

const RUNS = printedDice(1000);

const START = day('2024-01-10');
const HORIZON = 130;
const daily = Array.from({ length: HORIZON + 31 }, (_, i) => addDays(START, i));
const PLANS = ['taxed', 'reduced', 'plain'] as const;

const event = fc
  .record({ on: fc.integer({ min: 1, max: HORIZON }), known: fc.integer({ min: -25, max: 25 }) })
  .map(({ on, known }) => ({ on: addDays(START, on), known: addDays(START, Math.max(0, on + known)) }));

/** Of each part: nothing, or so much that no day of it rounds to nothing; and how many. */
const prices = fc.tuple(
  ...PLANS.map(() =>
    fc.record({
      price: fc.oneof(fc.constant(0n), fc.bigInt({ min: 1000n, max: 99_999n })),
      quantity: fc.integer({ min: 1, max: 4 }),
    }),
  ),
);
type Prices = { readonly price: bigint; readonly quantity: number }[];

const histories = fc.record({
  bundle: fc.constantFrom({ parts: 'bundle', whole: 'plain' }, { parts: 'late-bundle', whole: 'late' }),
  first: prices,
  anchor_day: fc.integer({ min: 1, max: 31 }),
  changes: fc.uniqueArray(fc.record({ event, prices, anchor_day: fc.integer({ min: 1, max: 31 }) }), {
    maxLength: 3,
    selector: (change) => change.event.on,
  }),
  rests: fc.uniqueArray(fc.record({ event, lasts: fc.integer({ min: 1, max: 50 }) }), {
    maxLength: 2,
    selector: (rest) => rest.event.on,
  }),
  end: fc.option(event),
});
type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

const totalOf = (all: Prices): bigint => all.reduce((sum, { price, quantity }) => sum + price * BigInt(quantity), 0n);

interface Told {
  readonly on: Day;
  readonly known: Day;
  readonly prices: Prices;
  readonly anchor_day: number;
}

const toldIn = ({ first, anchor_day, changes }: History): Told[] =>
  [
    { on: START, known: START, prices: first, anchor_day },
    ...changes.map(({ event: { on, known }, ...change }) => ({ on, known, ...change })),
  ].sort((a, b) => daysBetween(b.on, a.on));

const withFacts = (id: string, { rests, end }: History, segments: readonly PlanSegment[]): BillableSubscription => ({
  ...subscribed('plain', START, { id }),
  segments,
  rests: rests
    .map(
      ({ event: { on, known }, lasts }): Rest => ({
        from_on: on,
        to_on: addDays(on, lasts),
        known_on: known,
        to_known_on: null,
        reason: 'suspension',
        hold_fee_minor: null,
      }),
    )
    .sort((a, b) => daysBetween(b.from_on, a.from_on)),
  ended_on: end?.on ?? null,
  end_known_on: end?.known ?? null,
});

const segmentOf = ({ on, known, anchor_day }: Told, plan_id: string, price_minor: bigint): PlanSegment => ({
  from_on: on,
  from_second: 0,
  known_on: known,
  plan_id,
  plan_version: 1,
  price_minor,
  quantity: 1,
  anchor_on: day('2024-01-01'),
  anchor_day,
});

const asOne = (history: History): BillableSubscription =>
  withFacts(
    'whole',
    history,
    toldIn(history).map((told) => segmentOf(told, history.bundle.whole, totalOf(told.prices))),
  );

const inParts = (history: History): BillableSubscription[] => {
  const { parts } = history.bundle;
  const part = (plan_id: string, i: number) =>
    toldIn(history).map((told): PlanSegment => {
      const { price = 0n, quantity = 1 } = told.prices[i] ?? {};
      const before_minor = totalOf(told.prices.slice(0, i));
      const of = { bundle_plan_id: parts, bundle_version: 1, before_minor };
      return { ...segmentOf(told, plan_id, price), quantity, part: of };
    });
  const bundle = toldIn(history).map((told) => segmentOf(told, parts, totalOf(told.prices)));
  return [withFacts('bundle', history, bundle), ...PLANS.map((id, i) => withFacts(id, history, part(id, i)))];
};

const knownBy = (all: BillableSubscription, on: Day): Partial<BillableSubscription> => {
  const isEnded = all.end_known_on !== null && all.end_known_on <= on;
  return {
    segments: all.segments.filter(({ known_on }) => known_on <= on),
    rests: all.rests.filter(({ known_on }) => known_on <= on),
    ended_on: isEnded ? all.ended_on : null,
    end_known_on: isEnded ? all.end_known_on : null,
  };
};

/** What each span of days is charged and given back by a draft, before tax. */
const spansOf = ({ invoice, credits }: Drafted): Record<string, bigint> => {
  const spans: Record<string, bigint> = {};
  const add = (key: string, minor: bigint) => {
    spans[key] = (spans[key] ?? 0n) + minor;
  };
  for (const line of invoice?.lines ?? []) add(`charged ${line.period_from}…${line.period_to}`, line.net_minor);
  for (const line of credits.flatMap(({ lines }) => lines))
    add(`given back ${line.period_from}…${line.period_to}`, line.net_minor);
  return spans;
};

const live = (all: readonly BillableSubscription[], days: readonly Day[]): Record<string, bigint>[] => {
  let now: BillableAccount = account(...all);
  return days.map((on) => {
    const subscriptions = now.subscriptions.map((each, i) => ({ ...each, ...knownBy(all[i] ?? each, on) }));
    now = { ...now, subscriptions };
    const drafted = draftInvoice(now, CATALOGUE, on);
    now = afterDraft(now, drafted);
    return spansOf(drafted);
  });
};

test('run by run, each span of days costs and gives back in parts what it does as one', () => {
  const property = fc.property(histories, fc.subarray(daily), (history, some) => {
    const days = [...new Set([...some, ...daily.slice(-1)])];
    expect(live(inParts(history), days)).toEqual(live([asOne(history)], days));
  });
  fc.assert(property, RUNS);
});

test('a change of what is before a part makes it another charge, and no cent comes or goes', () => {
  const history: History = {
    bundle: { parts: 'bundle', whole: 'plain' },
    first: [
      { price: 2990n, quantity: 1 },
      { price: 1490n, quantity: 1 },
      { price: 333n, quantity: 3 },
    ],
    anchor_day: 1,
    changes: [
      {
        event: { on: day('2024-02-12'), known: day('2024-02-12') },
        prices: [
          { price: 3490n, quantity: 1 },
          { price: 1490n, quantity: 1 },
          { price: 333n, quantity: 3 },
        ],
        anchor_day: 1,
      },
    ],
    rests: [],
    end: { on: day('2024-02-20'), known: day('2024-02-20') },
  };
  const days = ['2024-01-10', '2024-02-01', '2024-02-12', '2024-02-20'].map(day);
  expect(live(inParts(history), days)).toEqual([
    // 54.79 × 22/31
    { 'charged 2024-01-10…2024-02-01': 3888n },
    { 'charged 2024-02-01…2024-03-01': 5479n },
    // 59.79 × 18/29; 54.79 × 18/29
    { 'charged 2024-02-12…2024-03-01': 3711n, 'given back 2024-02-12…2024-03-01': 3401n },
    // 37.11 × 10/18
    { 'given back 2024-02-20…2024-03-01': 2062n },
  ]);
});
