import type { Day, Id, Instant } from '@isp/values';
import { isCopy } from '../kernel/copy.ts';
import { type RawBuilder, sql, type Tx } from '../kernel/db.ts';

/** A subscription as it stands, and the next day on which something of it begins, ends or is billed. */
export interface Standing {
  readonly id: Id;
  readonly state: 'pending' | 'active' | 'paused' | 'suspended' | 'ended';
  readonly suspended_for: readonly ('unpaid' | 'manual' | 'pause')[];
  readonly next_on: Day | null;
}

/** How the subscriptions of an account, and of those it pays for, stand after a day was lived through. What should have been billed by then is the next day's. */
export const standingsAfter = async (tx: Tx, accountId: Id, after: Day): Promise<Standing[]> => {
  const { rows } = await sql<Standing>`
    select s.id, s.state, s.suspended_for, (select min(n.day) from (
        select greatest(s.next_bill_on, ${after}::date + 1) where s.state <> 'pending'
        union all select s.started_on where s.state = 'pending'
        union all select unnest(array[s.ended_on, s.ended_on + 1]) where s.state <> 'ended'
        union all select g.from_on from subscriptions.segment g where g.account_id = s.account_id and g.subscription_id = s.id
        union all select unnest(array[r.from_on, r.to_on]) from subscriptions.rest r where r.account_id = s.account_id and r.subscription_id = s.id
      ) n(day) where n.day > ${after}) as next_on
    from subscriptions.subscription s join crm.account a on a.id = s.account_id where (a.id = ${accountId} or a.payer_id = ${accountId}) order by s.id`.execute(
    tx,
  );
  return rows;
};

export interface OpenDebt {
  readonly id: Id;
  readonly due_on: Day;
  readonly open_minor: bigint;
}

/** The open invoices of an account, the oldest first. */
export const openDebts = async (tx: Tx, accountId: Id): Promise<OpenDebt[]> => {
  const { rows } = await sql<OpenDebt>`
    select i.id, i.due_on, i.open_minor from billing.invoice i where i.account_id = ${accountId} and i.open_minor > 0 order by i.due_on, i.id`.execute(
    tx,
  );
  return rows;
};

/** What is left of an account's payments and credit notes. */
export const creditOf = async (tx: Tx, accountId: Id): Promise<bigint> => {
  const { rows } = await sql<{ credit_minor: bigint }>`
    select (coalesce((select sum(p.unallocated_minor) from payments.payment p where p.account_id = ${accountId}), 0)
      + coalesce((select sum(n.open_minor) from billing.credit_note n where n.account_id = ${accountId}), 0))::bigint as credit_minor`.execute(
    tx,
  );
  return rows[0]?.credit_minor ?? 0n;
};

/** The days after the due day on which the dunning policy that holds takes a step. */
export const stepDays = async (tx: Tx): Promise<number[]> => {
  const { rows } = await sql<{ days: number }>`
    select distinct (s.step->>'days')::int as days
    from (select steps from billing.dunning_policy order by created_at, code limit 1) p, lateral jsonb_array_elements(p.steps) s(step) order by 1`.execute(
    tx,
  );
  return rows.map((row) => row.days);
};

/** A document that a copy of an account was given. */
export interface RehearsedDocument {
  readonly kind: 'invoice' | 'credit-note';
  readonly id: Id;
  readonly at: Instant;
  readonly issued_on: Day;
  readonly due_on: Day | null;
  readonly net_minor: bigint;
  readonly discount_minor: bigint;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
  readonly open_minor: bigint;
}

/** The documents a copy got that its original does not have, in the order they were made. */
export const rehearsedDocuments = async (tx: Tx, accountId: Id): Promise<RehearsedDocument[]> => {
  const { rows } = await sql<RehearsedDocument>`
    select 'invoice' as kind, i.id, i.issued_at as at, i.issued_on, i.due_on, i.net_minor, i.discount_minor, i.tax_minor, i.gross_minor, i.open_minor
    from billing.invoice i where i.account_id = ${accountId} and not ${isCopy('i.id')}
    union all
    select 'credit-note', n.id, n.issued_at, n.issued_on, null, n.net_minor, 0, n.tax_minor, n.gross_minor, n.open_minor
    from billing.credit_note n where n.account_id = ${accountId} and not ${isCopy('n.id')}
    order by at, kind desc, id`.execute(tx);
  return rows;
};

export interface RehearsedLine {
  readonly document_id: Id;
  readonly line_no: number;
  readonly subscription_id: Id | null;
  readonly kind: string;
  readonly description: string;
  readonly period_from: Day | null;
  readonly period_to: Day | null;
  readonly days: number | null;
  readonly of_days: number | null;
  readonly net_minor: bigint;
  readonly discount_minor: bigint;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
}

const LINE: RawBuilder<unknown> = sql`l.description, l.period_from, l.period_to, l.days, l.of_days, l.net_minor`;

/** Their lines. */
export const rehearsedLines = async (tx: Tx, accountId: Id): Promise<RehearsedLine[]> => {
  const { rows } = await sql<RehearsedLine>`
    select l.invoice_id as document_id, l.line_no, l.subscription_id, l.kind, ${LINE}, l.discount_minor, l.tax_minor, l.gross_minor
    from billing.invoice_line l where l.account_id = ${accountId} and not ${isCopy('l.invoice_id')}
    union all
    select l.credit_note_id, l.line_no, o.subscription_id, l.kind, ${LINE}, 0, l.tax_minor, l.gross_minor
    from billing.line_credit l join billing.invoice_line o on o.account_id = l.account_id and o.invoice_id = l.invoice_id and o.line_no = l.invoice_line_no
    where l.account_id = ${accountId} and not ${isCopy('l.credit_note_id')}
    order by document_id, line_no`.execute(tx);
  return rows;
};

/** What moved on each ledger account; debit is positive. The postings of the original are not copied. */
export const rehearsedLedger = async (
  tx: Tx,
  accountId: Id,
): Promise<{ ledger_account: string; amount_minor: bigint }[]> => {
  const { rows } = await sql<{ ledger_account: string; amount_minor: bigint }>`
    select p.ledger_account, sum(p.amount_minor)::bigint as amount_minor from billing.posting p
    where p.account_id = ${accountId} group by 1 having sum(p.amount_minor) <> 0 order by 1`.execute(tx);
  return rows;
};

/** Subscriptions of an account by id, and since when use of theirs is to be billed; null where none is. */
export const useToBill = async (tx: Tx, accountId: Id): Promise<{ id: Id; since_at: Instant | null }[]> => {
  const { rows } = await sql<{ id: Id; since_at: Instant | null }>`
    select s.id, (select min(greatest(g.from_on, s.started_on, s.usage_to)::timestamp at time zone a.zone)
      from subscriptions.segment g join tariffs.plan_version v on v.plan_id = g.plan_id and v.version = g.plan_version
      where g.account_id = s.account_id and g.subscription_id = s.id and (v.included_bytes is not null or v.meter_charges <> '[]') and s.next_bill_on is not null) as since_at
    from subscriptions.subscription s join crm.account a on a.id = s.account_id where s.account_id = ${accountId} order by s.id`.execute(
    tx,
  );
  return rows;
};

/** The subscriptions of accounts. */
export const servicesOf = async (tx: Tx, ids: readonly Id[]): Promise<{ account_id: Id; id: Id }[]> => {
  const { rows } = await sql<{ account_id: Id; id: Id }>`
    select s.account_id, s.id from subscriptions.subscription s where s.account_id = any (${ids}::uuid[]) order by s.account_id, s.id`.execute(
    tx,
  );
  return rows;
};

/** Other accounts that have services of these on their invoices: they paid for them once. */
export const invoicedBefore = async (tx: Tx, ids: readonly Id[]): Promise<Id[]> => {
  const { rows } = await sql<{ account_id: Id }>`
    select distinct l.account_id from subscriptions.subscription s join billing.invoice_line l on l.subscription_id = s.id
    where s.account_id = any (${ids}::uuid[]) and not l.account_id = any (${ids}::uuid[]) order by 1`.execute(tx);
  return rows.map((row) => row.account_id);
};
