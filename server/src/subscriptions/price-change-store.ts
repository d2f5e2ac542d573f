import type { Day, Id, Instant } from '@isp/values';
import type { Insertable, Selectable } from 'kysely';
import { type DB, sql, type Tx } from '../kernel/db.ts';

export type PriceChangeRow = Selectable<DB['subscriptions.price_change']>;

export const insertPriceChange = (tx: Tx, row: Insertable<DB['subscriptions.price_change']>): Promise<PriceChangeRow> =>
  tx.insertInto('subscriptions.price_change').values(row).returningAll().executeTakeFirstOrThrow();

export const priceChangeForUpdate = (tx: Tx, id: Id): Promise<PriceChangeRow | undefined> =>
  tx.selectFrom('subscriptions.price_change').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

/** A price change that is being planned; nobody else plans or takes it back before this ends. */
export const planningChange = async (tx: Tx, id: Id): Promise<PriceChangeRow | undefined> => {
  const change = await priceChangeForUpdate(tx, id);
  return change?.state === 'planning' ? change : undefined;
};

/** Planned price changes that take effect on a day or later. */
export const plannedSince = async (tx: Tx, on: Day): Promise<Id[]> => {
  const rows = await tx
    .selectFrom('subscriptions.price_change')
    .select('id')
    .where('state', '=', 'planned')
    .where('effective_on', '>=', on)
    .orderBy('effective_on')
    .execute();
  return rows.map(({ id }) => id);
};

/** Has a planned price change look at everybody again. */
export const planAnew = async (tx: Tx, id: Id): Promise<void> => {
  await tx
    .updateTable('subscriptions.price_change')
    .set({ state: 'planning', looked_id: null })
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .execute();
};

export const setPriceChangeState = async (
  tx: Tx,
  id: Id,
  change: Pick<PriceChangeRow, 'state'> & Partial<Pick<PriceChangeRow, 'taken_back_by' | 'taken_back_at'>>,
): Promise<void> => {
  await tx.updateTable('subscriptions.price_change').set(change).where('id', '=', id).execute();
};

/** What a price change gives a subscription from a day on. */
export interface PlannedSegment {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly from_on: Day;
  readonly known_on: Day;
  readonly anchor_on: Day;
  readonly anchor_day: number;
  readonly quantity: number;
}

/** Plans the same price for many. */
export const insertPlanned = async (
  tx: Tx,
  of: Pick<PriceChangeRow, 'id' | 'plan_id' | 'plan_version'> & { readonly price_minor: bigint; readonly at: Instant },
  rows: readonly PlannedSegment[],
): Promise<void> => {
  const column = <K extends keyof PlannedSegment>(name: K) => rows.map((row) => row[name]);
  await sql`
    insert into subscriptions.segment (account_id, subscription_id, from_on, known_on, plan_id, plan_version, price_minor, quantity, anchor_on, anchor_day, created_at, price_change_id)
    select r.account_id, r.subscription_id, r.from_on, r.known_on, ${of.plan_id}::uuid, ${of.plan_version}::integer, ${of.price_minor}::bigint, r.quantity, r.anchor_on, r.anchor_day, ${of.at}::timestamptz, ${of.id}::uuid
    from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('from_on')}::date[], ${column('known_on')}::date[], ${column('anchor_on')}::date[],
      ${column('anchor_day')}::smallint[], ${column('quantity')}::integer[]) as r(account_id, subscription_id, from_on, known_on, anchor_on, anchor_day, quantity)`.execute(
    tx,
  );
};

/** What a part of a bundle has from the day on on which its bundle gets a new price. */
export interface PlannedPart extends PlannedSegment {
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly price_minor: bigint;
  readonly before_minor: bigint;
}

/** Plans prices of parts. */
export const insertPlannedParts = async (
  tx: Tx,
  of: {
    readonly price_change_id: Id;
    readonly bundle_plan_id: Id;
    readonly bundle_version: number;
    readonly at: Instant;
  },
  rows: readonly PlannedPart[],
): Promise<void> => {
  await tx
    .insertInto('subscriptions.segment')
    .values(
      rows.map((row) => ({
        account_id: row.account_id,
        subscription_id: row.subscription_id,
        from_on: row.from_on,
        known_on: row.known_on,
        plan_id: row.plan_id,
        plan_version: row.plan_version,
        price_minor: row.price_minor,
        quantity: row.quantity,
        anchor_on: row.anchor_on,
        anchor_day: row.anchor_day,
        before_minor: row.before_minor,
        bundle_plan_id: of.bundle_plan_id,
        bundle_version: of.bundle_version,
        price_change_id: of.price_change_id,
        created_at: of.at,
      })),
    )
    .execute();
};

/** Adds to what was planned. */
export const addPlanned = async (
  tx: Tx,
  id: Id,
  step: Pick<PriceChangeRow, 'planned' | 'before_minor' | 'after_minor'>,
): Promise<void> => {
  await sql`
    update subscriptions.price_change set planned = planned + ${step.planned}, before_minor = before_minor + ${step.before_minor}, after_minor = after_minor + ${step.after_minor}
    where id = ${id}`.execute(tx);
};

/** Notes the last subscription that planning has looked at. */
export const setLooked = async (tx: Tx, id: Id, looked_id: Id): Promise<void> => {
  await tx.updateTable('subscriptions.price_change').set({ looked_id }).where('id', '=', id).execute();
};

/** Takes back what a price change planned for some subscriptions. */
export const deletePlanned = async (
  tx: Tx,
  id: Id,
  rows: readonly Pick<PlannedSegment, 'account_id' | 'subscription_id' | 'from_on'>[],
): Promise<void> => {
  await sql`
    delete from subscriptions.segment g using unnest(${rows.map((r) => r.account_id)}::uuid[], ${rows.map((r) => r.subscription_id)}::uuid[], ${rows.map((r) => r.from_on)}::date[])
      as r(account_id, subscription_id, from_on)
    where g.account_id = r.account_id and g.subscription_id = r.subscription_id and g.from_on = r.from_on and g.price_change_id = ${id}`.execute(
    tx,
  );
};
