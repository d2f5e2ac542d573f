/** The sandbox's clock: 400 turns of a day and few large turns end in the same documents; it never turns back, and a real installation has none. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/kernel/db.ts';
import { createLogger } from '../src/kernel/observe.ts';
import { openKernel } from '../src/kernel/open.ts';
import { testDatabase } from '../src/kernel/testing.ts';
import { type Platform, startPlatform } from './platform.ts';
import { DAYS, EVENTFUL, noon, remains, Year } from './year.ts';

/** Twice 400 days of every schedule: some 100 000 occurrences. */
const LONG_MS = 1_800_000;

const turned = async (isp: Platform, byDay: boolean): Promise<Record<string, unknown[]>> => {
  const year = new Year(isp);
  await year.begin();
  for (let day = 1; day <= DAYS; day++) if (byDay || EVENTFUL.includes(day) || day === DAYS) await year.reach(day);
  return remains(isp);
};

describe('400 days', () => {
  let small: Platform;
  let large: Platform;
  beforeAll(async () => {
    small = await startPlatform({ now: noon(0) });
    large = await startPlatform({ now: noon(0) });
  });
  afterAll(async () => {
    await small?.stop();
    await large?.stop();
  });

  test(
    'day by day and in large turns end in the same documents',
    async () => {
      const began = performance.now();
      const timed = async (isp: Platform, byDay: boolean) => {
        const found = await turned(isp, byDay);
        console.log(`${byDay ? DAYS : EVENTFUL.length} turns: ${Math.round(performance.now() - began)} ms`);
        return found;
      };
      const [one, other] = await Promise.all([timed(small, true), timed(large, false)]);
      for (const [name, rows] of Object.entries(one)) {
        expect(rows.length, name).toBeGreaterThan(0);
        expect(other[name], name).toEqual(rows);
      }
    },
    LONG_MS,
  );

  test('they held every sort of billing, suspension and payment', async () => {
    const { db } = large.db.kernel;
    const { rows } = await sql<{ what: string; n: number }>`
      select kind as what, count(*)::int as n from billing.invoice_line group by 1
      union all select 'credit ' || kind, count(*)::int from billing.line_credit group by 1
      union all select 'rest ' || reason, count(*)::int from subscriptions.rest group by 1
      union all select 'step ' || kind, count(*)::int from billing.dunning_step group by 1
      union all select 'part', count(*)::int from billing.invoice_line where days <> of_days
      union all select 'state ' || state, count(*)::int from subscriptions.subscription group by 1
      union all select 'unbalanced', count(*)::int from (select 1 from billing.posting group by transaction_id, currency having sum(amount_minor) <> 0) x
      union all select 'not as its lines', count(*)::int from billing.invoice i where gross_minor <> (select sum(gross_minor) from billing.invoice_line l where l.invoice_id = i.id)
      union all select 'gaps', max(right(number, 6)::int) - count(*)::int from billing.invoice group by left(number, 8)`.execute(
      db,
    );
    const counts = new Map(rows.map((r) => [r.what, r.n]));
    console.log([...counts].map(([what, n]) => `${what} ${n}`).join(', '));
    for (const what of [
      'recurring',
      'usage',
      'one_time',
      'hold_fee',
      'credit unused',
      'rest pause',
      'rest suspension',
      'step reminder',
      'step suspend',
      'part',
      'state active',
      'state suspended',
      'state ended',
    ])
      expect(counts.get(what), what).toBeGreaterThan(0);
    for (const what of ['unbalanced', 'not as its lines', 'gaps']) expect(counts.get(what) ?? 0, what).toBe(0);
  });

  test('it does not turn back', async () => {
    const answer = await large.api.call('POST', '/sandbox/clock', { now: noon(DAYS - 1) });
    expect(answer).toMatchObject({ status: 422, body: { title: 'kernel.clock-backwards' } });
    expect(await large.api.get('/sandbox')).toMatchObject({ sandbox: true, now: noon(DAYS) });
  });
});

describe('what was made real stays real', () => {
  test('a real database refuses to become a sandbox, and has no clock to turn', async () => {
    const real = await testDatabase({ env: { ISP_SANDBOX: '0' } });
    const options = { url: real.url, registry: real.kernel.registry, log: createLogger('silent', 'test') };
    await expect(openKernel({ ...options, config: { ...real.config, sandbox: true } })).rejects.toMatchObject({
      code: 'kernel.real-database',
    });
    const { rows } = await sql`select 1 from kernel.sandbox_clock`.execute(real.kernel.db);
    expect(rows).toEqual([]);
    await real.drop();
  });

  test('a sandbox stays one without being asked', async () => {
    const sandbox = await testDatabase({ now: '2030-01-01T00:00:00Z' });
    const options = { url: sandbox.url, registry: sandbox.kernel.registry, log: createLogger('silent', 'test') };
    const kernel = await openKernel({ ...options, config: { ...sandbox.config, sandbox: false } });
    expect(kernel.clock.now()).toBe('2030-01-01T00:00:00.000Z');
    await kernel.close();
    await sandbox.drop();
  });
});
