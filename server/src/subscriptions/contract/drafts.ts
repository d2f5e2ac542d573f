import { amount, id, line, percentOff } from '@isp/values/wire';
import { z } from 'zod';

/** A discount by hand that a draft is to have from its first day on, as one gives it to a subscription. */
export const DraftDiscount = z.strictObject({
  name: line(120),
  base: z.enum(['recurring', 'one-time', 'usage', 'all']).optional(),
  percent: percentOff.optional(),
  amount_minor: amount.refine((a) => a > 0n, 'must be more than zero').optional(),
  /** For so many periods; left out: for good. */
  times: z.int().min(1).max(1200).optional(),
});

/** A subscription that is prepared and not ordered. */
export const Draft = z.object({
  account_id: id,
  /** Of the subscription that it becomes. */
  id,
  quote_id: id,
  line_no: z.int(),
  plan_id: id,
  /** Set once the quote is sent. */
  plan_version: z.int().nullable(),
  /** What an add-on goes on: a subscription, or another draft of the quote. */
  parent_id: id.nullable(),
  quantity: z.int(),
  /** Of one of it; null: what its plan says. */
  price_override_minor: amount.nullable(),
  username: z.string().nullable(),
  discount: DraftDiscount.nullable(),
});
export type Draft = z.output<typeof Draft>;
