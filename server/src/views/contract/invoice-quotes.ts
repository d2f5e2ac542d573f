import { contract, id } from '@isp/values/wire';
import { z } from 'zod';

export const InvoiceQuotes = contract({
  summary: 'Which lines of an invoice come of which quote, by their subscriptions and charges',
  input: z.strictObject({ invoice_id: id }),
  reply: z.object({ items: z.array(z.object({ line_no: z.int(), quote_id: id, number: z.string() })) }),
});
export type InvoiceQuotes = z.output<typeof InvoiceQuotes.reply>;
