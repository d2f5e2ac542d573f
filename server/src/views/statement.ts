import { addMonths, type Day, dayIn, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import type { AccountStatement } from './contract/statement.ts';
import { StatementAccountNotFound } from './faults.ts';

type Item = AccountStatement['items'][number];
type Head = Pick<AccountStatement, 'account_id' | 'recipient' | 'legal_entity' | 'currency' | 'zone'>;

interface Span {
  readonly account_id: Id;
  readonly currency: string;
  readonly from: Day;
  readonly to: Day;
}

const OWED = sql`p.ledger_account in ('receivable', 'customer_credit')`;

const headOf = async (tx: Tx, id: Id): Promise<Head> => {
  const account = await tx
    .selectFrom('crm.account')
    .select(['id as account_id', 'currency', 'zone', 'legal_entity_id'])
    .select(['number as account_number', 'name', 'street', 'postal_code', 'city', 'region', 'country', 'tax_id'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!account) throw StatementAccountNotFound({ id });
  const { account_id, currency, zone, legal_entity_id, region, ...particulars } = account;
  const recipient = region === null ? particulars : { ...particulars, region };
  const legal_entity = await tx
    .selectFrom('billing.legal_entity')
    .selectAll()
    .where('id', '=', legal_entity_id)
    .executeTakeFirstOrThrow();
  return { account_id, currency, zone, recipient, legal_entity };
};

/** What is owed by the ledger before the first day. */
const openingOf = async (tx: Tx, { account_id, currency, from }: Span): Promise<bigint> => {
  const { rows } = await sql<{ owed: bigint }>`
    select coalesce(sum(p.amount_minor), 0)::bigint as owed from billing.posting p
    where p.account_id = ${account_id} and p.currency = ${currency} and ${OWED} and p.posted_on < ${from}`.execute(tx);
  return rows[0]?.owed ?? 0n;
};

/** Every ledger transaction that moved what is owed, by the document it belongs to; what went from one side of the account to the other moved nothing. */
const itemsOf = async (tx: Tx, { account_id, currency, from, to }: Span): Promise<Omit<Item, 'balance_minor'>[]> => {
  const { rows } = await sql<Omit<Item, 'balance_minor'>>`
    with moved as (
      select p.transaction_id, p.document_kind, p.document_id, min(p.posted_on) as on, min(p.posted_at) as at, sum(p.amount_minor)::bigint as amount_minor
      from billing.posting p
      where p.account_id = ${account_id} and p.currency = ${currency} and ${OWED} and p.posted_on between ${from} and ${to}
      group by 1, 2, 3 having sum(p.amount_minor) <> 0
    )
    select m.on, m.amount_minor, coalesce(i.number, n.number, c.number) as number,
      case m.document_kind when 'credit-note' then n.reason when 'reversal' then coalesce(y.reversed_reason, r.reversed_reason)
        else coalesce(y.reference, r.reference) end as text,
      case when m.document_kind = 'reversal' then case when r.id is null then 'payment-reversed' else 'refund-reversed' end
        when m.document_kind = 'write-off' and m.amount_minor > 0 then 'write-off-undone' else m.document_kind end as kind,
      case when i.id is not null then jsonb_build_object('kind', 'invoice', 'id', i.id)
        when coalesce(n.id, r.credit_note_id) is not null then jsonb_build_object('kind', 'credit_note', 'id', coalesce(n.id, r.credit_note_id))
        else jsonb_build_object('kind', 'payment', 'id', coalesce(y.id, r.payment_id)) end as ref
    from moved m
      left join billing.invoice i on i.account_id = ${account_id} and i.id = m.document_id
      left join billing.credit_note n on n.account_id = ${account_id} and n.id = m.document_id
      left join payments.payment y on y.account_id = ${account_id} and y.id = m.document_id
      left join payments.refund r on r.account_id = ${account_id} and r.id = m.document_id
      left join billing.credit_note c on c.account_id = ${account_id} and c.id = r.credit_note_id
    order by m.on, m.at, m.transaction_id`.execute(tx);
  return rows;
};

type Standing = Pick<AccountStatement, 'ageing' | 'credit_minor'>;

/** How the account stood at the end of a day: what was open on each invoice by then, and what was put to none. */
const standingOn = async (tx: Tx, { account_id, currency, to }: Span): Promise<Standing> => {
  const overdue = (from: number, days: number) =>
    sql`coalesce(sum(o.open_minor) filter (where ${to}::date - o.due_on between ${from} and ${days}), 0)::bigint`;
  const { rows } = await sql<AccountStatement['ageing'] & { readonly credit_minor: bigint }>`
    with open as (
      select i.due_on, sum(p.amount_minor) as open_minor from billing.posting p
        join billing.invoice i on i.account_id = p.account_id and i.id = p.document_id
      where p.account_id = ${account_id} and p.currency = ${currency} and p.ledger_account = 'receivable' and p.posted_on <= ${to}
      group by i.id, i.due_on
    )
    select ${overdue(-1_000_000, 0)} as not_due_minor, ${overdue(1, 30)} as to_30_minor, ${overdue(31, 60)} as to_60_minor, ${overdue(61, 90)} as to_90_minor,
      ${overdue(91, 1_000_000)} as over_90_minor,
      (select -coalesce(sum(p.amount_minor), 0) from billing.posting p
        where p.account_id = ${account_id} and p.currency = ${currency} and p.ledger_account = 'customer_credit' and p.posted_on <= ${to})::bigint as credit_minor
    from open o`.execute(tx);
  const { credit_minor = 0n, ...ageing } = rows[0] ?? {};
  return { credit_minor, ageing: ageing as AccountStatement['ageing'] };
};

const firstOfMonth = (day: Day): Day => `${day.slice(0, 8)}01` as Day;

/** The statement of an account, read from the ledger: what it says is what the books say. */
export const accountStatement = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly from?: Day | undefined; readonly to?: Day | undefined },
): Promise<AccountStatement> => {
  const head = await headOf(ctx.tx, input.id);
  const to = input.to ?? dayIn(ctx.now, head.zone);
  const from = input.from ?? firstOfMonth(addMonths(to, -2));
  const span = { account_id: head.account_id, currency: head.currency, from, to };
  const opening_minor = await openingOf(ctx.tx, span);
  let balance_minor = opening_minor;
  const items = (await itemsOf(ctx.tx, span)).map((item) => {
    balance_minor += item.amount_minor;
    return { ...item, balance_minor };
  });
  const standing = await standingOn(ctx.tx, span);
  return { ...head, from, to, opening_minor, items, closing_minor: balance_minor, ...standing };
};
