import { addDays, dayIn, type Instant } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { planAnew, plannedSince } from '../subscriptions/index.ts';
import { workPriceChange } from './work-price-change.ts';

/** Plans each price change that is still to come for those it missed: who came to the plan, or to its old terms, in the moment it was published, or by a change that was planned before. */
export const sweepPriceChanges = async (kernel: Kernel, at: Instant): Promise<void> => {
  const since = addDays(dayIn(at, 'UTC'), -1);
  for (const price_change_id of await plannedSince(kernel.db, since)) {
    await transact(kernel, system('price-change'), (ctx) => planAnew(ctx.tx, price_change_id));
    await workPriceChange(kernel, { price_change_id });
  }
};
