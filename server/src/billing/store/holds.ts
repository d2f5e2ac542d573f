import type { Day, Id, Instant } from '@isp/values';
import { anyOf, sql, type Tx } from '../../kernel/db.ts';
import type { HoldableClass, HoldPolicy, Reviewed } from '../core/bill-review.ts';

/** A bill that is to be held. */
export interface NewHold extends Omit<Reviewed, 'class'> {
  readonly id: Id;
  readonly class: HoldableClass;
}

interface Holding {
  readonly bill_run_id: Id;
  readonly as_of: Day;
  readonly held_by: string;
  readonly held_at: Instant;
  readonly note: string | null;
}

/** Holds bills; an account that is held already stays so. Gives how many are new. */
export const insertHolds = async (tx: Tx, holds: readonly NewHold[], of: Holding): Promise<number> => {
  if (holds.length === 0) return 0;
  const column = <K extends keyof NewHold>(k: K) => holds.map((h) => h[k]);
  const { rows } = await sql`
    insert into billing.hold (account_id, id, bill_run_id, as_of, class, currency, now_minor, before_minor, before_on, reason, held_by, held_at, note)
    select h.account_id, h.id, ${of.bill_run_id}::uuid, ${of.as_of}::date, h.class, h.currency, h.now_minor, h.before_minor, h.before_on, h.reason, ${of.held_by}, ${of.held_at}::timestamptz, ${of.note}::text
    from unnest(${column('account_id')}::uuid[], ${column('id')}::uuid[], ${column('class')}::text[], ${column('currency')}::text[], ${column('now_minor')}::bigint[],
      ${column('before_minor')}::bigint[], ${column('before_on')}::date[], ${column('reason')}::text[]) as h(account_id, id, class, currency, now_minor, before_minor, before_on, reason)
    on conflict (account_id) where released_at is null do nothing returning id`.execute(tx);
  return rows.length;
};

/** Since when bills of some accounts are held. */
export interface ActiveHold {
  readonly account_id: Id;
  readonly class: HoldableClass;
  readonly as_of: Day;
  readonly held_by: string;
}

/** The holds of these accounts that nobody released. */
export const activeHolds = async (tx: Tx, ids: readonly Id[]): Promise<ActiveHold[]> => {
  const { rows } = await sql<ActiveHold>`
    select account_id, class, as_of, held_by from billing.hold where account_id = ${anyOf(ids)} and released_at is null`.execute(
    tx,
  );
  return rows;
};

/** Bills of these accounts that somebody released, held for a day since one. */
export const releasedBills = async (
  tx: Tx,
  ids: readonly Id[],
  since: Day,
): Promise<(Pick<Reviewed, 'account_id' | 'currency' | 'now_minor'> & { readonly as_of: Day })[]> =>
  tx
    .selectFrom('billing.hold')
    .select(['account_id', 'currency', 'now_minor', 'as_of'])
    .where(sql<boolean>`account_id = any (${ids}::uuid[])`)
    .where('released_at', 'is not', null)
    .where('as_of', '>=', since)
    .execute();

/** Which holds are to be released: all of a class, of a run, or these. */
export interface HoldsWanted {
  readonly ids?: readonly Id[] | undefined;
  readonly class?: HoldableClass | undefined;
  readonly bill_run_id?: Id | undefined;
}

interface Release {
  readonly released_by: string;
  readonly released_at: Instant;
  readonly release_note: string | null;
}

/** Releases those that are not yet; gives how many. */
export const endHolds = async (tx: Tx, wanted: HoldsWanted, release: Release): Promise<number> => {
  let q = tx.updateTable('billing.hold').set(release).where('released_at', 'is', null);
  if (wanted.ids) q = q.where(sql<boolean>`id = any (${wanted.ids}::uuid[])`);
  if (wanted.class) q = q.where('class', '=', wanted.class);
  if (wanted.bill_run_id) q = q.where('bill_run_id', '=', wanted.bill_run_id);
  return (await q.returning('id').execute()).length;
};

/** Legal entities with what was said of their runs' holds; null where nothing was. */
export const policyRows = (tx: Tx) =>
  tx
    .selectFrom('billing.legal_entity as e')
    .leftJoin('billing.hold_policy as p', 'p.legal_entity_id', 'e.id')
    .select(['e.id as legal_entity_id', 'e.name as legal_entity_name', 'e.currency'])
    .select(['p.classes', 'p.change_percent', 'p.minimum_minor', 'p.outlier_times', 'p.outlier_minor'])
    .orderBy('e.code')
    .execute();

export const savePolicy = async (tx: Tx, legal_entity_id: Id, policy: HoldPolicy): Promise<void> => {
  const row = { ...policy, classes: [...policy.classes] };
  await tx
    .insertInto('billing.hold_policy')
    .values({ legal_entity_id, ...row })
    .onConflict((c) => c.column('legal_entity_id').doUpdateSet(row))
    .execute();
};
