import type { Ctx } from '../kernel/ctx.ts';
import type { TakeBackAddress } from './contract.ts';
import { disconnectSubscription } from './disconnect-subscription.ts';
import { AssignmentFixed, AssignmentNotFound, AssignmentOnline } from './faults.ts';
import { release } from './store/assignments.ts';
import { openOf } from './store/online.ts';
import { holderOf } from './store/pools.ts';

/** Takes an assigned address from its subscription, which gets another at its next log-in. Whoever is online is refused, or disconnected when that is said. */
export const takeBackAddress = async (
  ctx: Ctx,
  { address, disconnect }: TakeBackAddress,
): Promise<{ address: string; disconnected: number }> => {
  const holder = await holderOf(ctx.tx, address);
  if (!holder) throw AssignmentNotFound({ address });
  if (holder.fixed) throw AssignmentFixed({ address });
  const online = await openOf(ctx.tx, [holder]);
  if (online.length > 0 && !disconnect) throw AssignmentOnline({ address });
  await release(ctx.tx, [holder], ctx.now);
  const disconnected = await disconnectSubscription(ctx, { ...holder, cause: `${address} is taken back` });
  return { address: holder.address, disconnected };
};
