import { dayIn, type Id } from '@isp/values';
import { lockAccess } from '../aaa/index.ts';
import { cancelCharge } from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getPackSale, type PackSale, PackTakenBack, takePackBack } from '../subscriptions/index.ts';
import { accessInput } from '../views/access-inputs.ts';
import { grantAccess } from './access.ts';
import { PackUsed } from './faults.ts';
import { type Limited, limitsOf } from './limits.ts';

/** Whether every limit and step that a top-up is for has all of it left. */
const isUnused = ({ meters, top_ups }: Limited, topUpId: Id): boolean => {
  const topUp = top_ups.find(({ id }) => id === topUpId);
  const of = meters.filter(({ rule }) => rule.cost === null && rule.what === topUp?.what);
  return (
    of.length > 0 && of.every((meter) => meter.top_ups.some(({ id, left }) => id === topUpId && left === topUp?.amount))
  );
};

/** Takes back a pack of which nothing is used or billed: its top-up and charge are gone, and access is derived anew. */
export const returnPack = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<PackSale> => {
  const sale = await getPackSale(ctx, { id });
  if (sale.taken_back_at !== null) throw PackTakenBack();
  const { account_id, subscription_id } = sale;
  const key = { account_id, subscription_id };
  const { zone } = await getAccount(ctx, { id: account_id });
  await lockAccess(ctx.tx, [key]);
  const input = await accessInput(ctx.tx, key, dayIn(ctx.now, zone));
  const limited = input && (await limitsOf(ctx, [input])).get(subscription_id);
  if (!limited || !isUnused(limited, sale.top_up_id)) throw PackUsed();
  await cancelCharge(ctx, { id: sale.charge_id });
  const taken = await takePackBack(ctx, { id });
  await grantAccess(ctx, { account_id, id: subscription_id, zone }, 'a pack was taken back');
  return taken;
};
