import { contract, day, id, listing, pageOf } from '@isp/values/wire';
import { z } from 'zod';
import { PriceChange, PriceChanged, PriceChangePage } from '../../subscriptions/contract/price-changes.ts';

export {
  PriceChange,
  PriceChanged,
  PriceChangePage,
  PriceChangePreview,
} from '../../subscriptions/contract/price-changes.ts';

export const ListAffected = contract({
  summary: 'The running subscriptions that a new price of a plan would hit, each with its day',
  input: z.strictObject({
    ...listing,
    plan_id: id,
    effective_from: day,
    price_minor: z.coerce.number().int().min(0),
    cycle_unit: z.enum(['day', 'week', 'month', 'year']).default('month'),
    cycle_count: z.coerce.number().int().min(1).default(1),
    up_to_version: z.coerce.number().int().min(1).optional(),
    own_prices: z.enum(['kept', 'replaced']).default('kept'),
  }),
  reply: pageOf(PriceChanged),
});
export type ListAffected = z.output<typeof ListAffected.input>;

export const ListPriceChanges = contract({
  summary: 'Price changes, the newest first',
  input: z.strictObject({ ...listing, plan_id: id.optional() }),
  reply: pageOf(PriceChange),
});
export type ListPriceChanges = z.output<typeof ListPriceChanges.input>;

export const GetPriceChange = contract({
  summary: 'One price change: how far it is planned, how many have it by now',
  input: z.strictObject({ id }),
  reply: PriceChangePage,
});

export const ListPriceChanged = contract({
  summary: 'The subscriptions that a price change hits, each with its day',
  input: z.strictObject({ ...listing, price_change_id: id }),
  reply: pageOf(PriceChanged),
});
export type ListPriceChanged = z.output<typeof ListPriceChanged.input>;
