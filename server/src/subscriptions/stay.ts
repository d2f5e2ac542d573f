import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { planEnd } from './plan-end.ts';
import { subscriptionForUpdate, updateSubscription } from './store.ts';

/** Has a subscription go on as though it had never been to go to another account; the one that was to take over is over before it began. */
export const stay = async (
  ctx: Ctx,
  { from_id, to_id, today }: { readonly from_id: Id; readonly to_id: Id; readonly today: Day },
): Promise<void> => {
  const from = await subscriptionForUpdate(ctx.tx, from_id);
  if (from) await updateSubscription(ctx.tx, from, { transferred_to: null });
  await planEnd(ctx, { id: from_id, on: null, today, fee_minor: null, fee_waived: null });
  const to = await subscriptionForUpdate(ctx.tx, to_id);
  if (to)
    await updateSubscription(ctx.tx, to, {
      state: 'ended',
      ended_on: to.started_on,
      end_known_on: today,
      next_bill_on: null,
    });
};
