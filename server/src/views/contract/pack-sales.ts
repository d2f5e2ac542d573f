import { contract, currency, id, instant, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

/** A pack that was bought, as its page shows it. */
export const PackSaleRow = z.object({
  account_id: id,
  id,
  subscription_id: id,
  pack_id: id,
  pack_name: z.string(),
  what: z.enum(['time', 'data']),
  /** Octets, or seconds connected. */
  amount: z.int(),
  price_minor: minor,
  currency,
  automatic: z.boolean(),
  sold_by: z.string(),
  sold_at: instant,
  /** Until when it holds; null: until the window ends that it was bought in, or it was taken back. */
  ends_at: instant.nullable(),
  /** `waiting` for a bill, `billed`, `taken back`, or only its charge `cancelled`: it stays and costs nothing. */
  state: z.enum(['waiting', 'billed', 'taken back', 'cancelled']),
  invoice_id: id.nullable(),
  invoice_number: z.string().nullable(),
});
export type PackSaleRow = z.output<typeof PackSaleRow>;

export const ListPackSales = contract({
  summary: 'Packs that were bought, newest first',
  input: z.strictObject({ ...listing, account_id: id.optional(), subscription_id: id.optional() }),
  reply: pageOf(PackSaleRow),
});
export type ListPackSales = z.output<typeof ListPackSales.input>;
