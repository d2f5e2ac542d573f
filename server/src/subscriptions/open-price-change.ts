import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { insertPriceChange, type PriceChangeRow } from './price-change-store.ts';

export interface NewPriceChange {
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly up_to_version: number;
  readonly own_prices: 'kept' | 'replaced';
  readonly effective_on: Day;
  readonly keeps_access: boolean;
  /** How many subscriptions are expected to get it. */
  readonly due: number;
}

/** Notes that running subscriptions of a plan get new terms; who gets them when is planned next. */
export const openPriceChange = async (ctx: Ctx, input: NewPriceChange): Promise<PriceChangeRow> => {
  const change = await insertPriceChange(ctx.tx, {
    ...input,
    id: ctx.newId(),
    state: 'planning',
    published_by: ctx.actor.name,
    published_at: ctx.now,
  });
  await publish(ctx.tx, 'subscriptions.price_changes', { id: change.id, state: change.state });
  return change;
};
