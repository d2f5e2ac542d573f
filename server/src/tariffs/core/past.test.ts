import {
  type AllowancePeriod,
  addDays,
  addMonths,
  addMs,
  type Day,
  day,
  type Rollover,
  rollOver,
  startOfDay,
} from '@isp/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rulesOf, type Used } from './limit-rules.ts';
import { type Ask, askKey, asksOf, markKey, meterOf, type TopUp } from './meter.ts';
import { type Past, rollingRules, type TermsSpell } from './past.ts';
import { type Place, windowAt } from './windows.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261128', 10);
const numRuns = Number.parseInt(process.env.FC_RUNS ?? '500', 10);

const FIRST = day('2026-01-01');
const PLACE: Place = {
  zone: 'Europe/Berlin',
  started_on: FIRST,
  anchor: { anchor_on: FIRST, anchor_day: 1 },
  cycle: { unit: 'month', count: 1 },
};
const NO_PAST: Pick<Past, 'pauses' | 'kept_on'> = { pauses: [], kept_on: null };

const rolls = (more: Partial<Rollover> = {}): Rollover => ({
  periods: 2,
  most_bytes: null,
  most_percent: null,
  used: 'first',
  ...more,
});

const spell = (from_on: Day, own: number, rollover: Rollover | null, per: 'month' | 'day' = 'month'): TermsSpell => ({
  from_on,
  rollover,
  currency: 'EUR',
  included_bytes: null,
  overage_unit_bytes: null,
  overage_unit_price_minor: null,
  limits: [
    { what: 'data', direction: 'down', per, amount: own, action: 'deny', rate_down_kbps: null, rate_up_kbps: null },
  ],
  fair_use: [],
});

interface Story {
  readonly history: readonly TermsSpell[];
  /** Octets of each month from the first on. */
  readonly uses: readonly number[];
  readonly past?: Pick<Past, 'pauses' | 'kept_on'>;
  readonly top_ups?: readonly TopUp[];
}

/** How the limit stands at the end of the last month's tenth day; all that is used of a month is used by then. */
const meter = ({ history, uses, past = NO_PAST, top_ups = [] }: Story) => {
  const month = addMonths(FIRST, uses.length - 1);
  const now = addMs(startOfDay(addDays(month, 10), PLACE.zone), -1);
  const [rule] = rollingRules(rulesOf(history.at(-1) as TermsSpell), history, past);
  if (rule === undefined) throw new Error('no rule');
  const asked = asksOf([rule], top_ups, now, PLACE);
  const useOf = (ask: Ask): Used => {
    expect(asked.has(askKey(ask))).toBe(true);
    const down = uses.reduce((sum, octets, i) => {
      const at = startOfDay(addMonths(FIRST, i), PLACE.zone);
      return at >= ask.from_at && (ask.to_at === null || at < ask.to_at) ? sum + octets : sum;
    }, 0);
    return { down, up: 0, seconds: 0 };
  };
  return meterOf(rule, top_ups, useOf, now, PLACE);
};

const told = (story: Story) => {
  const { left, whole, next, rolled } = meter(story);
  return {
    left,
    whole,
    next,
    rolled: rolled.map(({ of, amount, left, ends_at }) => `${of} ${left}/${amount} ${ends_at}`),
  };
};

const HUNDRED = spell(FIRST, 100, rolls());

describe('what rolls over', () => {
  test('is used first, and ends with the second month after its own', () => {
    expect(told({ history: [HUNDRED], uses: [40, 100, 0] })).toEqual({
      left: 160,
      whole: 160,
      next: 260,
      rolled: ['2026-02-01 60/60 2026-04-30T22:00:00.000Z'],
    });
  });

  test('of a limit by the day nothing does', () => {
    expect(told({ history: [spell(FIRST, 100, rolls(), 'day')], uses: [40, 0] }).rolled).toEqual([]);
  });

  test('terms without it lose what there was; other terms go on with it, by their own cap', () => {
    const may = spell(day('2026-02-01'), 200, rolls({ most_percent: 25 }));
    expect(told({ history: [HUNDRED, may], uses: [40, 0] }).rolled).toEqual([
      '2026-01-01 50/50 2026-03-31T22:00:00.000Z',
    ]);
    const none = spell(day('2026-02-01'), 100, null);
    const again = spell(day('2026-03-01'), 100, rolls());
    expect(told({ history: [HUNDRED, none, again], uses: [40, 0, 0] }).rolled).toEqual([]);
  });

  test('a month paused throughout leaves nothing of its own; use that is not known any more, neither', () => {
    const pause = {
      from_on: day('2026-01-20'),
      to_on: day('2026-03-05'),
      known_on: day('2026-01-20'),
      to_known_on: null,
    };
    expect(told({ history: [HUNDRED], uses: [40, 0, 0], past: { pauses: [pause], kept_on: null } }).rolled).toEqual([
      '2026-01-01 60/60 2026-03-31T22:00:00.000Z',
    ]);
    const open = { ...pause, to_known_on: day('2026-03-05') };
    expect(told({ history: [HUNDRED], uses: [40, 0, 0], past: { pauses: [open], kept_on: null } }).rolled).toHaveLength(
      1,
    );
    expect(
      told({ history: [HUNDRED], uses: [40, 0, 0], past: { pauses: [], kept_on: day('2026-01-02') } }).rolled,
    ).toEqual(['2026-02-01 100/100 2026-04-30T22:00:00.000Z']);
  });

  test('a top-up that ends sooner is used before it, one that ends later after it', () => {
    const granted_at = startOfDay(day('2026-02-01'), PLACE.zone);
    const topUp = (ends_at: TopUp['ends_at']): TopUp => ({
      id: 't',
      what: 'data',
      amount: 50,
      granted_at,
      ends_at,
      used_at_grant: { [markKey(windowAt('month', granted_at, PLACE))]: { down: 0, up: 0, seconds: 0 } },
    });
    const story = { history: [HUNDRED], uses: [40, 55] };
    const soon = meter({ ...story, top_ups: [topUp(null)] });
    expect([soon.left, soon.top_ups, soon.rolled[0]?.left]).toEqual([155, [], 55]);
    const late = meter({ ...story, top_ups: [topUp(startOfDay(day('2026-06-01'), PLACE.zone))] });
    expect([late.left, late.top_ups[0]?.left, late.rolled[0]?.left]).toEqual([155, 50, 5]);
  });

  test('a limit in money gives what the plan includes with what rolled over, and then what it lets be bought', () => {
    const money: TermsSpell = {
      ...HUNDRED,
      included_bytes: 100n,
      overage_unit_bytes: 1n,
      overage_unit_price_minor: '10',
      limits: [
        {
          what: 'money',
          direction: 'both',
          per: 'period',
          amount: 200,
          action: 'deny',
          rate_down_kbps: null,
          rate_up_kbps: null,
        },
      ],
    };
    expect(meter({ history: [{ ...money, rollover: null }], uses: [40, 170] })).toMatchObject({
      left: 0,
      whole: 120,
      rolled: [],
    });
    const rolling = meter({ history: [{ ...money, limits: [...money.limits] }], uses: [40, 170] });
    expect(rolling).toMatchObject({ left: 10, whole: 180, rolled: [{ amount: 60, left: 0 }] });
    expect(meter({ history: [money], uses: [40, 180, 0] })).toMatchObject({ left: 120, rolled: [] });
  });
});

const terms = fc.option(
  fc.record<Rollover>({
    periods: fc.integer({ min: 1, max: 12 }),
    most_bytes: fc.constant(null),
    most_percent: fc.option(fc.integer({ min: 1, max: 300 })),
    used: fc.constantFrom('first', 'last'),
  }),
  { freq: 8 },
);
const month = fc.record({
  own: fc.integer({ min: 1, max: 60 }),
  used: fc.integer({ min: 0, max: 150 }),
  rollover: terms,
  paused: fc.boolean(),
});

test(`through windows it is what it is over allowances and uses (FC_SEED=${seed}, FC_RUNS=${numRuns})`, () => {
  fc.assert(
    fc.property(fc.array(month, { minLength: 1, maxLength: 14 }), (months) => {
      const at = (i: number) => addMonths(FIRST, i);
      const periods = months.map(
        ({ own, used, rollover, paused }, i): AllowancePeriod => ({
          from: at(i),
          own: BigInt(own),
          used: BigInt(used),
          rollover,
          keeps: !paused,
        }),
      );
      const pauses = months.flatMap(({ paused }, i) =>
        paused ? [{ from_on: at(i), to_on: at(i + 1), known_on: at(i), to_known_on: null }] : [],
      );
      const history = months.map(({ own, rollover }, i) => spell(at(i), own, rollover));
      const found = meter({ history, uses: months.map(({ used }) => used), past: { pauses, kept_on: null } });
      const expected = rollOver(periods).at(-1);
      const left = (expected?.rolled ?? []).map(({ of, amount, used }) => ({
        of,
        amount: Number(amount),
        left: Number(amount - used),
      }));
      expect(found.rolled.map(({ ends_at: _, ...each }) => each)).toEqual(left);
      const own = (months.at(-1)?.own ?? 0) - Number(expected?.own_used ?? 0n);
      expect(found.left).toBe(left.reduce((sum, each) => sum + each.left, own));
    }),
    { seed, numRuns },
  );
});
