/** A subscription that goes to another account: over random histories the two accounts together are charged for the days, and the money, of one that stays. */
import { addDays, type Day, day, daysBetween, later } from '@isp/values';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs, subscribed } from './billable.fixture.ts';
import type { BillableSubscription, PlanSegment } from './billable.ts';
import { dice, printedDice } from './dice.fixture.ts';
import type { Drafted } from './draft-invoice.ts';

const RUNS = printedDice(1000);

const START = day('2024-01-10');
const HORIZON = 130;
const LAST = addDays(START, HORIZON + 60);
const onDay = (min: number, max: number) => fc.integer({ min, max }).map((n) => addDays(START, n));

const history = fc.record({
  // Billed ahead and in arrears; the last day charged and not; what is unused given back at once, later, paid out, or never.
  plan: fc.constantFrom('plain', 'late', 'yearly', 'served', 'kept', 'waits', 'refunds'),
  anchor_day: fc.integer({ min: 1, max: 31 }),
  price: fc.integer({ min: 1000, max: 99_999 }),
  quantity: fc.constantFrom(1, 1, 7),
  /** The day it goes on, and how many days earlier or later that was said. */
  on: onDay(1, HORIZON),
  said: fc.integer({ min: -25, max: 25 }),
  /** Days between runs. */
  every: fc.integer({ min: 1, max: 12 }),
  /** Another price from a day on. */
  change: fc.option(fc.record({ on: onDay(1, HORIZON), price: fc.integer({ min: 1000, max: 99_999 }) })),
  pause: fc.option(fc.record({ on: onDay(1, HORIZON), lasts: fc.integer({ min: 1, max: 40 }) })),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

const one = ({ plan, anchor_day, price, quantity, ...drawn }: History): BillableSubscription => {
  // Where nothing is given back, days are paid for twice by a change, and those at rest too: only the transfer gives them back.
  const { change, pause } = plan === 'kept' ? { change: null, pause: null } : drawn;
  const first = subscribed(plan, START, { anchor_day, price_minor: BigInt(price), quantity });
  const [segment] = first.segments;
  const changed: PlanSegment[] =
    change && segment ? [{ ...segment, from_on: change.on, known_on: START, price_minor: BigInt(change.price) }] : [];
  const rests = pause
    ? [
        {
          from_on: pause.on,
          to_on: addDays(pause.on, pause.lasts),
          known_on: START,
          to_known_on: null,
          reason: 'pause' as const,
          hold_fee_minor: null,
        },
      ]
    : [];
  return { ...first, segments: [...first.segments, ...changed], rests };
};

/** What the account that had it is charged by, and the one that goes on with it, as `passOn` makes them. */
const cut = (
  whole: BillableSubscription,
  on: Day,
  known_on: Day,
): readonly [BillableSubscription, BillableSubscription] => {
  const holding = whole.segments.findLast(({ from_on }) => from_on <= on);
  const later = whole.segments.filter(({ from_on }) => from_on > on);
  const segments = [...(holding ? [{ ...holding, from_on: on }] : []), ...later].map((each) => ({ ...each, known_on }));
  const rests = whole.rests
    .filter(({ to_on }) => to_on === null || to_on > on)
    .map((rest) => ({ ...rest, from_on: rest.from_on < on ? on : rest.from_on, known_on }));
  return [
    { ...whole, ended_on: on, end_known_on: known_on, is_transferred: true },
    { ...whole, id: 'successor', started_on: on, segments, rests, billed: { ...whole.billed, setup_fee_billed: true } },
  ];
};

interface Charged {
  /** How often each day is paid for, in the end. */
  readonly days: ReadonlyMap<Day, number>;
  readonly net: bigint;
  /** Roundings it took. */
  readonly documents: number;
}

const chargedBy = (drafts: readonly Drafted[]): Charged => {
  const days = new Map<Day, number>();
  let [net, documents] = [0n, 0];
  const count = (from: Day | null, to: Day | null, by: 1 | -1, minor: bigint) => {
    net += BigInt(by) * minor;
    documents++;
    for (let on = from; on !== null && to !== null && on < to; on = addDays(on, 1)) {
      const now = (days.get(on) ?? 0) + by;
      if (now === 0) days.delete(on);
      else days.set(on, now);
    }
  };
  for (const { invoice, credits } of drafts) {
    for (const line of invoice?.lines ?? []) count(line.period_from, line.period_to, 1, line.net_minor);
    for (const note of credits)
      for (const line of note.lines) count(line.period_from, line.period_to, -1, line.net_minor);
  }
  return { days, net, documents };
};

/** All that is drafted of a subscription by runs from its first day on, so many days apart. */
const lived = (subscription: BillableSubscription, every: number): readonly Drafted[] => {
  const count = Math.ceil(daysBetween(subscription.started_on, LAST) / every);
  const days = Array.from({ length: count }, (_, i) => addDays(subscription.started_on, i * every));
  return runs(
    subscription,
    [...days, LAST].map((on) => [on]),
  ).drafts;
};

const both = (a: Charged, b: Charged): Charged => {
  const days = new Map(a.days);
  for (const [on, times] of b.days) days.set(on, (days.get(on) ?? 0) + times);
  return { days, net: a.net + b.net, documents: a.documents + b.documents };
};

test('whatever the day and whenever it is said: each day is paid for once, by one of them, and together they pay what one would', () => {
  const property = fc.property(history, (drawn) => {
    const whole = one(drawn);
    const said = addDays(drawn.on, drawn.said);
    const [old, successor] = cut(whole, drawn.on, later(said, START));
    const [stays, goes, comes] = [whole, old, successor].map((each) => chargedBy(lived(each, drawn.every)));
    if (!stays || !goes || !comes) return;
    const together = both(goes, comes);
    expect([...goes.days.keys()].filter((on) => on >= drawn.on)).toEqual([]);
    expect([...comes.days.keys()].filter((on) => on < drawn.on)).toEqual([]);
    expect([...together.days].sort()).toEqual([...stays.days].sort());
    // Each line and each credit is rounded once, to half a unit at most.
    const off = together.net - stays.net;
    expect(off < 0n ? -off : off).toBeLessThanOrEqual(BigInt(together.documents + stays.documents + 1) / 2n);
  });
  fc.assert(property, RUNS);
});

test('a period that was paid whole comes back and is charged to the cent', () => {
  const property = fc.property(fc.integer({ min: 1, max: 999_999 }), onDay(1, HORIZON), (price, on) => {
    const whole = subscribed('plain', '2024-01-01', { price_minor: BigInt(price) });
    const [old, successor] = cut(whole, on, on);
    const net = (of: BillableSubscription) => chargedBy(lived(of, 1)).net;
    expect(net(old) + net(successor)).toBe(net(whole));
  });
  fc.assert(property, dice(300));
});
