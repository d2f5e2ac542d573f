import type { Day, Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { LedgerMovement, LedgerMovements } from '../contract.ts';
import { insertRows } from './bulk.ts';

/** A row of billing.posting as it is written. */
export interface PostingRow {
  readonly account_id: Id;
  readonly transaction_id: Id;
  readonly line_no: number;
  readonly legal_entity_id: Id;
  readonly ledger_account: string;
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly posted_on: Day;
  readonly document_kind:
    | 'invoice'
    | 'credit-note'
    | 'payment'
    | 'allocation'
    | 'reversal'
    | 'refund'
    | 'write-off'
    | 'closing';
  readonly document_id: Id;
  readonly posted_at: Instant;
}

/** Posts whole transactions; the database refuses one that does not sum to zero. */
export const insertPostings = (tx: Tx, rows: readonly PostingRow[]): Promise<void> =>
  insertRows<PostingRow>(
    tx,
    'billing.posting',
    {
      account_id: 'uuid',
      transaction_id: 'uuid',
      line_no: 'smallint',
      legal_entity_id: 'uuid',
      ledger_account: 'text',
      currency: 'text',
      amount_minor: 'bigint',
      posted_on: 'date',
      document_kind: 'text',
      document_id: 'uuid',
      posted_at: 'timestamptz',
    },
    rows,
  );

/** The postings of a document of a legal entity's own, of an account that is the entity itself. */
export const postingsOfClosing = async (
  tx: Tx,
  legalEntityId: Id,
  closingId: Id,
): Promise<Pick<PostingRow, 'transaction_id' | 'line_no' | 'ledger_account' | 'currency' | 'amount_minor'>[]> => {
  const { rows } = await sql<PostingRow>`
    select transaction_id, line_no, ledger_account, currency, amount_minor from billing.posting
    where account_id = ${legalEntityId} and document_kind = 'closing' and document_id = ${closingId} order by transaction_id, line_no`.execute(
    tx,
  );
  return rows;
};

/** All that was debited and credited in a legal entity's books up to and with a day, by currency. */
export const turnover = async (
  tx: Tx,
  legalEntityId: Id,
  on: Day,
): Promise<{ currency: string; debit_minor: bigint; credit_minor: bigint }[]> => {
  const { rows } = await sql<{ currency: string; debit_minor: bigint; credit_minor: bigint }>`
    select currency, sum(debit_minor)::bigint as debit_minor, sum(credit_minor)::bigint as credit_minor
    from billing.posted where legal_entity_id = ${legalEntityId} and on_day <= ${on} group by 1 order by 1`.execute(tx);
  return rows;
};

/** One ledger account at the end of a day. */
export interface TrialRow {
  readonly legal_entity_id: Id;
  readonly currency: string;
  readonly ledger_account: string;
  readonly debit_minor: bigint;
  readonly credit_minor: bigint;
  readonly balance_minor: bigint;
}

/** Every ledger account's debits, credits (both positive) and balance up to and with a day. */
export const trialRows = async (tx: Tx, on: Day): Promise<TrialRow[]> => {
  const { rows } = await sql<TrialRow>`
    select legal_entity_id, currency, ledger_account, sum(debit_minor)::bigint as debit_minor, sum(credit_minor)::bigint as credit_minor,
      sum(debit_minor - credit_minor)::bigint as balance_minor
    from billing.posted where on_day <= ${on}
    group by legal_entity_id, currency, ledger_account order by legal_entity_id, currency, ledger_account`.execute(tx);
  return rows;
};

/** What was debited and credited to one ledger account by month or day, in order, with its balance after each. */
export const ledgerMovements = async (
  tx: Tx,
  input: LedgerMovements,
): Promise<{ opening_minor: bigint; rows: LedgerMovement[] }> => {
  const { legal_entity_id, currency, ledger_account, by, from = null, to = null } = input;
  const { rows } = await sql<LedgerMovement>`
    with sums as (
      select date_trunc(${by}, on_day)::date as first_on, sum(debit_minor) as debit, sum(credit_minor) as credit from billing.posted
      where legal_entity_id = ${legal_entity_id} and currency = ${currency} and ledger_account = ${ledger_account} and (${to}::date is null or on_day <= ${to}::date)
      group by 1),
    running as (select *, sum(debit - credit) over (order by first_on) as balance from sums)
    select first_on as from_on, (first_on + ('1 ' || ${by})::interval)::date - 1 as to_on, debit::bigint as debit_minor, credit::bigint as credit_minor, balance::bigint as balance_minor
    from running order by first_on`.execute(tx);
  const before = rows.filter((row) => from !== null && row.to_on < from);
  return { opening_minor: before.at(-1)?.balance_minor ?? 0n, rows: rows.slice(before.length) };
};
