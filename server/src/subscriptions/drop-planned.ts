import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { deletePlanned, type PlannedSegment, setPriceChangeState } from './price-change-store.ts';

type Planned = Pick<PlannedSegment, 'account_id' | 'subscription_id' | 'from_on'>;

/** Takes back what a price change planned, piece by piece, all of it or nothing; then it is taken back. */
export const dropPlanned = async (
  ctx: Ctx,
  { id, pieces }: { readonly id: Id; readonly pieces: AsyncIterable<readonly Planned[]> },
): Promise<void> => {
  for await (const piece of pieces) await deletePlanned(ctx.tx, id, piece);
  await setPriceChangeState(ctx.tx, id, { state: 'taken-back' });
  await publish(ctx.tx, 'subscriptions.price_changes', { id, state: 'taken-back' });
};
