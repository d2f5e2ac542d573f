import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { PriceChangeNotFound, PriceChangeTakenBack } from './faults.ts';
import { priceChangeForUpdate, setPriceChangeState } from './price-change-store.ts';

/** Stops the planning of a price change, that what was planned may be taken back. */
export const takePriceChangeBack = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<void> => {
  const change = await priceChangeForUpdate(ctx.tx, id);
  if (!change) throw PriceChangeNotFound({ id });
  if (change.taken_back_at !== null) throw PriceChangeTakenBack();
  await setPriceChangeState(ctx.tx, id, {
    state: 'taking-back',
    taken_back_by: ctx.actor.name,
    taken_back_at: ctx.now,
  });
  await publish(ctx.tx, 'subscriptions.price_changes', { id, state: 'taking-back' });
};
