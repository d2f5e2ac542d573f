import { randomUUID } from 'node:crypto';
import { addMs, day, instant } from '@isp/values';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CreatePool, SetRetention } from '../aaa/contract.ts';
import { createPool } from '../aaa/create-pool.ts';
import { moveSessions } from '../aaa/move-sessions.ts';
import { setRetention } from '../aaa/set-retention.ts';
import { ensureBillingDefaults } from '../billing/index.ts';
import { system } from '../kernel/actor.ts';
import { sql } from '../kernel/db.ts';
import { createRegistry } from '../kernel/jobs.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { CreatePlan } from '../tariffs/contract.ts';
import { listLineSessions } from '../views/line-sessions.ts';
import { lineSources } from '../views/line-sources.ts';
import { usageChart } from '../views/usage-chart.ts';
import { activate } from './activate.ts';
import { billZone } from './bill-period.ts';
import { OpenAccount, Subscribe } from './contract.ts';
import { forgetOld } from './forget-old.ts';
import { offerPlan } from './offer-plan.ts';
import { openAccount } from './open-account.ts';
import { rollUpUsage } from './roll-up-usage.ts';
import { recordOf, write } from './usage-history.fixture.ts';

let db: TestDatabase;
let nas: string;
let plan: string;
let [ann, bob] = [
  { account_id: '', subscription_id: '' },
  { account_id: '', subscription_id: '' },
];

const subscriber = async (name: string, zone: string) => {
  const account = await db.run((ctx) => openAccount(ctx, OpenAccount.input.parse({ name, zone })));
  const { subscription } = await db.run((ctx) =>
    activate(ctx, Subscribe.input.parse({ account_id: account.id, plan_id: plan, username: name, password: 'secret' })),
  );
  return { account_id: account.id, subscription_id: subscription.id };
};

const use = (one: typeof ann, heard_at: string, octets: bigint, id = randomUUID()) =>
  write(db, [recordOf(one, nas, { id, heard_at: instant(heard_at), octets })]);

const bill = (zone: string, as_of: string) =>
  billZone(db.kernel, system('test'), { zone, as_of: day(as_of), dry_run: false, legal_entity_id: null });

const quarters = async (one: typeof ann): Promise<string[]> =>
  (
    await db.kernel.db
      .selectFrom('aaa.usage_quarter')
      .select('quarter_at')
      .where('account_id', '=', one.account_id)
      .orderBy('quarter_at')
      .execute()
  ).map((r) => r.quarter_at.slice(0, 10));

const count = async (table: string): Promise<number> =>
  Number((await sql<{ n: bigint }>`select count(*) as n from ${sql.table(table)}`.execute(db.kernel.db)).rows[0]?.n);

const keep = (kept: object) => db.run((ctx) => setRetention(ctx, SetRetention.input.parse(kept)));

beforeEach(async () => {
  db = await testDatabase({ now: '2026-01-01T12:00:00Z', registry: createRegistry([], []) });
  await db.run((ctx) => ensureBillingDefaults(ctx, { zone: 'UTC' }));
  await db.run((ctx) => createPool(ctx, CreatePool.input.parse({ code: 'home', name: 'Home', range: '10.20.0.0/24' })));
  const metered = { included_bytes: 100, overage_unit_bytes: 100, overage_unit_price_minor: '5' };
  plan = (
    await db.run((ctx) =>
      offerPlan(
        ctx,
        CreatePlan.input.parse({
          code: 'm',
          name: 'M',
          price_minor: 1000,
          rate_down_kbps: 1000,
          rate_up_kbps: 1000,
          ...metered,
        }),
      ),
    )
  ).id;
  nas = randomUUID();
  await sql`insert into aaa.nas (id, name, address, secret_sealed, vendor, created_at) values (${nas}, 'edge', '127.0.0.1', '\\x00', 'generic', now())`.execute(
    db.kernel.db,
  );
  ann = await subscriber('ann', 'UTC');
  bob = await subscriber('bob', 'America/New_York');
  for (const one of [ann, bob])
    for (const month of ['01', '02', '03']) await use(one, `2026-${month}-10T10:00:00Z`, 1000n);
  await bill('UTC', '2026-03-01');
});
afterEach(() => db.drop());

const usageLine = async () => {
  const { rows } = await sql<{ invoice_id: string; line_no: number }>`
    select invoice_id, line_no from billing.invoice_line where account_id = ${ann.account_id} and kind = 'usage' order by period_from`.execute(
    db.kernel.db,
  );
  const [line] = rows;
  if (!line) throw new Error('no usage line');
  return line;
};
const sources = async () => {
  const line = await usageLine();
  return db.run(async (ctx) => {
    const { items } = await listLineSessions(ctx, { ...line, limit: 10 });
    return { ...(await lineSources(ctx, line)), sessions: items };
  });
};

describe('retention', () => {
  const LATER = instant('2026-06-15T03:50:00Z');
  const roll = () => rollUpUsage(db.kernel, LATER);

  test('quarters go when they are older than they are kept, but for what is still to be billed; roll-ups stay', async () => {
    await roll();
    expect(await forgetOld(db.kernel, LATER)).toEqual({
      quarters: 0,
      hours: 0,
      days: 0,
      sessions: 0,
      dry_runs: 0,
      addresses: 0,
      logins: 0,
      coa: 0,
    });
    await keep({ quarters: 62 });
    expect(await forgetOld(db.kernel, LATER)).toMatchObject({ quarters: 2, hours: 0, days: 0 });
    expect(await quarters(ann)).toEqual(['2026-03-10']);
    expect(await quarters(bob)).toEqual(['2026-01-10', '2026-02-10', '2026-03-10']);
    const billed = await bill('America/New_York', '2026-03-01');
    expect(billed.invoices).toBe(1);
    expect(
      (
        await sql`select trace->>'total_bytes' as total from billing.invoice_line where account_id = ${bob.account_id} and kind = 'usage' order by period_from`.execute(
          db.kernel.db,
        )
      ).rows,
    ).toEqual([{ total: '11000' }, { total: '11000' }]);
    expect(await forgetOld(db.kernel, LATER)).toMatchObject({ quarters: 2 });
    expect(await quarters(bob)).toEqual(['2026-03-10']);
    const { items } = await db.run((ctx) =>
      usageChart(ctx, {
        account_id: ann.account_id,
        bucket: 'month',
        from: instant('2026-01-01T00:00:00Z'),
        to: instant('2026-06-15T00:00:00Z'),
      }),
    );
    expect(items.map((i) => i.input_octets)).toEqual([1000n, 1000n, 1000n]);
  });

  test('what is not rolled up yet is never deleted', async () => {
    await keep({ quarters: 62, hours: 62, days: 62 });
    await forgetOld(db.kernel, LATER);
    expect(await count('aaa.usage_quarter')).toBe(6);
    await roll();
    await forgetOld(db.kernel, LATER);
    expect([await count('aaa.usage_quarter'), await count('aaa.usage_hour'), await count('aaa.usage_day')]).toEqual([
      4, 0, 0,
    ]);
    expect(await count('aaa.usage_month')).toBe(6);
  });

  test('a usage line is proven while its records are kept; after that it says so, with its totals and check sum', async () => {
    const before = await sources();
    expect(before).toMatchObject({
      state: 'proven',
      now: { octets: 11_000n, sessions: 1 },
      rated: { octets: 11_000n, sessions: 1 },
      days: [{ on_day: '2026-01-10', octets: 11_000n, sessions: 1 }],
    });
    await keep({ sessions: 30 });
    await sql`update aaa.session set stopped_at = heard_at, closed_by = 'stale'`.execute(db.kernel.db);
    await moveSessions(db.kernel, LATER);
    const shown = ({ sessions }: typeof before) =>
      sessions.map(({ id, username, octets }) => ({ id, username, octets }));
    expect(shown(await sources())).toEqual(shown(before));
    expect(before.sessions[0]?.username).toBeTruthy();
    expect(await forgetOld(db.kernel, LATER)).toMatchObject({ sessions: 6 });
    expect(await sources()).toMatchObject({
      state: 'proven',
      sessions: [{ octets: 11_000n, username: null }],
    });
    await roll();
    await keep({ quarters: 62 });
    await forgetOld(db.kernel, LATER);
    expect(await sources()).toMatchObject({
      state: 'kept-no-longer',
      sessions: [],
      days: [],
      rated: before.rated,
    });
  });

  test('log-ins, packets and closed sessions of before go; those of after, and open sessions, stay', async () => {
    const old = addMs(LATER, -40 * 86_400_000);
    for (const at of [old, LATER]) {
      await sql`insert into aaa.login (at, username, nas_id, outcome, reason) values (${at}, 'u', ${nas}, 'accept', 'ok')`.execute(
        db.kernel.db,
      );
      await sql`insert into aaa.coa (account_id, id, subscription_id, session_id, nas_id, kind, cause, wanted, outcome, requested_at, sent_at)
        values (${ann.account_id}, ${randomUUID()}, ${ann.subscription_id}, ${randomUUID()}, ${nas}, 'coa', 'x', '{}', 'ack', ${at}, ${at})`.execute(
        db.kernel.db,
      );
    }
    await keep({ logins: 30, coa: 30, sessions: 30 });
    expect(await forgetOld(db.kernel, LATER)).toMatchObject({ logins: 0, coa: 1, sessions: 0 });
    await sql`update aaa.rollup set login_id = 2`.execute(db.kernel.db);
    expect(await forgetOld(db.kernel, LATER)).toMatchObject({ logins: 1, coa: 0, sessions: 0 });
    expect([await count('aaa.login'), await count('aaa.coa'), await count('aaa.session')]).toEqual([1, 1, 6]);
  });

  test('who had an address goes once it was given up so long ago; who has it still, stays', async () => {
    const uses = [
      ['10.0.0.1', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
      ['10.0.0.2', '2026-01-01T00:00:00Z', LATER],
      ['10.0.0.3', '2026-01-01T00:00:00Z', null],
    ] as const;
    for (const [what, from, to] of uses)
      await sql`insert into aaa.address_use (account_id, id, subscription_id, session_id, nas_id, kind, what, realm, holder, told_at, from_at, to_at, ended_by)
        values (${ann.account_id}, ${randomUUID()}, ${ann.subscription_id}, ${randomUUID()}, ${nas}, 'framed-ip', ${what}, ${randomUUID()}, ${randomUUID()}, ${from}, ${from}, ${to}, ${to && 'stop'})`.execute(
        db.kernel.db,
      );
    await keep({ addresses: 30 });
    expect(await forgetOld(db.kernel, LATER)).toMatchObject({ addresses: 1 });
    const left = await db.kernel.db.selectFrom('aaa.address_use').select('what').orderBy('what').execute();
    expect(left.map(({ what }) => what)).toEqual(['10.0.0.2', '10.0.0.3']);
    await keep({ addresses: null });
    expect(await forgetOld(db.kernel, instant('2036-01-01T00:00:00Z'))).not.toHaveProperty('addresses');
  });

  test('closed sessions go by whole months: one stays until its last session is old enough', async () => {
    await sql`update aaa.session set stopped_at = heard_at, closed_by = 'stale'`.execute(db.kernel.db);
    await moveSessions(db.kernel, LATER);
    await keep({ sessions: 30 });
    expect(await forgetOld(db.kernel, instant('2026-03-30T23:59:59Z'))).toMatchObject({ sessions: 2 });
    expect(await forgetOld(db.kernel, instant('2026-03-31T00:00:00Z'))).toMatchObject({ sessions: 2 });
    expect(await count('aaa.session_history')).toBe(2);
  });

  test('cut off in its middle, the next night deletes the rest; two at once delete each row once', async () => {
    await roll();
    await keep({ quarters: 62 });
    await sql`create function cut() returns trigger language plpgsql as $$ begin raise exception 'cut off'; end $$`.execute(
      db.kernel.db,
    );
    await sql`create trigger cut before delete on aaa.usage_quarter for each row execute function cut()`.execute(
      db.kernel.db,
    );
    await expect(forgetOld(db.kernel, LATER)).rejects.toThrow('cut off');
    await sql`drop trigger cut on aaa.usage_quarter`.execute(db.kernel.db);
    const both = await Promise.all([forgetOld(db.kernel, LATER), forgetOld(db.kernel, LATER)]);
    expect((both[0]?.quarters ?? 0) + (both[1]?.quarters ?? 0)).toBe(2);
    expect(await quarters(ann)).toEqual(['2026-03-10']);
  });

  test('what is kept for ever stays, and too short a time is refused', async () => {
    await keep({ quarters: null, sessions: null });
    await roll();
    await forgetOld(db.kernel, instant('2036-11-01T00:00:00Z'));
    expect(await count('aaa.usage_quarter')).toBe(6);
    expect(SetRetention.input.safeParse({ quarters: 61 }).success).toBe(false);
    await expect(
      sql`update aaa.retention set kept_days = 61 where kind = 'quarters'`.execute(db.kernel.db),
    ).rejects.toThrow('check');
  });
});
