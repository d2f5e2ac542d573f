import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { overlapping } from './core/lifecycle.ts';
import { PauseOverlaps, PauseTooEarly, SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import { openRest, pausesOf, subscriptionForUpdate, updateSubscription } from './store.ts';

export interface PauseSubscription {
  readonly id: Id;
  readonly from_on: Day;
  /** The day it resumes by itself; null: when somebody says so. */
  readonly to_on: Day | null;
  /** Price of a whole period at rest; null for nothing. */
  readonly hold_fee_minor: bigint | null;
  /** Today, in the account's zone. */
  readonly today: Day;
}

/** Notes a pause: now, ahead, or back to a day that is past. What it changes of the subscription's state is `keepState`'s. The next bill run looks at it. */
export const pauseSubscription = async (ctx: Ctx, input: PauseSubscription): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  if (before.state === 'ended') throw SubscriptionEnded();
  const { account_id, id: subscription_id, started_on } = before;
  const { from_on, to_on, hold_fee_minor, today } = input;
  if (started_on !== null && from_on < started_on) throw PauseTooEarly({ earliest: started_on });
  const other = overlapping(await pausesOf(ctx.tx, before), input);
  if (other) throw PauseOverlaps(other);
  const rest = {
    account_id,
    subscription_id,
    reason: 'pause' as const,
    from_on,
    to_on,
    hold_fee_minor,
    known_on: today,
  };
  await openRest(ctx.tx, rest);
  return updateSubscription(ctx.tx, before, { next_bill_on: today });
};
