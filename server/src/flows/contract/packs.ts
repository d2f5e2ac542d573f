import { contract, id, nothing } from '@isp/values/wire';
import { z } from 'zod';
import { PackRule, PackSale } from '../../subscriptions/contract/packs.ts';

export const BuyPack = contract({
  summary:
    'Buy a pack for a subscription: it has more to use at once, its live session too; the next bill takes the price, or one that is made now',
  status: 201,
  input: z.strictObject({
    id,
    pack_id: id,
    /** `now` makes what is due on the account today, the pack with it. */
    bill: z.enum(['next', 'now']).default('next'),
  }),
  reply: z.object({ sale: PackSale, invoice_id: id.nullable() }),
});
export type BuyPack = z.output<typeof BuyPack.input>;

export const ReturnPack = contract({
  summary: 'Take back a pack of which nothing is used or billed yet: its top-up and its charge are gone',
  input: z.strictObject({ id }),
  reply: PackSale,
});

export const SetPackRule = contract({
  summary:
    'Have a subscription buy a pack by itself whenever it has used so much; when it has already, it buys one at once',
  input: z.strictObject({
    id,
    pack_id: id,
    /** When no more is left than 100 less so many percent of what a limit gives; 100: when nothing is left. Below 100 of packs of data only. */
    at_percent: z.int().min(1).max(100).default(100),
    /** How often in a billing period. */
    at_most: z.int().min(1).max(100),
  }),
  reply: PackRule,
});
export type SetPackRule = z.output<typeof SetPackRule.input>;

export const DropPackRule = contract({
  summary: 'Have a subscription buy no packs by itself any more',
  status: 204,
  input: z.strictObject({ id }),
  reply: nothing,
});
