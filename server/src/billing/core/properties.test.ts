/** The properties of billing-rules that core decides: 1–4 and 6 on charges, 7 and 8 on documents (5 is in values/period.test.ts). */
import {
  addDays,
  addMs,
  type Cycle,
  type Day,
  day,
  dayIn,
  daysBetween,
  decimal,
  decimalFromScaled,
  instant,
  periodContaining,
  roundRatio,
} from '@isp/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billedAfter, ending, MONTHLY, net, QUARTERLY, runAll, segment, stream, YEARLY } from './billing.fixture.ts';
import { dueCharges, NEVER_BILLED } from './charges.ts';
import { dice, printedDice } from './dice.fixture.ts';
import { DAY_SECONDS, type ProrationUnit } from './proration.ts';
import type { ChargeStream, Pause } from './timeline.ts';

const RUNS = printedDice(1000);

const START = day('2023-11-20');
const onDay = (max: number) => fc.nat(max).map((n) => addDays(START, n));
const price = fc.integer({ min: 1, max: 99_999 }).map((minor) => decimalFromScaled(BigInt(minor), 2));
const billingDay = fc.integer({ min: 1, max: 31 });
const minorOf = (text: string) => BigInt(text.replace('.', ''));

describe('1: the prorated parts of a period, however split, sum to its price', () => {
  test('billed up to an end that is put off again and again', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 27 }), { maxLength: 6 });
    const property = fc.property(price, billingDay, cuts, (cost, n, at) => {
      const period = periodContaining(segment(START, cost, { billing_day: n }).anchor, MONTHLY, START);
      const charged = stream([segment(period.from, cost, { billing_day: n })]);
      const ends = at.sort((a, b) => a - b).map((offset) => ending(addDays(period.from, offset), period.from));
      let state = NEVER_BILLED;
      let total = 0n;
      for (const ended of [...ends, ending(period.to, period.from)]) {
        const due = dueCharges({ ...charged, ended }, state, period.to);
        total += net(due);
        state = billedAfter(state, due, period.to);
      }
      expect(total).toBe(minorOf(cost));
      expect(state.billed.length).toBe(at.length + 1);
    });
    fc.assert(property, RUNS);
  });
});

describe('2: same-day chains', () => {
  const cycle = fc.constantFrom<Cycle>(MONTHLY, QUARTERLY, YEARLY);
  const chain = fc.array(fc.tuple(price, cycle), { minLength: 1, maxLength: 4 });
  const first = fc.tuple(price, cycle);
  const charge = (
    from: Day,
    [cost, of]: readonly [string, Cycle],
    anchor: ChargeStream['segments'][number]['anchor'],
  ) => segment(from, cost, { cycle: of, anchor });

  test('A → B → A nets to zero, and any chain equals the direct change', () => {
    const property = fc.property(first, chain, billingDay, fc.nat(40), fc.boolean(), (from, steps, n, after, back) => {
      const anchor = segment(START, from[0], { billing_day: n }).anchor;
      const on = addDays(START, after);
      const segments = [charge(START, from, anchor)];
      const before = runAll(
        () => stream(segments),
        [addDays(on, -1), on].filter((d) => d >= START),
      );
      const changes = [...steps, ...(back ? [from] : [])].map((step) => charge(on, step, anchor));
      const chained = runAll(() => stream(segments), [], before.state);
      let { state } = chained;
      let total = 0n;
      for (let i = 1; i <= changes.length; i++) {
        const due = dueCharges(stream([...segments, ...changes.slice(0, i)]), state, on);
        total += net(due);
        state = billedAfter(state, due, on);
      }
      const direct = dueCharges(stream([...segments, ...changes.slice(-1)]), before.state, on);
      expect(total).toBe(net(direct));
      if (back) expect(total).toBe(0n);
    });
    fc.assert(property, RUNS);
  });
});

describe('3: pauses', () => {
  const resting = (from: Day, to: Day | null, to_known_on: Day = to ?? from): Pause => ({
    from,
    to,
    to_known_on,
    reason: 'pause',
  });
  const world = fc.tuple(price, billingDay, fc.nat(35));

  test('paused and resumed on one day changes nothing', () => {
    const property = fc.property(world, ([cost, n, after]) => {
      const charged = stream([segment(START, cost, { billing_day: n })]);
      const on = addDays(START, after);
      const { state } = runAll(() => charged, [on]);
      const paused = dueCharges({ ...charged, pauses: [resting(on, null)] }, state, on);
      const resumed = dueCharges({ ...charged, pauses: [resting(on, on)] }, billedAfter(state, paused, on), on);
      expect(net(paused) + net(resumed)).toBe(0n);
    });
    fc.assert(property, RUNS);
  });
  test('paused n days costs exactly n days less, whether the end was known or not', () => {
    const property = fc.property(price, billingDay, fc.nat(30), fc.nat(30), (cost, n, a, b) => {
      const { from: start, to: end } = periodContaining(
        segment(START, cost, { billing_day: n }).anchor,
        MONTHLY,
        START,
      );
      const whole = daysBetween(start, end);
      const [from, to] = [Math.min(a, b) % whole, Math.max(a, b) % whole]
        .sort((x, y) => x - y)
        .map((offset) => addDays(start, offset));
      if (from === undefined || to === undefined) return;
      const charged = stream([segment(start, cost, { billing_day: n })], { ended: ending(end, start) });
      const days = (all: Pause[]) =>
        runAll((on) => ({ ...charged, pauses: all.filter((pause) => pause.from <= on) }), [start, from, to, end]);
      const billed = minorOf(cost);
      const rested = BigInt(daysBetween(from, to));
      const length = BigInt(whole);
      const kept = roundRatio(billed * (length - rested), length, 'half-up');
      const given = billed - roundRatio(billed * rested, length, 'half-up');
      expect(net(days([resting(from, to, from)]))).toBe(from === start ? kept : given);
      const unknown = runAll(
        (on) => ({ ...charged, pauses: on < from ? [] : [resting(from, on < to ? null : to)] }),
        [start, from, to, end],
      );
      expect(net(unknown)).toBe(kept);
    });
    fc.assert(property, RUNS);
  });
});

const unit = fc.constantFrom<ProrationUnit>('day', 'day', 'second', '30-day', 'full', 'none');
const cycles = fc.constantFrom<Cycle>(
  MONTHLY,
  MONTHLY,
  QUARTERLY,
  YEARLY,
  { unit: 'week', count: 2 },
  { unit: 'day', count: 10 },
);
const HORIZON = 150;

const segments = fc
  .array(
    fc.record({
      on: fc.nat(HORIZON),
      known: fc.integer({ min: -12, max: 12 }),
      cost: price,
      cycle: cycles,
      n: billingDay,
      arrears: fc.boolean(),
      second: fc.nat(DAY_SECONDS - 1),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((drawn) =>
    drawn
      .sort((a, b) => a.on - b.on)
      .map(({ on, known, cost, cycle, n, arrears, second }) => {
        const from = addDays(START, on);
        const known_on = addDays(from, known);
        return segment(from, cost, {
          cycle,
          billing_day: n,
          known_on,
          timing: arrears ? 'arrears' : 'advance',
          from_second: second,
        });
      }),
  );
const pauses = fc
  .array(
    fc.record({
      on: onDay(HORIZON),
      days: fc.option(fc.nat(50)),
      known: fc.integer({ min: -8, max: 8 }),
      resumes: fc.integer({ min: -5, max: 20 }),
      hold: fc.option(price),
      suspension: fc.boolean(),
    }),
    {
      maxLength: 2,
    },
  )
  .map((drawn) =>
    drawn
      .sort((a, b) => (a.on < b.on ? -1 : 1))
      .map(({ on, days, known, resumes, hold, suspension }): Pause => {
        const known_on = addDays(on, known);
        const to = days === null ? null : addDays(on, days);
        const to_known_on = to === null ? undefined : addDays(known_on, Math.max(0, resumes));
        return {
          from: on,
          to,
          known_on,
          to_known_on,
          reason: suspension ? 'suspension' : 'pause',
          hold_price: hold ?? undefined,
        };
      }),
  );
const histories = fc
  .record({
    segments,
    pauses,
    ended: fc.option(fc.record({ on: onDay(HORIZON), known: fc.integer({ min: -20, max: 10 }) })),
    unit,
    inclusive: fc.boolean(),
    withNext: fc.boolean(),
    suspended: fc.boolean(),
    rounding: fc.constantFrom('half-up' as const, 'half-even' as const),
  })
  .map((drawn) => {
    const ended = drawn.ended === null ? undefined : ending(drawn.ended.on, addDays(drawn.ended.on, drawn.ended.known));
    const terms = {
      unit: drawn.unit,
      termination: drawn.inclusive ? 'inclusive' : 'exclusive',
      first_part: drawn.withNext ? 'with-next' : 'separately',
      bill_suspended: drawn.suspended,
      rounding: drawn.rounding,
    } as const;
    return stream(drawn.segments, { pauses: drawn.pauses, terms, ...(ended === undefined ? {} : { ended }) });
  });

describe('4: runs', () => {
  const last = addDays(START, HORIZON + 30);
  const daily = Array.from({ length: HORIZON + 51 }, (_, i) => addDays(START, i - 20));

  test('day by day, on some days, or once: the same lines; again: none', () => {
    const property = fc.property(histories, fc.subarray(daily), (history, some) => {
      const byDay = runAll(() => history, daily);
      const { settled_to: _, ...once } = dueCharges(history, NEVER_BILLED, last);
      expect({ lines: byDay.lines, credits: byDay.credits }).toEqual(once);
      const now = runAll(() => history, [...some, last]);
      expect({ lines: now.lines, credits: now.credits }).toEqual(once);
      expect(dueCharges(history, byDay.state, last)).toMatchObject({ lines: [], credits: [] });
      const keys = [...once.lines, ...once.credits].map((line) => line.line_key);
      expect(new Set(keys).size).toBe(keys.length);
    });
    fc.assert(property, dice(2000));
  });
  test('credits never exceed their lines', () => {
    const property = fc.property(histories, (history) => {
      const { state } = runAll(() => history, [last]);
      for (const line of state.billed) {
        expect(line.credits.reduce((sum, credit) => sum + credit.amount_minor, 0n) <= line.invoiced_minor).toBe(true);
        expect(line.amount_minor >= 0n).toBe(true);
      }
    });
    fc.assert(property, RUNS);
  });
});

describe('6: a time-zone move neither skips nor repeats a period', () => {
  test('runs at any hour in any zone find periods that tile time', () => {
    const zones = fc.constantFrom(
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Pacific/Apia',
    );
    const runs = fc.array(fc.tuple(fc.integer({ min: 1, max: 24 * 20 }), zones), { minLength: 1, maxLength: 20 });
    const property = fc.property(price, billingDay, runs, (cost, n, drawn) => {
      const charged = stream([segment('2024-01-31', cost, { billing_day: n })]);
      let at = instant('2024-01-31T12:00:00Z');
      let state = NEVER_BILLED;
      for (const [hours, zone] of drawn) {
        at = addMs(at, hours * 3_600_000);
        const as_of = dayIn(at, zone);
        const due = dueCharges(charged, state, as_of);
        expect(due.credits).toEqual([]);
        state = billedAfter(state, due, state.run_on === null || as_of > state.run_on ? as_of : state.run_on);
      }
      let reached: string = '2024-01-31';
      for (const line of state.billed) {
        expect(line.period_from).toBe(reached);
        reached = line.period_to;
      }
      const on = state.run_on;
      if (on !== null && on >= '2024-01-31') expect(reached > on).toBe(true);
    });
    fc.assert(property, dice(300));
  });
});

test('a price that is not a whole number of minor units is still rounded once', () => {
  const { lines } = dueCharges(stream([segment('2024-04-01', '10.005')]), NEVER_BILLED, day('2024-04-01'));
  expect([lines[0]?.amount_minor, lines[0]?.unit_price]).toEqual([1001n, decimal('10.005')]);
});
