import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql } from '../kernel/db.ts';
import type { InvoiceQuotes } from './contract/invoice-quotes.ts';

/** Which lines of an invoice come of a quote: those of subscriptions that it ordered, and of its charges. */
export const invoiceQuotes = async (
  { tx }: Ctx,
  { invoice_id }: { readonly invoice_id: Id },
): Promise<InvoiceQuotes> => {
  const { rows } = await sql<InvoiceQuotes['items'][number]>`
    select l.line_no, q.id as quote_id, q.number
    from billing.invoice i join billing.invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id
      left join subscriptions.subscription s on s.id = l.subscription_id
      left join billing.charge c on c.invoice_account_id = l.account_id and c.invoice_id = l.invoice_id and c.line_no = l.line_no
      join crm.quote q on q.id = case when c.id is null then s.quote_id else c.quote_id end
    where i.id = ${invoice_id}`.execute(tx);
  return { items: rows.sort((a, b) => a.line_no - b.line_no) };
};
