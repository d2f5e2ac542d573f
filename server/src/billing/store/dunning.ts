import type { Day, Id, Instant } from '@isp/values';
import { type RawBuilder, sql, type Tx } from '../../kernel/db.ts';

/** What an account owes that is overdue, and the steps taken for it. */
export interface DebtRow {
  readonly account_id: Id;
  readonly currency: string;
  readonly oldest_due_on: Day;
  readonly overdue_minor: bigint;
  readonly taken: string[];
}

/** One dunning run at a time; another waits for this commit. */
export const lockDunning = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(7423)`.execute(tx);
};

/** Up to `limit` accounts of a zone, by id, after one, with an invoice due before a day. */
export const overdueIn = async (
  tx: Tx,
  page: { readonly zone: string; readonly as_of: Day; readonly after: Id; readonly limit: number },
): Promise<DebtRow[]> => {
  const { rows } = await sql<DebtRow>`
    select o.account_id, o.currency, o.oldest_due_on, o.overdue_minor, coalesce(d.taken, '{}') as taken
    from (
      select i.account_id, min(i.currency) as currency, min(i.due_on) as oldest_due_on, sum(i.open_minor)::bigint as overdue_minor
      from billing.invoice i
      where i.open_minor > 0 and i.due_on < ${page.as_of} and i.zone = ${page.zone} and i.account_id > ${page.after}
      group by i.account_id order by i.account_id limit ${page.limit}
    ) o left join billing.dunning d on d.account_id = o.account_id order by o.account_id`.execute(tx);
  return rows;
};

/** What accounts owe now. Their overdue invoices are locked until this commits: a payment on its way is waited for, and a later one waits. */
export const overdueOf = async (tx: Tx, accountIds: readonly Id[], as_of: Day): Promise<DebtRow[]> => {
  const { rows } = await sql<DebtRow>`
    with owed as (
      select i.account_id, i.currency, i.due_on, i.open_minor from billing.invoice i
      where i.account_id = any (${accountIds}::uuid[]) and i.open_minor > 0 and i.due_on < ${as_of}
      order by i.account_id, i.id for share
    )
    select o.account_id, min(o.currency) as currency, min(o.due_on) as oldest_due_on, sum(o.open_minor)::bigint as overdue_minor,
      coalesce((select d.taken from billing.dunning d where d.account_id = o.account_id), '{}') as taken
    from owed o group by o.account_id order by o.account_id`.execute(tx);
  return rows;
};

/** What is written down of an account's debt. */
export interface DunningRow {
  readonly account_id: Id;
  readonly since_on: Day;
  readonly taken: readonly string[];
}

/** Writes down how far dunning has come with accounts. */
export const saveDunning = async (tx: Tx, policy: string, rows: readonly DunningRow[], at: Instant): Promise<void> => {
  if (rows.length === 0) return;
  await sql`
    insert into billing.dunning (account_id, policy_code, since_on, taken, changed_at)
    select n.account_id, ${policy}, n.since_on, array_remove(string_to_array(n.taken, ' '), ''), ${at}::timestamptz
    from unnest(${rows.map((r) => r.account_id)}::uuid[], ${rows.map((r) => r.since_on)}::date[], ${rows.map((r) => r.taken.join(' '))}::text[])
      as n(account_id, since_on, taken)
    on conflict (account_id) do update set since_on = excluded.since_on, taken = excluded.taken, changed_at = excluded.changed_at`.execute(
    tx,
  );
};

/** Those of some accounts that are dunned. */
export const dunnedOf = async (tx: Tx, accountIds: readonly Id[]): Promise<Id[]> => {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<{ account_id: Id }>`
    select account_id from billing.dunning where account_id = any (${accountIds}::uuid[]) order by account_id`.execute(
    tx,
  );
  return rows.map((row) => row.account_id);
};

/** Ends an account's dunning. */
export const forgetDunning = async (tx: Tx, accountId: Id): Promise<void> => {
  await tx.deleteFrom('billing.dunning').where('account_id', '=', accountId).execute();
};

const forgetSettledWhere = async (tx: Tx, as_of: Day, where: RawBuilder<unknown>): Promise<void> => {
  await sql`
    delete from billing.dunning d where ${where} not exists (
      select 1 from billing.invoice i where i.account_id = d.account_id and i.open_minor > 0 and i.due_on <= ${as_of}
    )`.execute(tx);
};

/** Ends the dunning of all who owe nothing any more, whatever day it is where they are. */
export const forgetSettled = (tx: Tx, as_of: Day): Promise<void> => forgetSettledWhere(tx, as_of, sql``);

/** The same of one account. */
export const forgetSettledOf = (tx: Tx, accountId: Id, as_of: Day): Promise<void> =>
  forgetSettledWhere(tx, as_of, sql`d.account_id = ${accountId} and`);

/** A step as it is kept for the account's history. */
export interface DunningStepRow {
  readonly account_id: Id;
  readonly id: Id;
  readonly kind: 'reminder' | 'suspend';
  readonly due_on: Day;
  readonly overdue_minor: bigint;
  readonly currency: string;
  readonly oldest_due_on: Day;
  readonly taken_at: Instant;
}

export const insertSteps = async (tx: Tx, rows: readonly DunningStepRow[]): Promise<void> => {
  if (rows.length > 0)
    await tx
      .insertInto('billing.dunning_step')
      .values([...rows])
      .execute();
};
