import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription, type PackSale } from '../subscriptions/index.ts';
import { getPack } from '../tariffs/index.ts';
import { claimPayer } from '../views/due-accounts.ts';
import { billNow } from './bill-now.ts';
import type { BuyPack } from './contract/packs.ts';
import { sellPack } from './sell-pack.ts';

/** Buys a pack for a subscription; its price is billed with the next bill, or at once. */
export const buyPack = async (
  ctx: Ctx,
  { id, pack_id, bill }: BuyPack,
): Promise<{ readonly sale: PackSale; readonly invoice_id: Id | null }> => {
  const subscription = await getSubscription(ctx, { id });
  if (bill === 'now') await claimPayer(ctx.tx, subscription.account_id);
  const sale = await sellPack(ctx, subscription, await getPack(ctx, { id: pack_id }), { automatic: false });
  if (bill === 'next') return { sale, invoice_id: null };
  const { invoice_id } = await billNow(ctx, subscription);
  return { sale, invoice_id };
};
