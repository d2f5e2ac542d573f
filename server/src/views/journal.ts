import type { Day, Id, Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { LedgerTransaction, ListLedgerTransactions } from './contract.ts';

export type { LedgerTransaction } from './contract.ts';

interface Head {
  readonly id: Id;
  readonly account_id: Id;
  readonly legal_entity_id: Id;
  readonly posted_on: Day;
  readonly posted_at: Instant;
  readonly kind: LedgerTransaction['kind'];
  readonly document_id: Id;
  readonly currency: string;
}

/** One posting of each transaction stands for it: that of the ledger account asked for, or the first. */
const heads = (tx: Tx, input: ListLedgerTransactions): Promise<Page<Head>> => {
  let q = tx
    .selectFrom('billing.posting as p')
    .select(['p.transaction_id as id', 'p.account_id', 'p.legal_entity_id', 'p.posted_on', 'p.posted_at'])
    .select(['p.document_kind as kind', 'p.document_id', 'p.currency'])
    .where('p.legal_entity_id', '=', input.legal_entity_id);
  if (input.ledger_account) q = q.where('p.ledger_account', '=', input.ledger_account);
  else q = q.where('p.line_no', '=', sql<number>`1`);
  if (input.account_id) q = q.where('p.account_id', '=', input.account_id);
  if (input.currency) q = q.where('p.currency', '=', input.currency);
  if (input.kind) q = q.where('p.document_kind', '=', input.kind);
  if (input.posted_from) q = q.where('p.posted_on', '>=', input.posted_from);
  if (input.posted_to) q = q.where('p.posted_on', '<=', input.posted_to);
  return paginate(q, input, {
    sort: { posted_on: { sql: 'p.posted_on', field: 'posted_on' } },
    fallback: '-posted_on',
    idSql: 'p.transaction_id',
  }) as Promise<Page<Head>>;
};

type Side = LedgerTransaction['postings'][number];

const postingsOf = async (tx: Tx, items: readonly Head[]): Promise<Map<Id, Side[]>> => {
  const { rows } = await sql<Side & { transaction_id: Id; line_no: number }>`
    select p.transaction_id, p.line_no, p.ledger_account, p.amount_minor
    from unnest(${items.map((i) => i.account_id)}::uuid[], ${items.map((i) => i.id)}::uuid[]) as w(account_id, transaction_id)
    join billing.posting p on p.account_id = w.account_id and p.transaction_id = w.transaction_id`.execute(tx);
  rows.sort((a, b) => a.line_no - b.line_no);
  return Map.groupBy(rows, (row) => row.transaction_id);
};

type Document = LedgerTransaction['document'] & Pick<LedgerTransaction, 'account_number'>;

/** What the transactions are of. A reversal is of a payment, a refund or an invoice: whichever has the id. */
const documentsOf = async (tx: Tx, items: readonly Head[]): Promise<Map<Id, Document>> => {
  const { rows } = await sql<Document>`
    select w.id, case when i.id is not null then 'invoice' when n.id is not null then 'credit-note' when p.id is not null then 'payment' when r.id is not null then 'refund' else 'closing' end as kind,
      coalesce(i.number, n.number, p.reference, r.reference, c.closed_through::text) as number, a.number as account_number
    from unnest(${items.map((i) => i.account_id)}::uuid[], ${items.map((i) => i.document_id)}::uuid[]) as w(account_id, id)
    left join billing.invoice i on i.account_id = w.account_id and i.id = w.id
    left join billing.credit_note n on n.account_id = w.account_id and n.id = w.id
    left join payments.payment p on p.account_id = w.account_id and p.id = w.id
    left join payments.refund r on r.account_id = w.account_id and r.id = w.id
    left join billing.closing c on c.id = w.id left join crm.account a on a.id = w.account_id`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

const debitsOf = (sides: readonly Side[]): bigint =>
  sides.reduce((sum, { amount_minor }) => (amount_minor > 0n ? sum + amount_minor : sum), 0n);

/** A legal entity's ledger transactions, a page at a time. */
export const listLedgerTransactions = async (
  ctx: Pick<Ctx, 'tx'>,
  input: ListLedgerTransactions,
): Promise<Page<LedgerTransaction>> => {
  const { items, next_cursor } = await heads(ctx.tx, input);
  const postings = await postingsOf(ctx.tx, items);
  const documents = await documentsOf(ctx.tx, items);
  return {
    items: items.map(({ document_id, account_id, legal_entity_id, ...head }) => {
      const sides = (postings.get(head.id) ?? []).map(({ ledger_account, amount_minor }) => ({
        ledger_account,
        amount_minor,
      }));
      const { account_number = null, ...document } = documents.get(document_id) ?? {
        kind: 'closing' as const,
        id: document_id,
        number: null,
      };
      return {
        ...head,
        account_number,
        legal_entity_id,
        account_id: account_id === legal_entity_id ? null : account_id,
        document,
        amount_minor: debitsOf(sides),
        postings: sides,
      };
    }),
    next_cursor,
  };
};
