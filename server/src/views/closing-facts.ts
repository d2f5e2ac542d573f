import type { Day, Id } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';

/** The zones in which a legal entity's days are: its own, and those its accounts live in. */
export const zonesOfEntity = async (tx: Tx, legalEntityId: Id): Promise<string[]> => {
  const { rows } = await sql<{ zone: string }>`
    select zone from billing.legal_entity where id = ${legalEntityId}
    union select zone from crm.account where legal_entity_id = ${legalEntityId} order by 1`.execute(tx);
  return rows.map(({ zone }) => zone);
};

/** A legal entity with accounts in a zone whose books are closed through a day or a later one; undefined when there is none. */
export const closedInZone = async (
  tx: Tx,
  zone: string,
  on: Day,
): Promise<{ name: string; through: Day } | undefined> => {
  const { rows } = await sql<{ name: string; through: Day }>`
    select e.name, max(c.closed_through) as through from billing.closing c join billing.legal_entity e on e.id = c.legal_entity_id
    where c.reopened_at is null and c.closed_through >= ${on}
      and exists (select 1 from crm.account a where a.legal_entity_id = e.id and a.zone = ${zone})
    group by e.id order by e.code limit 1`.execute(tx);
  return rows[0];
};

/** Accounts of a legal entity with something to bill by a day: how many, and the first few. */
export const accountsDue = async (
  tx: Tx,
  legalEntityId: Id,
  on: Day,
): Promise<{ readonly count: number; readonly some: readonly Id[] }> => {
  const { rows } = await sql<{ count: number; some: Id[] | null }>`
    select count(*)::int as count, (array_agg(account_id order by account_id))[1:5] as some from (
      select distinct s.account_id from subscriptions.subscription s join crm.account a on a.id = s.account_id
      where a.legal_entity_id = ${legalEntityId} and s.state <> 'pending' and s.next_bill_on <= ${on}) due`.execute(tx);
  return { count: rows[0]?.count ?? 0, some: rows[0]?.some ?? [] };
};

/** The last bill run of each zone. */
export const lastRuns = async (
  tx: Tx,
  zones: readonly string[],
): Promise<{ zone: string; as_of: Day; state: 'running' | 'done' | 'failed'; held: number }[]> => {
  const { rows } = await sql<Awaited<ReturnType<typeof lastRuns>>[number]>`
    select distinct on (zone) zone, as_of, state, held from billing.bill_run where zone = any (${zones}::text[])
    order by zone, as_of desc, started_at desc`.execute(tx);
  return rows;
};

/** Payments to a legal entity's accounts, received by a day, of which something was put to no invoice yet, by currency. */
export const unallocatedPayments = async (
  tx: Tx,
  legalEntityId: Id,
  on: Day,
): Promise<{ currency: string; payments: number; unallocated_minor: bigint }[]> => {
  const { rows } = await sql<{ currency: string; payments: number; unallocated_minor: bigint }>`
    select p.currency, count(*)::int as payments, sum(p.unallocated_minor)::bigint as unallocated_minor
    from payments.payment p join crm.account a on a.id = p.account_id
    where p.unallocated_minor > 0 and p.received_on <= ${on} and a.legal_entity_id = ${legalEntityId} group by 1 order by 1`.execute(
    tx,
  );
  return rows;
};
