import { contract, day, id, minor } from '@isp/values/wire';
import { z } from 'zod';
import { PriceChangePage, PriceChangePreview } from '../../subscriptions/contract/price-changes.ts';
import { ContractTerms, PublishVersion } from '../../tariffs/contract.ts';

export const PreviewTerms = contract({
  summary: 'Whom new terms of a plan would hit if running subscriptions got them, and by how much; nothing is written',
  status: 200,
  input: PublishVersion.input,
  reply: PriceChangePreview,
});

export const TakeBackPriceChange = contract({
  summary: 'Take a price change back: whoever does not have it yet keeps the terms it has',
  input: z.strictObject({ id }),
  reply: PriceChangePage,
});

export const ShowContract = contract({
  summary: 'The contract that binds a subscription on a day, and what ending it on that day costs',
  input: z.strictObject({ id, on: day.optional() }),
  reply: z.object({
    on: day,
    /** Null: it is not bound. */
    contract: z
      .object({
        ...ContractTerms.shape,
        plan_id: id,
        plan_version: z.int(),
        /** Of the term that holds. */
        from_on: day,
        to_on: day,
        /** Whether it is one of the months that follow a term. */
        monthly: z.boolean(),
      })
      .nullable(),
    /** Before tax as the plan's price is. */
    fee_minor: minor,
  }),
});
export type ShowContract = z.output<typeof ShowContract.input>;
export type ShownContract = z.output<typeof ShowContract.reply>;
