import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import type { PriceChangePage } from '../subscriptions/index.ts';
import { dropPlanned, takePriceChangeBack } from '../subscriptions/index.ts';
import { withdrawVersion } from '../tariffs/index.ts';
import { getPriceChange, givenBy, isHad, notBegun } from '../views/price-changes.ts';

/** Takes a price change back: whoever does not have it yet keeps the terms it has. That is done in the background, at once for all of them. */
export const takeBackPriceChange = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<PriceChangePage> => {
  await takePriceChangeBack(ctx, { id });
  await addJobs(ctx.tx, [{ task: 'flows.price-change-back', payload: { price_change_id: id } }]);
  return getPriceChange(ctx, { id });
};

/** Takes back all of a price change that has not begun. Terms that nobody has then are sold to nobody. */
export const dropPriceChange = async (
  ctx: Ctx,
  { price_change_id: id }: { readonly price_change_id: Id },
): Promise<void> => {
  await dropPlanned(ctx, { id, pieces: notBegun(ctx.tx, id, ctx.now) });
  const given = await givenBy(ctx.tx, id);
  if (given && !(await isHad(ctx.tx, given)))
    await withdrawVersion(ctx, { plan_id: given.plan_id, version: given.plan_version });
};
