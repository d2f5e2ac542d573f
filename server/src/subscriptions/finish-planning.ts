import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { setPriceChangeState } from './price-change-store.ts';

/** Notes that a price change is planned for everybody who gets it. */
export const finishPlanning = async (ctx: Ctx, id: Id): Promise<void> => {
  await setPriceChangeState(ctx.tx, id, { state: 'planned' });
  await publish(ctx.tx, 'subscriptions.price_changes', { id, state: 'planned' });
};
