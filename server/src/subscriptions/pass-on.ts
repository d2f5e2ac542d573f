import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import type { segmentsOf } from './store.ts';
import { insertSegment, insertSubscription, updateSubscription } from './store.ts';
import { passContracts, passPauses } from './transfer-store.ts';

type Segment = Awaited<ReturnType<typeof segmentsOf>>[number];

export interface PassOn {
  /** One whose end on that day is said. */
  readonly from: Subscription;
  readonly to: { readonly account_id: Id; readonly id: Id; readonly parent_id: Id | null };
  /** What it has from its first day on. */
  readonly segments: readonly [Segment, ...Segment[]];
  readonly contract: 'kept' | 'ended';
  /** Today, in the accounts' zone. */
  readonly today: Day;
}

/** Has a subscription of another account go on with what one has, from the day of its first segment on; it is pending until it takes over. */
export const passOn = async (ctx: Ctx, input: PassOn): Promise<Subscription> => {
  const { from, to, segments, today } = input;
  const [{ from_on, plan_id, anchor_on, anchor_day, own_price, price_minor }] = segments;
  const subscription = await insertSubscription(ctx.tx, {
    ...to,
    plan_id,
    state: 'pending',
    currency: from.currency,
    price_override_minor: own_price ? price_minor : null,
    started_on: from_on,
    anchor_on,
    anchor_day,
    next_bill_on: from_on,
    // It was set up once, for whoever had it first.
    setup_fee_billed: true,
    transferred_from: from.id,
    created_at: ctx.now,
  });
  const own = { account_id: to.account_id, subscription_id: to.id, known_on: today, created_at: ctx.now };
  for (const segment of segments) await insertSegment(ctx.tx, { ...segment, ...own });
  await passPauses(ctx.tx, from, subscription, { on: from_on, known_on: today });
  if (input.contract === 'kept') await passContracts(ctx.tx, from, subscription);
  await updateSubscription(ctx.tx, from, { transferred_to: to.id });
  return subscription;
};
