import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { ChangeTooEarly, SamePlan, SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import {
  deletePricesFrom,
  deleteSegments,
  insertSegment,
  segmentsOf,
  subscriptionForUpdate,
  updateSubscription,
} from './store.ts';

export interface SchedulePlan {
  readonly id: Id;
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly price_minor: bigint;
  readonly quantity: number;
  /** Whether the price is its own, whatever its plan says. */
  readonly own_price: boolean;
  readonly from_on: Day;
  /** Seconds into the day; 0 unless it is billed by the second. */
  readonly from_second: number;
  readonly anchor_on: Day;
  readonly anchor_day: number;
  /** Of another plan: why it is sold outside its areas; null when it is not. */
  readonly out_of_area?: string | null;
  /** Of a part of a bundle: where it stands in its price. */
  readonly bundle_plan_id?: Id | null;
  readonly bundle_version?: number | null;
  readonly before_minor?: bigint | null;
  /** Today, in the account's zone. */
  readonly today: Day;
}

/** What tells one segment from another. */
const saidBy = (
  a: Pick<
    SchedulePlan,
    | 'plan_id'
    | 'plan_version'
    | 'price_minor'
    | 'own_price'
    | 'quantity'
    | 'anchor_on'
    | 'anchor_day'
    | 'bundle_plan_id'
    | 'bundle_version'
    | 'before_minor'
  >,
): string =>
  [
    `${a.plan_id} ${a.plan_version} ${a.price_minor} ${a.own_price} ${a.quantity} ${a.anchor_on} ${a.anchor_day}`,
    a.bundle_plan_id ? `${a.bundle_plan_id} ${a.bundle_version} ${a.before_minor}` : '',
  ].join(' ');

/**
 * Gives a subscription another plan, price, quantity or billing day from a day on: a new segment; a segment for that moment is replaced, what price changes planned for later is taken back, and another quantity is
 * also that of what was planned later by hand. What a part had planned in its bundle goes when it leaves it. The next bill run looks at it.
 */
export const schedulePlan = async (ctx: Ctx, input: SchedulePlan): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  if (before.state === 'ended') throw SubscriptionEnded();
  const { account_id, id: subscription_id, started_on } = before;
  const { id: _, today, out_of_area, ...segment } = input;
  if (started_on !== null && segment.from_on < started_on) throw ChangeTooEarly({ earliest: started_on });
  const segments = await segmentsOf(ctx.tx, account_id, subscription_id);
  const holding = segments.findLast(({ from_on }) => from_on <= segment.from_on);
  if (holding && saidBy(holding) === saidBy(segment)) throw SamePlan();
  const counted = segments.filter(
    ({ from_on, quantity, price_change_id }) =>
      price_change_id === null &&
      from_on > segment.from_on &&
      quantity === holding?.quantity &&
      quantity !== segment.quantity,
  );
  const left = segments.filter(
    (each) => each.from_on > segment.from_on && each.bundle_plan_id !== null && !segment.bundle_plan_id,
  );
  const told = { account_id, subscription_id, known_on: today, created_at: ctx.now };
  await deletePricesFrom(ctx.tx, before, segment.from_on);
  for (const { from_on } of left) await deleteSegments(ctx.tx, before, from_on);
  await insertSegment(ctx.tx, { ...segment, ...told });
  for (const later of counted) await insertSegment(ctx.tx, { ...later, quantity: segment.quantity, ...told });
  const next_bill_on = before.state === 'pending' ? before.started_on : today;
  return updateSubscription(ctx.tx, before, { next_bill_on, ...(out_of_area === undefined ? {} : { out_of_area }) });
};
