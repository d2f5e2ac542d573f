import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Draft } from './contract/drafts.ts';
import { deleteDrafts, insertDrafts } from './draft-store.ts';

/** Prepares subscriptions of a quote, in place of those that were; none of them does anything until it is ordered. */
export const draftSubscriptions = async (
  ctx: Ctx,
  quote: { readonly account_id: Id; readonly id: Id },
  drafts: readonly Draft[],
): Promise<void> => {
  await deleteDrafts(ctx.tx, quote);
  await insertDrafts(ctx.tx, drafts);
};
