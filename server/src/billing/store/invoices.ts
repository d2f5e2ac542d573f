import { addMs, type Day, dayIn, type Id, type Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { narrowing, type Page, paginate } from '../../kernel/page.ts';
import type { Invoice, ListInvoices } from '../contract.ts';
import { LINE_TAXES, taxesRead } from './line-taxes.ts';

const WRITTEN_OFF = sql<bigint>`coalesce((select sum(w.amount_minor) from billing.write_off w where w.account_id = i.account_id and w.invoice_id = i.id), 0)::bigint`;

/** An invoice is overdue once the day after its due day has begun in its own zone. */
const stateAt = (now: Instant) => sql<Invoice['state']>`
  case when i.open_minor > 0 then case when i.due_on < (${now}::timestamptz at time zone i.zone)::date then 'overdue' else 'open' end
    when (select true from billing.credit_note v where v.account_id = i.account_id and v.voids_invoice_id = i.id) then 'void'
    when ${WRITTEN_OFF} > 0 then 'written-off' else 'paid' end`;

const invoices = (tx: Tx, now: Instant) =>
  tx
    .selectFrom('billing.invoice as i')
    .select([
      'i.account_id',
      'i.id',
      'i.legal_entity_id',
      'i.number',
      'i.bill_run_id',
      'i.currency',
      'i.zone',
      'i.issued_on',
      'i.due_on',
      'i.issued_at',
    ])
    .select(['i.net_minor', 'i.discount_minor', 'i.tax_minor', 'i.gross_minor', 'i.open_minor', 'i.recipient'])
    .select([WRITTEN_OFF.as('written_off_minor'), stateAt(now).as('state')]);

const HOUR_MS = 3_600_000;
/** Today is no later than this day in any zone, and no earlier than the other. */
const latestToday = (now: Instant): Day => dayIn(addMs(now, 14 * HOUR_MS), 'UTC');
const earliestToday = (now: Instant): Day => dayIn(addMs(now, -12 * HOUR_MS), 'UTC');

/** Up to so many invoices are looked for by number; where there are more, the list is read in its order and most of it matches. */
const FEW = 1000;

/** Numbers that begin so: the index of numbers is in the order of their characters. */
const isNumbered = async (tx: Tx, beginning: string) => {
  const like = sql<boolean>`i.number collate "C" like ${`${beginning.replaceAll(/[\\%_]/g, '\\$&')}%`}`;
  const { rows } = await sql<{ id: Id }>`select i.id from billing.invoice i where ${like} limit ${FEW + 1}`.execute(tx);
  return rows.length > FEW ? like : sql<boolean>`i.id = any (${rows.map((row) => row.id)}::uuid[])`;
};

/** What is to be narrowed down before it can be sorted by what has no index; undefined when it is. */
const breadth = ({ account_id, for_account_id, bill_run_id, state }: ListInvoices): string | undefined =>
  account_id || for_account_id || bill_run_id || state === 'overdue' || state === 'written-off' || state === 'void'
    ? undefined
    : 'an account, a bill run, or what is overdue';

const isOfDays = ({ issued_from, issued_to }: ListInvoices): boolean =>
  issued_from !== undefined || issued_to !== undefined;

/** Invoices as the API shows them, newest first unless said. */
export const listInvoices = async (tx: Tx, now: Instant, input: ListInvoices): Promise<Page<Invoice>> => {
  let q = invoices(tx, now);
  if (input.account_id) q = q.where('i.account_id', '=', input.account_id);
  if (input.bill_run_id) q = q.where('i.bill_run_id', '=', input.bill_run_id);
  if (input.for_account_id)
    q = q.where(
      sql<boolean>`(i.account_id, i.id) in (select t.account_id, t.invoice_id from billing.invoice_part t where t.for_account_id = ${input.for_account_id})`,
    );
  if (input.number) q = q.where(await isNumbered(tx, input.number));
  if (input.issued_from) q = q.where('i.issued_on', '>=', input.issued_from);
  if (input.issued_to) q = q.where('i.issued_on', '<=', input.issued_to);
  if (input.state === 'paid') q = q.where('i.open_minor', '<=', 0n).where(stateAt(now), '=', 'paid');
  if (input.state === 'written-off')
    q = q
      .where('i.open_minor', '<=', 0n)
      .where(
        sql<boolean>`(i.account_id, i.id) in (select w.account_id, w.invoice_id from billing.write_off w group by 1, 2 having sum(w.amount_minor) > 0)`,
      );
  if (input.state === 'open' || input.state === 'overdue')
    q = q.where('i.open_minor', '>', 0n).where(stateAt(now), '=', input.state);
  if (input.state === 'overdue') q = q.where('i.due_on', '<', latestToday(now));
  if (input.state === 'open') q = q.where('i.due_on', '>=', earliestToday(now));
  if (input.state === 'void')
    q = q.where(
      sql<boolean>`(i.account_id, i.id) in (select v.account_id, v.voids_invoice_id from billing.credit_note v where v.voids_invoice_id is not null)`,
    );
  const within = await narrowing(tx, input, ['billing.invoice'], breadth(input));
  const page = await paginate(q, input, {
    sort: {
      issued_on: { sql: 'i.issued_on', field: 'issued_on' },
      due_on: { sql: 'i.due_on', field: 'due_on', within: input.state === 'open' ? undefined : within },
      number: { sql: 'i.number collate "C"', field: 'number', within: isOfDays(input) ? within : undefined },
      gross_minor: { sql: 'i.gross_minor', field: 'gross_minor', within },
      open_minor: { sql: 'i.open_minor', field: 'open_minor', within },
    },
    fallback: '-issued_on',
    idSql: 'i.id',
  });
  return page as Page<Invoice>;
};

/** One invoice with its tax rows. */
export const invoiceById = (tx: Tx, now: Instant, id: Id) =>
  invoices(tx, now).select('i.taxes').where('i.id', '=', id).executeTakeFirst();

const selectLines = (tx: Tx, { account_id, id }: Pick<Invoice, 'account_id' | 'id'>) =>
  tx
    .selectFrom('billing.invoice_line as l')
    .select([
      'line_no',
      'kind',
      'subscription_id',
      'plan_id',
      'plan_version',
      'description',
      'period_from',
      'period_to',
      'days',
      'of_days',
    ])
    .select(['net_minor', 'discount_minor', 'tax_code', 'tax_minor', 'gross_minor', 'tax_inclusive', 'trace'])
    .select([
      sql<bigint>`coalesce((select sum(c.gross_minor) from billing.line_credit c where c.account_id = l.account_id and c.invoice_id = l.invoice_id and c.invoice_line_no = l.line_no), 0)::bigint`.as(
        'credited_minor',
      ),
      sql<bigint>`(case when l.tax_inclusive then l.gross_minor else l.net_minor end - coalesce((select sum(case when l.tax_inclusive then c.gross_minor else c.net_minor end) from billing.line_credit c
        where c.account_id = l.account_id and c.invoice_id = l.invoice_id and c.invoice_line_no = l.line_no), 0))::bigint`.as(
        'creditable_minor',
      ),
    ])
    .select([
      LINE_TAXES.as('several'),
      sql<string>`trim_scale(quantity)::text`.as('quantity'),
      sql<string>`trim_scale(unit_price_minor)::text`.as('unit_price_minor'),
    ])
    .where('account_id', '=', account_id)
    .where('invoice_id', '=', id)
    .orderBy('line_no')
    .execute();

/** The lines of an invoice with their taxes, in order. */
export const linesOf = async (tx: Tx, invoice: Pick<Invoice, 'account_id' | 'id'>) =>
  (await selectLines(tx, invoice)).map(({ several, ...line }) => ({ ...line, taxes: taxesRead(line, several) }));

/** An invoice with something left to pay. */
export interface OpenInvoiceRow {
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly currency: string;
  readonly due_on: Day;
  readonly gross_minor: bigint;
  readonly open_minor: bigint;
}

const lockable = (tx: Tx, accountId: Id) =>
  tx
    .selectFrom('billing.invoice')
    .select(['account_id', 'id as invoice_id', 'currency', 'due_on', 'gross_minor', 'open_minor'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .forUpdate();

/** An account's open invoices, locked until this commits, always in one order. */
export const openInvoices = (tx: Tx, accountId: Id): Promise<OpenInvoiceRow[]> =>
  lockable(tx, accountId).where('open_minor', '>', 0n).execute();

/** These invoices of an account, locked, in the same order. */
export const lockInvoices = (tx: Tx, accountId: Id, invoiceIds: readonly Id[]): Promise<OpenInvoiceRow[]> =>
  lockable(tx, accountId).where('id', 'in', invoiceIds).execute();

/** Writes what is open on invoices now. */
export const setOpen = async (
  tx: Tx,
  rows: readonly Pick<OpenInvoiceRow, 'account_id' | 'invoice_id' | 'open_minor'>[],
): Promise<void> => {
  await sql`
    update billing.invoice i set open_minor = n.open_minor
    from unnest(${rows.map((r) => r.account_id)}::uuid[], ${rows.map((r) => r.invoice_id)}::uuid[], ${rows.map((r) => r.open_minor)}::bigint[])
      as n(account_id, id, open_minor)
    where i.account_id = n.account_id and i.id = n.id`.execute(tx);
};
