import { contract, id, instant } from '@isp/values/wire';
import { z } from 'zod';

/** A pack that a subscription has bought. */
export const PackSale = z.object({
  account_id: id,
  id,
  subscription_id: id,
  pack_id: id,
  top_up_id: id,
  charge_id: id,
  /** Bought by the subscription’s rule, not by somebody. */
  automatic: z.boolean(),
  sold_by: z.string(),
  sold_at: instant,
  taken_back_by: z.string().nullable(),
  taken_back_at: instant.nullable(),
});
export type PackSale = z.output<typeof PackSale>;

/** The pack that a subscription buys by itself. */
export const PackRule = z.object({
  account_id: id,
  subscription_id: id,
  pack_id: id,
  /** When no more is left than 100 less so many percent of what a limit gives; 100: when nothing is left. */
  at_percent: z.int(),
  /** How often in a billing period. */
  at_most: z.int(),
  set_by: z.string(),
  set_at: instant,
});
export type PackRule = z.output<typeof PackRule>;

export const GetPackRule = contract({
  summary: 'Which pack a subscription buys by itself when it has used so much, if any',
  input: z.strictObject({ id }),
  reply: z.object({ rule: PackRule.nullable() }),
});
