import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import {
  addPlanned,
  insertPlanned,
  type PlannedSegment,
  type PriceChangeRow,
  setLooked,
} from './price-change-store.ts';

export interface PlannedPrice extends PlannedSegment {
  /** What it pays in a period until then, for all of it. */
  readonly before_minor: bigint;
}

export interface PlanPrices {
  readonly change: Pick<PriceChangeRow, 'id' | 'plan_id' | 'plan_version' | 'state'>;
  /** Of a period and of one of it, from then on. */
  readonly price_minor: bigint;
  readonly prices: readonly PlannedPrice[];
  /** The last of those that were looked at. */
  readonly looked?: Id;
}

/** Plans what a price change gives to some subscriptions, whose rows this transaction holds. It begins with a period of each, on which a bill run looks at it anyway. */
export const planPrices = async (ctx: Ctx, { change, price_minor, prices, looked }: PlanPrices): Promise<void> => {
  const { id, state } = change;
  if (prices.length > 0) {
    await insertPlanned(ctx.tx, { ...change, price_minor, at: ctx.now }, prices);
    await addPlanned(ctx.tx, id, {
      planned: prices.length,
      before_minor: prices.reduce((sum, price) => sum + price.before_minor, 0n),
      after_minor: prices.reduce((sum, { quantity }) => sum + price_minor * BigInt(quantity), 0n),
    });
  }
  if (looked) await setLooked(ctx.tx, id, looked);
  await publish(ctx.tx, 'subscriptions.price_changes', { id, state });
};
