import { type Day, dayIn, type Id } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription, noteRecounts } from '../subscriptions/index.ts';
import { holdAccounts } from '../views/recounts.ts';
import type { RecountUsage } from './contract/recounts.ts';
import { NoUseBilledSince } from './faults.ts';

/** Has the next bill run rate a subscription's billed use again from a day on, as for records that came late; for records that somebody put right or took away. */
export const recountUsage = async (
  ctx: Ctx,
  { id, from_on }: RecountUsage,
): Promise<{ readonly id: Id; readonly from_on: Day; readonly usage_to: Day; readonly next_bill_on: Day | null }> => {
  const { account_id } = await getSubscription(ctx, { id });
  const { zone } = await getAccount(ctx, { id: account_id });
  await holdAccounts(ctx.tx, [account_id]);
  const [noted] = await noteRecounts(ctx.tx, [{ account_id, id, from_on, due_on: dayIn(ctx.now, zone) }]);
  if (noted === undefined) throw NoUseBilledSince({ from_on });
  const { next_bill_on } = await getSubscription(ctx, { id });
  return { id, from_on, usage_to: noted.usage_to, next_bill_on };
};
