import type { Day, Id } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { BillClassSum } from '../contract.ts';
import type { BilledBefore, BillWanted, HoldableClass, Reviewed } from '../core/bill-review.ts';

/** Bills of an account that are looked through for the one to compare with, the last made first. */
const LOOKED_THROUGH = 12;

/** For each wanted bill what the account was billed on the day, up to `until`, that is nearest to `near`; accounts with no such day are left out. Credit notes by hand are no part of a bill. */
export const billedBefore = async (tx: Tx, wanted: readonly BillWanted[]): Promise<BilledBefore[]> => {
  if (wanted.length === 0) return [];
  const column = <K extends keyof BillWanted>(k: K) => wanted.map((w) => w[k]);
  const { rows } = await sql<BilledBefore>`
    select w.account_id, b.issued_on, (b.gross - coalesce((select sum(n.gross_minor) from billing.credit_note n
        where n.account_id = w.account_id and n.issued_on = b.issued_on and n.currency = w.currency and not n.by_hand), 0))::bigint as amount_minor
    from unnest(${column('account_id')}::uuid[], ${column('currency')}::text[], ${column('near')}::date[], ${column('until')}::date[]) as w(account_id, currency, near, until)
    cross join lateral (
      select i.issued_on, sum(i.gross_minor) as gross
      from (select issued_on, gross_minor from billing.invoice where account_id = w.account_id and currency = w.currency order by id desc limit ${LOOKED_THROUGH}) i
      where i.issued_on <= w.until group by i.issued_on order by abs(i.issued_on - w.near), i.issued_on limit 1) b`.execute(
    tx,
  );
  return rows;
};

/** Keeps what a run found; what it found before of the same accounts is replaced. */
export const insertFindings = async (tx: Tx, bill_run_id: Id, found: readonly Reviewed[]): Promise<void> => {
  if (found.length === 0) return;
  const column = <K extends keyof Reviewed>(k: K) => found.map((f) => f[k]);
  await sql`
    insert into billing.bill_finding (account_id, bill_run_id, class, currency, now_minor, before_minor, before_on, reason)
    select f.account_id, ${bill_run_id}::uuid, f.class, f.currency, f.now_minor, f.before_minor, f.before_on, f.reason
    from unnest(${column('account_id')}::uuid[], ${column('class')}::text[], ${column('currency')}::text[], ${column('now_minor')}::bigint[], ${column('before_minor')}::bigint[],
      ${column('before_on')}::date[], ${column('reason')}::text[]) as f(account_id, class, currency, now_minor, before_minor, before_on, reason)
    on conflict (account_id, bill_run_id) do update set class = excluded.class, currency = excluded.currency, now_minor = excluded.now_minor,
      before_minor = excluded.before_minor, before_on = excluded.before_on, reason = excluded.reason`.execute(tx);
};

/** Forgets what a dry run found and counted: it begins anew. */
export const clearFindings = async (tx: Tx, id: Id): Promise<void> => {
  await tx.deleteFrom('billing.bill_finding').where('bill_run_id', '=', id).execute();
  await tx
    .updateTable('billing.bill_run')
    .set({ done: 0, held: 0, invoices: 0, gross_minor: 0n, credit_notes: 0, credited_minor: 0n })
    .where('id', '=', id)
    .execute();
};

/** Sums what a run found by class and currency, with those that are the same, which are only counted. */
export const sumFindings = async (tx: Tx, id: Id, same: readonly BillClassSum[]): Promise<void> => {
  await tx.deleteFrom('billing.bill_class').where('bill_run_id', '=', id).execute();
  await sql`
    insert into billing.bill_class (bill_run_id, class, currency, accounts, before_accounts, now_minor, before_minor)
    select bill_run_id, class, currency, count(*), count(before_on), sum(now_minor), sum(before_minor) from billing.bill_finding where bill_run_id = ${id} group by 1, 2, 3`.execute(
    tx,
  );
  if (same.length > 0)
    await tx
      .insertInto('billing.bill_class')
      .values(same.map((each) => ({ ...each, bill_run_id: id })))
      .execute();
};

export const classesOf = (tx: Tx, id: Id): Promise<BillClassSum[]> =>
  tx
    .selectFrom('billing.bill_class')
    .select(['class', 'currency', 'accounts', 'before_accounts', 'now_minor', 'before_minor'])
    .where('bill_run_id', '=', id)
    .orderBy('class')
    .orderBy('currency')
    .execute();

/** What is to be held of what a dry run found. */
export interface FindingsWanted {
  readonly bill_run_id: Id;
  readonly class?: HoldableClass | undefined;
  readonly account_ids?: readonly Id[] | undefined;
}

/** What a run found of a class, or of accounts, by account. */
export const findingsOf = async (tx: Tx, wanted: FindingsWanted): Promise<(Reviewed & { readonly as_of: Day })[]> => {
  let q = tx
    .selectFrom('billing.bill_finding as f')
    .innerJoin('billing.bill_run as r', 'r.id', 'f.bill_run_id')
    .select(['f.account_id', 'f.class', 'f.currency', 'f.now_minor', 'f.before_minor', 'f.before_on', 'f.reason'])
    .select('r.as_of')
    .where('f.bill_run_id', '=', wanted.bill_run_id);
  if (wanted.class) q = q.where('f.class', '=', wanted.class);
  if (wanted.account_ids) q = q.where(sql<boolean>`f.account_id = any (${wanted.account_ids}::uuid[])`);
  return q.orderBy('f.account_id').execute();
};
