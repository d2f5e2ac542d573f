import { type Day, type Id, later } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListSubscriptions, ListTopUps, Subscription, TopUp } from './contract.ts';

type Key = Pick<Subscription, 'account_id' | 'id'>;
type Row = Omit<Subscription, 'suspended_for'> & { readonly suspended_for: string[] };
const typed = (row: Row | undefined): Subscription | undefined => row as Subscription | undefined;

export const insertSubscription = async (
  tx: Tx,
  row: Insertable<DB['subscriptions.subscription']>,
): Promise<Subscription> =>
  (await tx
    .insertInto('subscriptions.subscription')
    .values(row)
    .returningAll()
    .executeTakeFirstOrThrow()) as Subscription;

export const insertSegment = (tx: Tx, segment: Insertable<DB['subscriptions.segment']>) =>
  tx
    .insertInto('subscriptions.segment')
    .values(segment)
    .onConflict((c) =>
      c.columns(['account_id', 'subscription_id', 'from_on', 'from_second']).doUpdateSet({
        known_on: segment.known_on,
        plan_id: segment.plan_id,
        plan_version: segment.plan_version,
        price_minor: segment.price_minor,
        quantity: segment.quantity,
        anchor_on: segment.anchor_on,
        anchor_day: segment.anchor_day,
        own_price: segment.own_price ?? false,
        price_change_id: null,
        bundle_plan_id: segment.bundle_plan_id ?? null,
        bundle_version: segment.bundle_version ?? null,
        before_minor: segment.before_minor ?? null,
      }),
    )
    .execute();

export const subscriptionById = async (tx: Tx, id: Id): Promise<Subscription | undefined> =>
  typed(await tx.selectFrom('subscriptions.subscription').selectAll().where('id', '=', id).executeTakeFirst());

export const subscriptionForUpdate = async (tx: Tx, id: Id): Promise<Subscription | undefined> =>
  typed(
    await tx.selectFrom('subscriptions.subscription').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  );

export const runningOf = async (tx: Tx, accountId: Id): Promise<Subscription[]> =>
  (await tx
    .selectFrom('subscriptions.subscription')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('state', '!=', 'ended')
    .orderBy('id')
    .forUpdate()
    .execute()) as Subscription[];

/** Holds a subscription as it is until the transaction is over. */
export const lockSubscription = async (tx: Tx, id: Id): Promise<void> => {
  await subscriptionForUpdate(tx, id);
};

/** The add-ons of a subscription, or parts of a bundle, that have not ended. */
export const addOnsOf = async (tx: Tx, parent: Key): Promise<Subscription[]> =>
  (await tx
    .selectFrom('subscriptions.subscription')
    .selectAll()
    .where('account_id', '=', parent.account_id)
    .where('parent_id', '=', parent.id)
    .where('state', '!=', 'ended')
    .orderBy('id')
    .forUpdate()
    .execute()) as Subscription[];

/** What goes on when the subscription it was on has ended stands by itself. */
export const standAlone = async (tx: Tx, parent: Key, ended_on: Day): Promise<void> => {
  await tx
    .updateTable('subscriptions.subscription')
    .set({ parent_id: null })
    .where('account_id', '=', parent.account_id)
    .where('parent_id', '=', parent.id)
    .where('state', '!=', 'ended')
    .where((e) => e.or([e('ended_on', 'is', null), e('ended_on', '>', ended_on)]))
    .execute();
};

export const updateSubscription = async (
  tx: Tx,
  key: { readonly account_id: Id; readonly id: Id },
  change: Updateable<DB['subscriptions.subscription']>,
): Promise<Subscription> =>
  (await tx
    .updateTable('subscriptions.subscription')
    .set(change)
    .where('account_id', '=', key.account_id)
    .where('id', '=', key.id)
    .returningAll()
    .executeTakeFirstOrThrow()) as Subscription;

export const segmentsOf = (tx: Tx, accountId: Id, subscriptionId: Id) =>
  tx
    .selectFrom('subscriptions.segment')
    .select(['from_on', 'from_second', 'known_on', 'plan_id', 'plan_version', 'price_minor', 'quantity'])
    .select(['anchor_on', 'anchor_day', 'own_price', 'price_change_id'])
    .select(['bundle_plan_id', 'bundle_version', 'before_minor'])
    .where('account_id', '=', accountId)
    .where('subscription_id', '=', subscriptionId)
    .orderBy('from_on')
    .orderBy('from_second')
    .execute();

/** Takes back what was planned from a day on. */
export const deleteSegments = async (tx: Tx, key: Key, from_on: Day): Promise<boolean> => {
  const gone = await tx
    .deleteFrom('subscriptions.segment')
    .where('account_id', '=', key.account_id)
    .where('subscription_id', '=', key.id)
    .where('from_on', '=', from_on)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
};

/** Takes back what price changes planned for a day or later. */
export const deletePricesFrom = async (tx: Tx, key: Key, from_on: Day): Promise<void> => {
  await tx
    .deleteFrom('subscriptions.segment')
    .where('account_id', '=', key.account_id)
    .where('subscription_id', '=', key.id)
    .where('from_on', '>=', from_on)
    .where('price_change_id', 'is not', null)
    .execute();
};

export const listSubscriptions = async (tx: Tx, input: ListSubscriptions): Promise<Page<Subscription>> => {
  let q = tx.selectFrom('subscriptions.subscription').selectAll();
  if (input.account_id) q = q.where('account_id', '=', input.account_id);
  if (input.plan_id) q = q.where('plan_id', '=', input.plan_id);
  if (input.state) q = q.where('state', '=', sql.lit(input.state));
  const page = await paginate(q, input, {
    sort: { created_at: { sql: 'created_at', field: 'created_at' } },
    fallback: '-created_at',
    idSql: 'id',
  });
  return page as Page<Subscription>;
};

/** How far a subscription is billed, and when it is billed next. */
export interface Billed extends Key {
  readonly next_bill_on: Day | null;
  readonly billed_on: Day | null;
  readonly settled_to: Day | null;
  readonly recurring_to: Day | null;
  readonly usage_to: Day | null;
  readonly setup_fee_billed: boolean;
  /** Set when what its end costs was billed. */
  readonly end_fee_billed?: true;
}

/** Sets how far each of many subscriptions is billed. */
export const setBilled = async (tx: Tx, rows: readonly Billed[]): Promise<void> => {
  if (rows.length === 0) return;
  const column = <K extends keyof Billed>(name: K) => rows.map((row) => row[name]);
  await sql`
    update subscriptions.subscription s set next_bill_on = n.next_bill_on, billed_on = n.billed_on, settled_to = n.settled_to, recurring_to = n.recurring_to, usage_to = n.usage_to,
      setup_fee_billed = n.setup_fee_billed
    from unnest(${column('account_id')}::uuid[], ${column('id')}::uuid[], ${column('next_bill_on')}::date[], ${column('billed_on')}::date[], ${column('settled_to')}::date[],
        ${column('recurring_to')}::date[], ${column('usage_to')}::date[], ${column('setup_fee_billed')}::boolean[])
      as n(account_id, id, next_bill_on, billed_on, settled_to, recurring_to, usage_to, setup_fee_billed)
    where s.account_id = n.account_id and s.id = n.id`.execute(tx);
  const ended = rows.filter((row) => row.end_fee_billed);
  if (ended.length > 0)
    await sql`update subscriptions.subscription s set end_fee_billed = true
      from unnest(${ended.map((row) => row.account_id)}::uuid[], ${ended.map((row) => row.id)}::uuid[]) as n(account_id, id)
      where s.account_id = n.account_id and s.id = n.id`.execute(tx);
};

/** A subscription that use came for, of a day from `from_on` on; it is looked at on `due_on`. */
export interface RecountNote extends Key {
  readonly from_on: Day;
  readonly due_on: Day;
}

/** Has the use that was billed of subscriptions reckoned again where it came for billed days. Gives those, and up to which day their use is billed. */
export const noteRecounts = async (
  tx: Tx,
  notes: readonly RecountNote[],
): Promise<{ readonly id: Id; readonly usage_to: Day }[]> => {
  const column = <K extends keyof RecountNote>(name: K) => notes.map((note) => note[name]);
  const { rows } = await sql<{ id: Id; usage_to: Day }>`
    update subscriptions.subscription s set recount_from = least(s.recount_from, n.from_on), next_bill_on = least(s.next_bill_on, n.due_on)
    from unnest(${column('account_id')}::uuid[], ${column('id')}::uuid[], ${column('from_on')}::date[], ${column('due_on')}::date[]) as n(account_id, id, from_on, due_on)
    where s.account_id = n.account_id and s.id = n.id and s.usage_to > n.from_on returning s.id, s.usage_to`.execute(
    tx,
  );
  return rows;
};

/** A subscription whose billed use was reckoned again; from `from` on it is to be once more. */
export interface Recounted extends Key {
  readonly from: Day | null;
}

/** Sets from which day on billed use is still to be reckoned again. */
export const setRecounts = async (tx: Tx, rows: readonly Recounted[]): Promise<void> => {
  const column = <K extends keyof Recounted>(name: K) => rows.map((row) => row[name]);
  await sql`
    update subscriptions.subscription s set recount_from = n.recount_from
    from unnest(${column('account_id')}::uuid[], ${column('id')}::uuid[], ${column('from')}::date[]) as n(account_id, id, recount_from)
    where s.account_id = n.account_id and s.id = n.id`.execute(tx);
};

/** Sets the day one subscription is billed next. */
export const setNextBill = async (tx: Tx, key: Key, next_bill_on: Day | null): Promise<void> => {
  await updateSubscription(tx, key, { next_bill_on });
};

/** Notes a rest; once more from the same day on goes on with the same row. */
export const openRest = (tx: Tx, rest: Insertable<DB['subscriptions.rest']>) =>
  tx
    .insertInto('subscriptions.rest')
    .values(rest)
    .onConflict((c) =>
      c.columns(['account_id', 'subscription_id', 'reason', 'from_on']).doUpdateSet({
        to_on: rest.to_on ?? null,
        to_known_on: rest.to_known_on ?? null,
        hold_fee_minor: rest.hold_fee_minor ?? null,
      }),
    )
    .execute();

/** Notes that the rest that began on a day is over from a local day on, or will be. */
export const closeRest = async (
  tx: Tx,
  key: Key,
  rest: { readonly reason: 'suspension' | 'pause'; readonly from_on: Day },
  back: { readonly to_on: Day; readonly known_on: Day },
): Promise<void> => {
  await tx
    .updateTable('subscriptions.rest')
    .set({ to_on: later(rest.from_on, back.to_on), to_known_on: back.known_on })
    .where('account_id', '=', key.account_id)
    .where('subscription_id', '=', key.id)
    .where('reason', '=', rest.reason)
    .where('from_on', '=', rest.from_on)
    .execute();
};

/** Gives a subscription the rests of another that reach beyond a day, from that day on; `hold_fee_minor` is what its own pauses cost. */
export const copyRests = async (
  tx: Tx,
  { account_id, id: from }: Key,
  to: { readonly id: Id; readonly from_on: Day; readonly known_on: Day; readonly hold_fee_minor: bigint | null },
): Promise<void> => {
  await sql`
    insert into subscriptions.rest (account_id, subscription_id, reason, from_on, to_on, known_on, hold_fee_minor)
    select r.account_id, ${to.id}, r.reason, greatest(r.from_on, ${to.from_on}::date), r.to_on, ${to.known_on}, case when r.reason = 'pause' then ${to.hold_fee_minor}::bigint end
    from subscriptions.rest r
    where r.account_id = ${account_id} and r.subscription_id = ${from} and (r.to_on is null or r.to_on > greatest(r.from_on, ${to.from_on}::date))`.execute(
    tx,
  );
};

/** The day the suspension that holds began on. */
export const openSuspension = async (tx: Tx, key: Key): Promise<Day | undefined> => {
  const row = await tx
    .selectFrom('subscriptions.rest')
    .select('from_on')
    .where('account_id', '=', key.account_id)
    .where('subscription_id', '=', key.id)
    .where('reason', '=', 'suspension')
    .where('to_on', 'is', null)
    .executeTakeFirst();
  return row?.from_on;
};

/** The pauses of a subscription, by day. */
export const pausesOf = (tx: Tx, key: Key) =>
  tx
    .selectFrom('subscriptions.rest')
    .select(['from_on', 'to_on', 'hold_fee_minor'])
    .where('account_id', '=', key.account_id)
    .where('subscription_id', '=', key.id)
    .where('reason', '=', 'pause')
    .orderBy('from_on')
    .execute();

/** Takes pauses back that begin on a day or later. */
export const deletePauses = async (tx: Tx, key: Key, from_on: Day): Promise<boolean> => {
  const gone = await tx
    .deleteFrom('subscriptions.rest')
    .where('account_id', '=', key.account_id)
    .where('subscription_id', '=', key.id)
    .where('reason', '=', 'pause')
    .where('from_on', '>=', from_on)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
};

export const insertTopUp = (tx: Tx, row: Insertable<DB['subscriptions.top_up']>) =>
  tx.insertInto('subscriptions.top_up').values(row).execute();

export const listTopUps = (tx: Tx, input: ListTopUps): Promise<Page<TopUp>> => {
  let q = tx
    .selectFrom('subscriptions.top_up')
    .select(['account_id', 'id', 'subscription_id', 'what', 'reason', 'granted_at', 'ends_at'])
    .select(sql<number>`amount::float8`.as('amount'));
  if (input.account_id) q = q.where('account_id', '=', input.account_id);
  if (input.subscription_id) q = q.where('subscription_id', '=', input.subscription_id);
  if (input.what) q = q.where('what', '=', input.what);
  if (input.q) q = q.where('reason', 'ilike', `%${input.q}%`);
  return paginate(q, input, {
    sort: {
      granted_at: { sql: 'granted_at', field: 'granted_at' },
      amount: { sql: 'amount', field: 'amount' },
    },
    fallback: '-granted_at',
    idSql: 'id',
  });
};
