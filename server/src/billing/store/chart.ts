import type { Day, Id } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { ChartOfAccounts, SetChart } from '../contract.ts';
import type { JournalLine } from '../core/journal-entry.ts';

type Account = ChartOfAccounts['accounts'][number];

/** Every ledger account of a legal entity that was posted to or is mapped, with what it is mapped to. */
export const chartAccounts = async (tx: Tx, legalEntityId: Id): Promise<Account[]> => {
  const { rows } = await sql<Account>`
    select ledger_account, c.code, c.name, c.tax_code
    from (select distinct ledger_account from billing.posted where legal_entity_id = ${legalEntityId}
      union select ledger_account from billing.chart_account where legal_entity_id = ${legalEntityId}) a
    left join (select * from billing.chart_account where legal_entity_id = ${legalEntityId}) c using (ledger_account) order by 1`.execute(
    tx,
  );
  return rows;
};

/** What else an export wants to know; the fiscal year is the calendar's until somebody says otherwise. */
export const chartSettings = async (
  tx: Tx,
  legalEntityId: Id,
): Promise<Pick<ChartOfAccounts, 'fiscal_month' | 'datev_consultant' | 'datev_client'>> => {
  const row = await tx
    .selectFrom('billing.chart')
    .select(['fiscal_month', 'datev_consultant', 'datev_client'])
    .where('legal_entity_id', '=', legalEntityId)
    .executeTakeFirst();
  return row ?? { fiscal_month: 1, datev_consultant: null, datev_client: null };
};

/** Writes a chart; accounts that are as they were stay untouched, so that the audit tells what was changed. */
export const writeChart = async (tx: Tx, { id, accounts, ...settings }: SetChart): Promise<void> => {
  await tx
    .insertInto('billing.chart')
    .values({ legal_entity_id: id, ...settings })
    .onConflict((c) => c.column('legal_entity_id').doUpdateSet(settings))
    .execute();
  await sql`delete from billing.chart_account where legal_entity_id = ${id} and ledger_account <> all (${accounts.map((a) => a.ledger_account)}::text[])`.execute(
    tx,
  );
  const column = <K extends keyof SetChart['accounts'][number]>(k: K) => accounts.map((account) => account[k]);
  await sql`
    insert into billing.chart_account as c (legal_entity_id, ledger_account, code, name, tax_code)
    select ${id}::uuid, * from unnest(${column('ledger_account')}::text[], ${column('code')}::text[], ${column('name')}::text[], ${column('tax_code')}::text[])
    on conflict (legal_entity_id, ledger_account) do update set code = excluded.code, name = excluded.name, tax_code = excluded.tax_code
    where (c.code, c.name, c.tax_code) is distinct from (excluded.code, excluded.name, excluded.tax_code)`.execute(tx);
};

interface Days {
  readonly legal_entity_id: Id;
  readonly currency: string;
  readonly from: Day;
  readonly to: Day;
}

/** What each ledger account moved by on each day, in order; what came to nothing is left out. */
export const movedByDay = async (tx: Tx, of: Days): Promise<(JournalLine & { readonly on_day: Day })[]> => {
  const { rows } = await sql<JournalLine & { on_day: Day }>`
    select on_day, ledger_account, sum(debit_minor - credit_minor)::bigint as amount_minor from billing.posted
    where legal_entity_id = ${of.legal_entity_id} and currency = ${of.currency} and on_day between ${of.from} and ${of.to}
    group by 1, 2 having sum(debit_minor - credit_minor) <> 0 order by 1, 2`.execute(tx);
  return rows;
};

/** Each ledger account's balance before some days and at their end, and what was debited to it meanwhile. */
export const balancesAround = async (
  tx: Tx,
  of: Days,
): Promise<
  { ledger_account: string; opening_minor: bigint; closing_minor: bigint; debit_minor: bigint; moved: boolean }[]
> => {
  const { rows } = await sql<Awaited<ReturnType<typeof balancesAround>>[number]>`
    select ledger_account, coalesce(sum(debit_minor - credit_minor) filter (where on_day < ${of.from}), 0)::bigint as opening_minor,
      sum(debit_minor - credit_minor)::bigint as closing_minor, coalesce(sum(debit_minor) filter (where on_day >= ${of.from}), 0)::bigint as debit_minor,
      bool_or(on_day >= ${of.from}) as moved
    from billing.posted where legal_entity_id = ${of.legal_entity_id} and currency = ${of.currency} and on_day <= ${of.to}
    group by 1 order by 1`.execute(tx);
  return rows;
};

/** How many ledger transactions there are on some days. */
export const countTransactions = async (tx: Tx, of: Days): Promise<bigint> => {
  const { rows } = await sql<{ n: bigint }>`
    select count(*) as n from billing.posting
    where line_no = 1 and legal_entity_id = ${of.legal_entity_id} and currency = ${of.currency} and posted_on between ${of.from} and ${of.to}`.execute(
    tx,
  );
  return rows[0]?.n ?? 0n;
};

/** Whether there are more than so many postings, beyond the first of each transaction, on some days. */
export const hasMorePostings = async (tx: Tx, of: Days, than: number): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from billing.posting
    where line_no > 1 and legal_entity_id = ${of.legal_entity_id} and currency = ${of.currency} and posted_on between ${of.from} and ${of.to}
    offset ${than} limit 1`.execute(tx);
  return rows.length > 0;
};
