/** However records of use come, in which order, pieces and how often: the same totals, and the same check sum. */
import { createHash } from 'node:crypto';
import { addMs, day, type Id, type Instant } from '@isp/values';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBillingDefaults } from '../billing/index.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { registry } from '../main/app.ts';
import { CreateMeter } from '../metering/contract.ts';
import { createMeter } from '../metering/create-meter.ts';
import { CreatePlan } from '../tariffs/contract.ts';
import { meterTotals } from '../views/meter-totals.ts';
import { activate } from './activate.ts';
import { NewUsageRecord } from './contract/usage.ts';
import { OpenAccount, Subscribe } from './contract.ts';
import { offerPlan } from './offer-plan.ts';
import { openAccount } from './open-account.ts';
import { recordAll } from './record-usage.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? '20261127', 10);
const numRuns = Number.parseInt(process.env.FC_RUNS ?? '60', 10);
const FROM = day('2026-01-01');
const TO = day('2026-02-01');
const START = '2025-12-31T23:00:00.000Z' as Instant;
const MINUTES = 31 * 24 * 60;
const METERS = { sum: 'sum', count: 'count', max: 'max', p95: 'p95' } as const;

let db: TestDatabase;
let plan: Id;
const meters = new Map<string, Id>();
beforeAll(async () => {
  console.info(`fast-check seed ${seed} (FC_SEED), ${numRuns} sets of records (FC_RUNS)`);
  db = await testDatabase({ registry, now: '2026-01-01T00:00:00Z' });
  await db.run(async (ctx) => {
    await ensureBillingDefaults(ctx);
    for (const aggregation of Object.values(METERS)) {
      const input = CreateMeter.input.parse({ code: aggregation, name: aggregation, unit_code: 'u', aggregation });
      meters.set(aggregation, (await createMeter(ctx, input)).id);
    }
    const meter_charges = [...meters.keys()].map((meter) => ({ meter, model: 'flat', unit_price_minor: '1' }));
    plan = (
      await offerPlan(
        ctx,
        CreatePlan.input.parse({ code: 'p', name: 'P', kind: 'recurring', price_minor: 0, meter_charges }),
      )
    ).id;
  });
});
afterAll(() => db?.drop());

interface Use {
  readonly minute: number;
  readonly quantity: number;
}
const uses = fc.array(
  fc.record({ minute: fc.integer({ min: 0, max: MINUTES - 1 }), quantity: fc.integer({ min: 0, max: 1_000_000 }) }),
  { maxLength: 60 },
);

/** Each at least once, in any order, in pieces. */
const deliveries = uses.chain((all) => {
  const ids = all.map((_, i) => i);
  const again = ids.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...ids), { maxLength: 40 });
  return again
    .chain((more) => fc.shuffledSubarray([...ids, ...more], { minLength: ids.length + more.length }))
    .chain((order) =>
      fc.record({ all: fc.constant(all), order: fc.constant(order), piece: fc.integer({ min: 1, max: 50 }) }),
    );
});

const usedAt = ({ minute }: Use): Instant => addMs(START, minute * 60_000);

const expectedOf = (all: readonly Use[], aggregation: string, prefix: string) => {
  const quantities = all.map(({ quantity }) => quantity).sort((a, b) => a - b);
  const sum = quantities.reduce((total, quantity) => total + quantity, 0);
  const totals: Record<string, number> = {
    sum,
    count: all.length,
    max: quantities.at(-1) ?? 0,
    // Place ⌈0.95 · n⌉, from 1.
    p95: quantities[Math.ceil((95 * all.length) / 100) - 1] ?? 0,
  };
  const texts = all.map((use, i) => ({
    id: `${prefix}${i}`,
    text: `${prefix}${i} ${Date.parse(usedAt(use))} ${use.quantity}`,
  }));
  const joined = texts
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ text }) => text)
    .join(',');
  const checksum = createHash('sha256').update(joined).digest('hex');
  return { total: BigInt(totals[aggregation] ?? 0), records: all.length, late_records: 0, checksum };
};

const subscribe = () =>
  db.run(async (ctx) => {
    const account_id = (await openAccount(ctx, OpenAccount.input.parse({ name: 'A', zone: 'Europe/Berlin' }))).id;
    const input = Subscribe.input.parse({ account_id, plan_id: plan, start_on: '2026-01-01' });
    const { subscription } = await activate(ctx, input);
    return { account_id, subscription_id: subscription.id };
  });

test('any order, any pieces, any repetition: every meter has the total of each record once', async () => {
  await db.at('2026-02-10T00:00:00Z');
  let run = 0;
  const property = fc.asyncProperty(deliveries, async ({ all, order, piece }) => {
    const of = await subscribe();
    const prefix = `${run++}-`;
    const record = (meter: string, i: number) =>
      NewUsageRecord.parse({
        subscription: of.subscription_id,
        meter,
        external_id: `${prefix}${i}`,
        used_at: usedAt(all[i] as Use),
        quantity: all[i]?.quantity,
      });
    const seen = { recorded: 0, duplicate: 0, refused: 0 };
    for (const meter of meters.keys())
      for (let at = 0; at < order.length; at += piece) {
        const records = order.slice(at, at + piece).map((i) => record(meter, i));
        for (const { outcome } of await db.run((ctx) => recordAll(ctx, records))) seen[outcome] += 1;
      }
    expect(seen).toEqual({
      recorded: all.length * meters.size,
      duplicate: (order.length - all.length) * meters.size,
      refused: 0,
    });
    const wanted = [...meters].map(([meter, meter_id]) => ({
      ...of,
      meter,
      meter_id,
      aggregation: meter as 'sum',
      period_from: FROM,
      period_to: TO,
    }));
    const totals = await db.run((ctx) => meterTotals(ctx.tx, wanted));
    for (const { meter, total, records, late_records, checksum } of totals)
      expect({ total, records, late_records, checksum }).toEqual(expectedOf(all, meter, prefix));
  });
  await fc.assert(property, { seed, numRuns });
}, 300_000);

test('the same records told at the same moment are recorded once', async () => {
  const { subscription_id } = await subscribe();
  const records = Array.from({ length: 200 }, (_, i) =>
    NewUsageRecord.parse({
      subscription: subscription_id,
      meter: 'sum',
      external_id: `at once ${i}`,
      used_at: '2026-01-05T10:00:00Z',
      quantity: i,
    }),
  );
  const all = await Promise.all(Array.from({ length: 4 }, () => db.run((ctx) => recordAll(ctx, records))));
  const outcomes = all.flat().map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(200);
  expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(600);
});
