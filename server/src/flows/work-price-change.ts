import type { Id } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import { finishPlanning, type PlannedPrice, planningChange, planPrices } from '../subscriptions/index.ts';
import { type Hit, hitsAmong, holdAfter } from '../views/affected.ts';
import { givenBy } from '../views/price-changes.ts';
import { sharePlanned } from './share-planned.ts';

/** Subscriptions looked at in a transaction. */
const CHUNK = 2000;

/** A hit as what is planned for it. */
export const plannedFor = ({ id, today, ...hit }: Hit): PlannedPrice => ({
  ...hit,
  subscription_id: id,
  known_on: today,
});

/** Plans a price change for the next subscriptions of its plan; false when there are none left, or it is no longer to be planned. */
const planNext = async (ctx: Ctx, id: Id): Promise<boolean> => {
  const change = await planningChange(ctx.tx, id);
  const given = change && (await givenBy(ctx.tx, id));
  if (!given) return false;
  const held = await holdAfter(ctx.tx, change.plan_id, change.looked_id, CHUNK);
  const looked = held.at(-1);
  if (looked === undefined) {
    await finishPlanning(ctx, id);
    return false;
  }
  const hits = await hitsAmong(ctx.tx, given, held, ctx.now);
  const prices = hits.map(plannedFor);
  await planPrices(ctx, { change, price_minor: given.price_minor, prices, looked });
  await sharePlanned(ctx, given, prices);
  return true;
};

/** Plans a price change for everybody it hits, piece by piece; cut off, it goes on where it stopped. */
export const workPriceChange = async (
  kernel: Kernel,
  { price_change_id: id }: { readonly price_change_id: Id },
): Promise<void> => {
  while (await transact(kernel, system('price-change'), (ctx) => planNext(ctx, id)));
};
