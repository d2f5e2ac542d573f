import type { Id } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { CreditNote, CreditNotePage, InvoicePage, ListCreditNotes } from '../contract.ts';
import { CREDIT_TAXES, CREDITED_TAXES, LINE_TAXES, taxesRead } from './line-taxes.ts';

const notes = (tx: Tx) =>
  tx
    .selectFrom('billing.credit_note as n')
    .select(['n.account_id', 'n.id', 'n.legal_entity_id', 'n.number', 'n.bill_run_id', 'n.reason', 'n.by_hand'])
    .select(['n.to_refund', 'n.currency', 'n.zone', 'n.issued_on', 'n.issued_at', 'n.net_minor', 'n.tax_minor'])
    .select(['n.gross_minor', 'n.open_minor', 'n.recipient', 'n.voids_invoice_id'])
    .select(sql<CreditNote['state']>`case when n.open_minor > 0 then 'open' else 'used' end`.as('state'));

/** Credit notes as the API shows them, newest first unless said. */
export const listCreditNotes = async (tx: Tx, input: ListCreditNotes): Promise<Page<CreditNote>> => {
  let q = notes(tx);
  if (input.account_id) q = q.where('n.account_id', '=', input.account_id);
  if (input.bill_run_id) q = q.where('n.bill_run_id', '=', input.bill_run_id);
  if (input.number)
    q = q.where(sql<boolean>`n.number collate "C" like ${`${input.number.replaceAll(/[\\%_]/g, '\\$&')}%`}`);
  if (input.invoice_id)
    q = q.where(
      sql<boolean>`(n.account_id, n.id) in (select c.account_id, c.credit_note_id from billing.line_credit c
        join billing.invoice i on i.account_id = c.account_id and i.id = c.invoice_id where i.id = ${input.invoice_id})`,
    );
  if (input.issued_from) q = q.where('n.issued_on', '>=', input.issued_from);
  if (input.issued_to) q = q.where('n.issued_on', '<=', input.issued_to);
  if (input.state) q = q.where('n.open_minor', input.state === 'open' ? '>' : '=', 0n);
  if (input.to_refund !== undefined) q = q.where('n.to_refund', '=', input.to_refund);
  const page = await paginate(q, input, {
    sort: { issued_on: { sql: 'n.issued_on', field: 'issued_on' } },
    fallback: '-issued_on',
    idSql: 'n.id',
  });
  return page as Page<CreditNote>;
};

/** One credit note with its tax rows. */
export const creditNoteById = (tx: Tx, id: Id) => notes(tx).select('n.taxes').where('n.id', '=', id).executeTakeFirst();

/** The credit note an invoice is void by. */
export const voidedBy = async (
  tx: Tx,
  { account_id, id }: { readonly account_id: Id; readonly id: Id },
): Promise<InvoicePage['voided_by']> =>
  (await tx
    .selectFrom('billing.credit_note')
    .select(['id', 'number', 'issued_on', 'reason'])
    .where('account_id', '=', account_id)
    .where('voids_invoice_id', '=', id)
    .executeTakeFirst()) ?? null;

export const creditLinesOf = async (
  tx: Tx,
  { account_id, id }: Pick<CreditNote, 'account_id' | 'id'>,
): Promise<CreditNotePage['lines']> => {
  const { rows } = await sql<
    Omit<CreditNotePage['lines'][number], 'taxes'> & { several: Parameters<typeof taxesRead>[1] }
  >`
    select c.line_no, c.invoice_id, i.number as invoice_number, c.invoice_line_no, c.kind, c.description, c.period_from, c.period_to, c.days, c.of_days, c.net_minor, c.tax_code,
      c.tax_minor, c.gross_minor, c.trace, ${CREDIT_TAXES} as several
    from billing.line_credit c join billing.invoice i on i.account_id = c.account_id and i.id = c.invoice_id
    where c.account_id = ${account_id} and c.credit_note_id = ${id} order by c.line_no`.execute(tx);
  return rows.map(({ several, ...line }) => ({ ...line, taxes: taxesRead(line, several) }));
};

export const creditAllocationsOf = async (
  tx: Tx,
  { account_id, id }: Pick<CreditNote, 'account_id' | 'id'>,
): Promise<CreditNotePage['allocations']> => {
  const { rows } = await sql<CreditNotePage['allocations'][number]>`
    select c.invoice_id, i.number as invoice_number, c.amount_minor, c.at
    from billing.credit_allocation c join billing.invoice i on i.account_id = c.account_id and i.id = c.invoice_id
    where c.account_id = ${account_id} and c.credit_note_id = ${id} order by c.at, c.id`.execute(tx);
  return rows;
};

/** A line of an invoice as a credit by hand is reckoned of it. */
export interface LineToCredit {
  readonly line_no: number;
  readonly kind: 'recurring' | 'hold_fee' | 'usage' | 'one_time' | 'late_fee';
  readonly subscription_id: Id | null;
  readonly description: string;
  readonly tax_code: string | null;
  readonly tax_inclusive: boolean;
  readonly net_minor: bigint;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
  readonly credits: number;
  readonly credited_net_minor: bigint;
  readonly credited_tax_minor: bigint;
  readonly taxes: ReturnType<typeof taxesRead>;
  readonly credited_taxes: ReturnType<typeof taxesRead>;
}

/** The lines of an invoice with what was credited of each; its account is locked, so that nobody else credits them until this commits. */
export const linesToCredit = async (tx: Tx, accountId: Id, invoiceId: Id): Promise<LineToCredit[]> => {
  await sql`select 1 from billing.invoice where account_id = ${accountId} and id = ${invoiceId} for update`.execute(tx);
  type Several = Parameters<typeof taxesRead>[1];
  const { rows } = await sql<
    Omit<LineToCredit, 'taxes' | 'credited_taxes'> & { several: Several; credited_several: Several }
  >`
    select l.line_no, l.kind, l.subscription_id, l.description, l.tax_code, l.tax_inclusive, l.net_minor, l.tax_minor, l.gross_minor,
      count(c.credit_no)::int as credits, coalesce(sum(c.net_minor), 0)::bigint as credited_net_minor, coalesce(sum(c.tax_minor), 0)::bigint as credited_tax_minor,
      ${LINE_TAXES} as several, ${CREDITED_TAXES} as credited_several
    from billing.invoice_line l
    left join billing.line_credit c on c.account_id = l.account_id and c.invoice_id = l.invoice_id and c.invoice_line_no = l.line_no
    where l.account_id = ${accountId} and l.invoice_id = ${invoiceId}
    group by l.account_id, l.invoice_id, l.line_no order by l.line_no`.execute(tx);
  return rows.map(({ several, credited_several, ...line }) => {
    const credited = { ...line, net_minor: line.credited_net_minor, tax_minor: line.credited_tax_minor };
    const nothing = several === null ? null : [];
    return {
      ...line,
      taxes: taxesRead(line, several),
      credited_taxes: taxesRead(credited, credited_several ?? nothing),
    };
  });
};
