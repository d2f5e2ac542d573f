import { randomUUID } from 'node:crypto';
import { addMs, type Instant, instant } from '@isp/values';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoom, type Room, type Someone } from '../aaa/aaa.fixture.ts';
import { countLogIns } from '../aaa/count-log-ins.ts';
import { keepCounts } from '../flows/keep-counts.ts';
import { chanceOf, recordOf, write } from '../flows/usage-history.fixture.ts';
import { sql } from '../kernel/db.ts';
import { foldTallies } from '../kernel/fold-tallies.ts';
import { dashboard } from './dashboard.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
const NOW = instant('2026-03-15T09:50:00Z');
const DAY_MS = 86_400_000;
const ANSWERS = [
  ['accept', 'ok'],
  ['reject', 'wrong password'],
  ['reject', 'unknown user'],
  ['walled', 'unpaid'],
] as const;

let room: Room;
let people: Someone[];
const db = () => room.database.kernel.db;

const invoice = async (one: Someone, on: string, gross: number, currency: string, open: number) => {
  const id = randomUUID();
  await room.database.run(async ({ tx }) => {
    await sql`insert into billing.invoice_line (account_id, invoice_id, line_no, kind, description, quantity, unit_price_minor, net_minor, tax_minor, gross_minor, trace)
      values (${one.account_id}, ${id}, 1, 'one_time', 'x', 1, ${gross}, ${gross}, 0, ${gross}, '{}')`.execute(tx);
    await sql`insert into billing.invoice (account_id, id, legal_entity_id, number, currency, zone, issued_on, due_on, issued_at, net_minor, discount_minor, tax_minor, gross_minor, taxes, recipient, open_minor)
      select ${one.account_id}, ${id}, e.id, ${id}, ${currency}, 'UTC', ${on}::date, ${on}::date + 14, ${NOW}, ${gross}, 0, 0, ${gross}, '[]', '{}', ${open} from billing.legal_entity e`.execute(
      tx,
    );
  });
};

const payment = async (one: Someone, on: string, amount: number, currency: string) => {
  const id = randomUUID();
  await sql`insert into payments.payment (account_id, id, method, currency, amount_minor, unallocated_minor, received_on, recorded_by, recorded_at)
    values (${one.account_id}, ${id}, 'cash', ${currency}, ${amount}, 0, ${on}, 'test', ${NOW})`.execute(db());
  return id;
};

const logIn = (at: Instant, outcome: string, reason: string) =>
  sql`insert into aaa.login (at, username, nas_id, outcome, reason) values (${at}, 'u', ${room.nas_id}, ${outcome}, ${reason})`.execute(
    db(),
  );

/** The same figures, from the rows themselves. */
const fromRows = async () => {
  const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T | undefined> =>
    (await query.execute(db())).rows[0];
  const sumsOf = (of: ReturnType<typeof sql>) =>
    one(sql`select coalesce(sum(n) filter (where d = '2026-03-15'), 0)::bigint as today_minor, coalesce(sum(n) filter (where d >= '2026-03-01'), 0)::bigint as month_minor,
      coalesce(sum(n) filter (where d >= '2026-02-01' and d < '2026-03-01'), 0)::bigint as last_month_minor from (${of}) x`);
  const issued = sql`select issued_on as d, gross_minor as n from billing.invoice where currency = 'EUR'`;
  const received = sql`select received_on as d, amount_minor as n from payments.payment where reversed_at is null and currency = 'EUR'`;
  const months = sql`select to_char(m, 'YYYY-MM') as month,
      (select coalesce(sum(n), 0)::bigint from (${issued}) i where date_trunc('month', d) = m) as issued_minor, (select coalesce(sum(n), 0)::bigint from (${received}) r where date_trunc('month', d) = m) as received_minor
    from generate_series('2025-04-01'::timestamp, '2026-03-01', interval '1 month') m order by m`;
  const traffic = sql`select quarter_at as at, sum(input_octets)::bigint as input_octets, sum(output_octets)::bigint as output_octets
    from aaa.usage_quarter where quarter_at >= ${addMs(NOW, -DAY_MS)} group by 1 order by 1`;
  const logins = sql<{ outcome: string; reason: string; count: number }>`
    select outcome, reason, count(*)::int as count from aaa.login where at >= '2026-03-15' group by 1, 2 order by 3 desc, 2`;
  const byReason = (await logins.execute(db())).rows;
  const total = (outcome: string) => byReason.filter((r) => r.outcome === outcome).reduce((n, r) => n + r.count, 0);
  return {
    ...(await one(sql<object>`select (select count(*)::int from aaa.session where stopped_at is null) as online,
      (select count(*)::int from aaa.session s join aaa.access x using (account_id, subscription_id) where stopped_at is null and mode = 'walled') as walled,
      (select count(*)::int from crm.account where state = 'active') as accounts`)),
    subscriptions:
      await one(sql`select count(*) filter (where state = 'active')::int as active, count(*) filter (where state = 'suspended')::int as suspended,
      count(*) filter (where state = 'pending')::int as pending from subscriptions.subscription`),
    overdue:
      await one(sql`select count(distinct account_id)::int as accounts, coalesce(sum(open_minor), 0)::bigint as amount_minor
      from billing.invoice where open_minor > 0 and due_on < '2026-03-15' and currency = 'EUR'`),
    revenue: await sumsOf(issued),
    received: await sumsOf(received),
    months: (await months.execute(db())).rows,
    traffic: (await traffic.execute(db())).rows,
    logins: { accepts: total('accept'), rejects: total('reject'), walled: total('walled') },
    reject_reasons: byReason.filter((r) => r.outcome === 'reject').map(({ reason, count }) => ({ reason, count })),
  };
};

const look = () => room.database.run((ctx) => dashboard(ctx));

beforeAll(async () => {
  room = await openRoom();
  await room.database.at(NOW);
  people = [];
  for (let i = 0; i < 6; i++) people.push(await room.subscriber(`u${i}`, { mode: i === 3 ? 'walled' : 'allow' }));
});
afterAll(() => room.database.drop());

describe('the dashboard', () => {
  test('shows what the rows say, whatever of it is counted or folded already', async () => {
    console.log(`seed ${seed}`);
    const chance = chanceOf(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
    const dayOf = () => addMs(NOW, -Math.floor(chance() * 420) * DAY_MS).slice(0, 10);
    const paid: string[] = [];
    for (let i = 0; i < 120; i++) {
      const [one, currency] = [pick(people), pick(['EUR', 'EUR', 'USD'])];
      const on = chance() < 0.3 ? '2026-03-15' : dayOf();
      await invoice(one, on, 1 + Math.floor(chance() * 9000), currency, chance() < 0.2 ? 1 : 0);
      paid.push(await payment(one, on, 1 + Math.floor(chance() * 9000), currency));
      if (chance() < 0.2)
        await sql`update payments.payment set reversed_at = ${NOW}, reversed_reason = 'x' where id = ${pick(paid)} and reversed_at is null`.execute(
          db(),
        );
      const [outcome, reason] = pick(ANSWERS);
      await logIn(addMs(NOW, -Math.floor(chance() * 1.5 * DAY_MS)), outcome, reason);
      const heard_at = addMs(NOW, -Math.floor(chance() * 1.2 * DAY_MS));
      await write(room.database, [
        recordOf(one, room.nas_id, { id: randomUUID(), heard_at, octets: BigInt(Math.floor(chance() * 1e12)) }),
      ]);
      if (chance() < 0.1) await foldTallies.run(room.database.kernel, NOW, 'UTC');
      if (chance() < 0.1) await countLogIns(room.database.kernel);
      if (i % 10 === 9) expect(await look()).toMatchObject((await fromRows()) as Record<string, unknown>);
    }
    const { as_of, currency, now } = await look();
    expect([as_of, currency, now]).toEqual([NOW, 'EUR', NOW]);
  });

  test('folding and counting change nothing, run twice or twice at once', async () => {
    const before = await look();
    const both = () =>
      Promise.all([foldTallies.run(room.database.kernel, NOW, 'UTC'), countLogIns(room.database.kernel)]);
    await Promise.all([both(), both(), both()]);
    expect(await look()).toEqual(before);
    const { rows } = await sql`select on_day, currency from billing.issued group by 1, 2 having count(*) > 1`.execute(
      db(),
    );
    expect(rows).toEqual([]);
  });

  test('with many accounts the counts are those kept last, and say as of when', async () => {
    const live = await look();
    await keepCounts(room.database.kernel);
    await sql`update kernel.snapshot set body = jsonb_set(body, '{accounts}', '1000000')`.execute(db());
    await sql`update aaa.session set stopped_at = heard_at, closed_by = 'stale'`.execute(db());
    await room.database.at(addMs(NOW, 60_000));
    const kept = await look();
    expect(kept).toMatchObject({
      as_of: NOW,
      accounts: 1_000_000,
      online: live.online,
      walled: live.walled,
      overdue: live.overdue,
      subscriptions: live.subscriptions,
    });
    await room.database.at(addMs(NOW, 61 * 60_000));
    expect(await look()).toMatchObject({ as_of: addMs(NOW, 61 * 60_000), accounts: people.length, online: 0 });
  });
});
