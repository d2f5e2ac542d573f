import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { EndTooEarly, SubscriptionEnded, SubscriptionNotFound } from './faults.ts';
import { subscriptionForUpdate, updateSubscription } from './store.ts';

/** Says the local day a subscription ends on, past, present or to come, or (null) that it goes on after all. One that is pending and is not to begin ends on the day it would have. The next bill run looks at it; `finishSubscription` makes it over. */
export const planEnd = async (
  ctx: Ctx,
  input: {
    readonly id: Id;
    readonly on: Day | null;
    readonly today: Day;
    /** What it costs; null for nothing. */
    readonly fee_minor: bigint | null;
    /** Why that is not charged. */
    readonly fee_waived: string | null;
  },
): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  if (before.state === 'ended') throw SubscriptionEnded();
  const { on, today } = input;
  const { state, started_on } = before;
  const isEarly = on !== null && started_on !== null && on < started_on;
  if (isEarly && state !== 'pending') throw EndTooEarly({ earliest: started_on });
  return updateSubscription(ctx.tx, before, {
    ended_on: isEarly ? started_on : on,
    end_known_on: on === null ? null : today,
    end_fee_minor: on === null ? null : input.fee_minor,
    end_fee_waived: on === null ? null : input.fee_waived,
    next_bill_on: today,
  });
};
