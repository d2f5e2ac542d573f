/** What the triggers of the audit record, and what not. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from './db.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase({ now: '2026-01-01T00:00:00Z' });
  await sql`create table kernel.watched (id text primary key, state text, password text, next_on date)`.execute(
    db.kernel.db,
  );
  await sql`select kernel.audit_table('kernel.watched', '{password}', '{next_on}')`.execute(db.kernel.db);
});
afterAll(() => db?.drop());

beforeEach(async () => {
  await sql`delete from kernel.watched`.execute(db.kernel.db);
  await sql`insert into kernel.watched values ('one', 'new', 'p1', '2026-01-01')`.execute(db.kernel.db);
  await sql`truncate kernel.audit`.execute(db.kernel.db);
});

/** The audit after a statement. */
const recorded = async (statement: string) => {
  await sql.raw(statement).execute(db.kernel.db);
  const { rows } = await sql`select op, before, after from kernel.audit order by id`.execute(db.kernel.db);
  return rows;
};

const WHOLE = { id: 'one', state: 'new', password: '[redacted]', next_on: '2026-01-01' };

test.each([
  [
    'an update records what it changed',
    `update kernel.watched set state = 'old'`,
    [{ op: 'update', before: { state: 'new' }, after: { state: 'old' } }],
  ],
  [
    'a value taken away and one given are changes',
    `update kernel.watched set state = null`,
    [{ op: 'update', before: { state: 'new' }, after: { state: null } }],
  ],
  [
    'a secret is recorded as changed, without its value',
    `update kernel.watched set password = 'p2'`,
    [{ op: 'update', before: { password: '[redacted]' }, after: { password: '[redacted]' } }],
  ],
  ['an update that changes nothing is not recorded', `update kernel.watched set state = 'new'`, []],
  ['an update of derived columns alone is not recorded', `update kernel.watched set next_on = '2026-02-01'`, []],
  [
    'beside a decision the derived column is recorded too',
    `update kernel.watched set state = 'old', next_on = null`,
    [
      {
        op: 'update',
        before: { state: 'new', next_on: '2026-01-01' },
        after: { state: 'old', next_on: null },
      },
    ],
  ],
  ['a deletion records the row', `delete from kernel.watched`, [{ op: 'delete', before: WHOLE, after: null }]],
  [
    'an insertion records the row',
    `insert into kernel.watched values ('two', 'new', 'p1', '2026-01-01')`,
    [{ op: 'insert', before: null, after: { ...WHOLE, id: 'two' } }],
  ],
])('%s', async (_, statement, expected) => {
  expect(await recorded(statement)).toEqual(expected);
});

test('of the platform’s tables only these columns are derived: every other one is audited, also those added later', async () => {
  const { rows } = await sql<{ column: string }>`
    select c.oid::regclass || '.' || a.attname as column
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where t.tgname = 'audit_update' and c.oid <> 'kernel.watched'::regclass
      and pg_get_triggerdef(t.oid) !~ ('old\\.' || a.attname || '\\M') order by 1`.execute(db.kernel.db);
  expect(rows.map((r) => r.column)).toEqual([
    'aaa.assignment.assigned_at',
    'aaa.assignment.pool_id',
    'aaa.assignment.range_id',
    'aaa.assignment.used_at',
    'aaa.pool_range.next_offset',
    'billing.charge.invoice_account_id',
    'billing.charge.invoice_id',
    'billing.charge.line_no',
    'subscriptions.price_change.after_minor',
    'subscriptions.price_change.before_minor',
    'subscriptions.price_change.looked_id',
    'subscriptions.price_change.planned',
    'subscriptions.subscription.billed_on',
    'subscriptions.subscription.end_fee_billed',
    'subscriptions.subscription.next_bill_on',
    'subscriptions.subscription.recount_from',
    'subscriptions.subscription.recurring_to',
    'subscriptions.subscription.settled_to',
    'subscriptions.subscription.setup_fee_billed',
    'subscriptions.subscription.usage_to',
    'tariffs.coupon.redeemed',
  ]);
});
