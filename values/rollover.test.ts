import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, type Day, day } from './day.ts';
import { type AllowancePeriod, type Rollover, rollOver } from './rollover.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261128', 10);
const numRuns = Number.parseInt(process.env.FC_RUNS ?? '2000', 10);

const months = (periods: readonly Omit<AllowancePeriod, 'from'>[]): AllowancePeriod[] =>
  periods.map((period, i) => ({ ...period, from: addMonths(day('2026-01-01'), i) }));

const rule = (more: Partial<Rollover> = {}): Rollover => ({
  periods: 1,
  most_bytes: null,
  most_percent: null,
  used: 'first',
  ...more,
});

/** A hundred a month by these terms, with these uses: what had rolled over, what of it and of its own was used, and what was beyond. */
const told = (rollover: Rollover | null, uses: readonly number[], keeps: readonly boolean[] = []): string[] =>
  rollOver(months(uses.map((used, i) => ({ own: 100n, used: BigInt(used), rollover, keeps: keeps[i] ?? true })))).map(
    ({ own_used, rolled, beyond }) => {
      const each = rolled.map(({ of, amount, used, periods }) => `${of.slice(5, 7)} ${used}/${amount} for ${periods}`);
      return `${each.join(', ')}; own ${own_used}; beyond ${beyond}`;
    },
  );

test.each<[string, Rollover | null, number[], string[]]>([
  ['not said: nothing', null, [40, 150], ['; own 40; beyond 0', '; own 100; beyond 50']],
  [
    'for one period, used first',
    rule(),
    [40, 30, 0],
    ['; own 40; beyond 0', '01 30/60 for 1; own 0; beyond 0', '02 0/100 for 1; own 0; beyond 0'],
  ],
  ['used last', rule({ used: 'last' }), [40, 130], ['; own 40; beyond 0', '01 30/60 for 1; own 100; beyond 0']],
  [
    'the oldest first, until it ends',
    rule({ periods: 2 }),
    [40, 70, 200],
    ['; own 40; beyond 0', '01 60/60 for 2; own 10; beyond 0', '02 90/90 for 2; own 100; beyond 10'],
  ],
  [
    'at most so much: what ends soonest goes',
    rule({ periods: 3, most_bytes: 120 }),
    [20, 0, 0],
    ['; own 20; beyond 0', '01 0/80 for 3; own 0; beyond 0', '01 0/20 for 2, 02 0/100 for 3; own 0; beyond 0'],
  ],
  [
    'at most a share of its own',
    rule({ most_percent: 50 }),
    [0, 160],
    ['; own 0; beyond 0', '01 50/50 for 1; own 100; beyond 10'],
  ],
])('%s', (_, rollover, uses, expected) => {
  expect(told(rollover, uses)).toEqual(expected);
});

test('a period that keeps nothing leaves what is older as it is', () => {
  expect(told(rule({ periods: 2 }), [40, 0, 0], [true, false])).toEqual([
    '; own 40; beyond 0',
    '01 0/60 for 2; own 0; beyond 0',
    '01 0/60 for 1; own 0; beyond 0',
  ]);
});

const amount = fc.bigInt({ min: 0n, max: 60n });
const terms = fc.option(
  fc.record<Rollover>({
    periods: fc.integer({ min: 1, max: 12 }),
    most_bytes: fc.option(fc.integer({ min: 1, max: 90 })),
    most_percent: fc.constant(null),
    used: fc.constantFrom('first', 'last'),
  }),
  { freq: 8 },
);
const histories = fc
  .array(fc.record({ own: amount, used: amount, rollover: terms, keeps: fc.boolean() }), { maxLength: 24 })
  .map(months);

/** One octet after the other: each of a period has the last period it may be used in, and goes to the first that may take it. */
const slowly = (periods: readonly AllowancePeriod[]): { used: number[]; beyond: number }[] => {
  let stock: { of: Day; until: number }[] = [];
  return periods.map(({ from, own, used, rollover, keeps }, at) => {
    const order = (a: { of: Day; until: number }, b: { of: Day; until: number }) =>
      a.until - b.until || (a.of < b.of ? -1 : a.of > b.of ? 1 : 0);
    const most = rollover?.most_bytes ?? stock.length;
    stock = rollover === null ? [] : stock.filter(({ until }) => until >= at).sort(order);
    stock = stock.slice(Math.max(0, stock.length - most));
    let mine = Array.from({ length: Number(own) }, () => ({ of: from, until: at + (rollover?.periods ?? 0) }));
    let beyond = 0;
    const taken = new Map<Day, number>(stock.map(({ of }) => [of, 0]));
    for (let i = 0n; i < used; i++) {
      const isOwn = mine.length > 0 && (stock.length === 0 || rollover?.used === 'last');
      if (isOwn) mine = mine.slice(1);
      else if (stock[0]) {
        taken.set(stock[0].of, (taken.get(stock[0].of) ?? 0) + 1);
        stock = stock.slice(1);
      } else beyond++;
    }
    if (keeps && rollover !== null) stock.push(...mine);
    return { used: [...taken.values()], beyond };
  });
};

describe(`by dice (FC_SEED=${seed}, FC_RUNS=${numRuns})`, () => {
  test('what rolls over is what does octet by octet', () => {
    fc.assert(
      fc.property(histories, (periods) => {
        const fast = rollOver(periods).map(({ rolled, beyond }) => ({
          used: rolled.map(({ used }) => Number(used)),
          beyond: Number(beyond),
        }));
        expect(fast).toEqual(slowly(periods));
      }),
      { seed, numRuns },
    );
  });

  test('never negative, never more than was left, than may be, or for longer; all use is taken from somewhere', () => {
    fc.assert(
      fc.property(histories, (periods) => {
        const took = new Map<Day, bigint>();
        for (const [i, { own_used, rolled, beyond }] of rollOver(periods).entries()) {
          const { own, used, rollover, from } = periods[i] as AllowancePeriod;
          const sum = rolled.reduce((all, each) => all + each.amount, 0n);
          expect(own_used + beyond + rolled.reduce((all, each) => all + each.used, 0n)).toBe(used);
          expect(own_used >= 0n && own_used <= own && beyond >= 0n).toBe(true);
          expect(beyond === 0n || own_used === own).toBe(true);
          if (rollover?.most_bytes != null) expect(sum <= BigInt(rollover.most_bytes)).toBe(true);
          took.set(from, own_used);
          for (const each of rolled) {
            const origin = periods.findIndex((period) => period.from === each.of);
            expect(each.used >= 0n && each.used <= each.amount).toBe(true);
            expect(i - origin + each.periods).toBe((periods[origin]?.rollover?.periods ?? -1) + 1);
            took.set(each.of, (took.get(each.of) ?? 0n) + each.used);
          }
        }
        for (const { from, own } of periods) expect((took.get(from) ?? 0n) <= own).toBe(true);
      }),
      { seed, numRuns },
    );
  });
});
