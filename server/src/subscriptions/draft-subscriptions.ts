import type { Id } from '@isp/values';
import { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { type Draft, DraftDiscount } from './contract/drafts.ts';
import { deleteDrafts, draftRows, insertDrafts } from './draft-store.ts';

interface OfQuote {
  readonly account_id: Id;
  readonly id: Id;
}

/** The draft subscriptions of a quote, in its order. */
export const draftsOf = async (ctx: Ctx, quote: OfQuote): Promise<Draft[]> =>
  (await draftRows(ctx.tx, quote)).map(({ discount, ...row }) => ({
    ...row,
    discount: discount === null ? null : z.decode(DraftDiscount, discount as z.input<typeof DraftDiscount>),
  }));

/** Prepares subscriptions of a quote, in place of those that were; none of them does anything until it is ordered. */
export const draftSubscriptions = async (ctx: Ctx, quote: OfQuote, drafts: readonly Draft[]): Promise<void> => {
  await deleteDrafts(ctx.tx, quote);
  await insertDrafts(
    ctx.tx,
    drafts.map(({ discount, ...row }) => ({
      ...row,
      discount: discount && JSON.stringify(z.encode(DraftDiscount, discount)),
    })),
  );
};
