import { contract, currency, day, id, instant, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

/** A subscription that is prepared and not ordered, with the quote it is a line of. */
export const DraftRow = z.object({
  account_id: id,
  /** Of the subscription that it becomes. */
  id,
  quote_id: id,
  quote_number: z.string().nullable(),
  quote_state: z.enum(['draft', 'sent']),
  plan_id: id,
  plan_name: z.string(),
  parent_id: id.nullable(),
  quantity: z.int(),
  /** Its own price of one of it; null: what its plan says. */
  price_override_minor: minor.nullable(),
  currency,
  username: z.string().nullable(),
  start_on: day.nullable(),
  valid_until: day,
  made_at: instant,
});
export type DraftRow = z.output<typeof DraftRow>;

export const ListDrafts = contract({
  summary: 'Draft subscriptions: prepared, and waiting for their quotes to be accepted',
  input: z.strictObject({ ...listing, account_id: id.optional(), quote_state: z.enum(['draft', 'sent']).optional() }),
  reply: pageOf(DraftRow),
});
export type ListDrafts = z.output<typeof ListDrafts.input>;
