/** The day on which a subscription gets new terms, as the database finds it for many, is the day that values/period.ts finds for one. */
import { boundaryOnOrAfter, type Cycle, day, dayFromEpoch, epochDay } from '@isp/values';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261127', 10);
const SAMPLES = 5000;

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.drop());

const days = fc.integer({ min: epochDay(day('2019-01-01')), max: epochDay(day('2032-12-31')) }).map(dayFromEpoch);
const cases = fc.record({
  anchor_on: days,
  anchor_day: fc.integer({ min: 1, max: 31 }),
  unit: fc.constantFrom<Cycle['unit']>('day', 'week', 'month', 'year'),
  count: fc.integer({ min: 1, max: 25 }),
  on: days,
});

test(`the first period on or after a day, ${SAMPLES} times (FC_SEED=${seed})`, async () => {
  const drawn = fc.sample(cases, { seed, numRuns: SAMPLES });
  const column = <K extends keyof (typeof drawn)[number]>(name: K) => drawn.map((each) => each[name]);
  const { rows } = await sql<{ found: string }>`
    select subscriptions.period_on_or_after(c.anchor_on, c.anchor_day, c.unit, c.n, c.on_day)::text as found
    from unnest(${column('anchor_on')}::date[], ${column('anchor_day')}::integer[], ${column('unit')}::text[], ${column('count')}::integer[], ${column('on')}::date[])
      with ordinality as c(anchor_on, anchor_day, unit, n, on_day, at) order by c.at`.execute(db.kernel.db);
  expect(rows.map(({ found }) => found)).toEqual(
    drawn.map(({ unit, count, on, ...anchor }) => boundaryOnOrAfter(anchor, { unit, count }, on)),
  );
});
