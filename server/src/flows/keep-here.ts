import { dayIn, type Id } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import {
  addOnsOf,
  getSubscription,
  lockSubscription,
  stay,
  type Transfer,
  takeTransferBack,
} from '../subscriptions/index.ts';
import { grantAccess } from './access.ts';
import { planNextBill } from './bill-period.ts';
import { followPriceChanges } from './follow-price-changes.ts';

/** Takes a transfer back that is planned: the subscription and its add-ons stay where they are. */
export const keepHere = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Transfer> => {
  const transfer = await takeTransferBack(ctx, { id });
  const { account_id, subscription_id, to_account_id, to_subscription_id } = transfer;
  const { zone } = await getAccount(ctx, { id: account_id });
  const today = dayIn(ctx.now, zone);
  await lockSubscription(ctx.tx, subscription_id);
  const addOns = await addOnsOf(ctx.tx, { account_id, id: subscription_id });
  await stay(ctx, { from_id: subscription_id, to_id: to_subscription_id, today });
  for (const { id: from_id, transferred_to: to_id } of addOns)
    if (to_id !== null) await stay(ctx, { from_id, to_id, today });
  for (const { id: stays } of [{ id: subscription_id }, ...addOns]) {
    await followPriceChanges(ctx, await getSubscription(ctx, { id: stays }));
    await planNextBill(ctx, { account_id, id: stays }, today);
  }
  await grantAccess(ctx, { account_id: to_account_id, id: to_subscription_id, zone }, 'transfer taken back');
  for (const each of [account_id, to_account_id])
    await publish(ctx.tx, 'subscriptions.subscriptions', { account_id: each });
  return transfer;
};
