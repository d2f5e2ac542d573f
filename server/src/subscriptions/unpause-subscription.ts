import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import type { PauseDays } from './core/lifecycle.ts';
import { NotPaused, SubscriptionNotFound } from './faults.ts';
import { closeRest, deletePauses, pausesOf, subscriptionForUpdate, updateSubscription } from './store.ts';

/** The pause that a day ends, or puts off: the one that holds then, or whose end is still to come. */
const pauseEndedBy = <P extends PauseDays>(pauses: readonly P[], on: Day, today: Day): P | undefined =>
  pauses.find(({ from_on, to_on }) => from_on < on && (to_on === null || on < to_on || today < to_on));

/** Ends the pause that holds, on a day, or puts its end off; one that is planned but has not begun by then is taken back. The next bill run looks at it. */
export const unpauseSubscription = async (
  ctx: Ctx,
  input: { readonly id: Id; readonly on: Day; readonly today: Day },
): Promise<Subscription> => {
  const before = await subscriptionForUpdate(ctx.tx, input.id);
  if (!before) throw SubscriptionNotFound(input);
  const { on, today } = input;
  const pause = pauseEndedBy(await pausesOf(ctx.tx, before), on, today);
  if (pause)
    await closeRest(ctx.tx, before, { reason: 'pause', from_on: pause.from_on }, { to_on: on, known_on: today });
  else if (!(await deletePauses(ctx.tx, before, on))) throw NotPaused();
  return updateSubscription(ctx.tx, before, { next_bill_on: today });
};
