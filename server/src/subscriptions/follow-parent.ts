import type { Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Subscription } from './contract.ts';
import { type Reason, type Standing, suspended } from './core/lifecycle.ts';
import { copyRests, updateSubscription } from './store.ts';

export interface FollowParent {
  readonly addOn: Subscription;
  readonly parent: Subscription;
  /** Price of a whole period of its own while paused; null for nothing. */
  readonly hold_fee_minor: bigint | null;
  /** Today, in the account's zone. */
  readonly today: Day;
}

const atRest = (addOn: Standing, reasons: readonly Reason[]): Standing =>
  reasons.reduce<Standing>((standing, reason) => {
    const after = suspended(standing, reason);
    return after.ok && after.value !== undefined ? after.value : standing;
  }, addOn);

/** Gives a new add-on what was decided of its parent before: days at rest, the state that holds today, and the end. */
export const followParent = async (
  ctx: Ctx,
  { addOn, parent, hold_fee_minor, today }: FollowParent,
): Promise<Subscription> => {
  const { id, started_on } = addOn;
  if (started_on === null) return addOn;
  await copyRests(ctx.tx, parent, { id, from_on: started_on, known_on: today, hold_fee_minor });
  const begun = started_on <= today;
  const { state, suspended_for } = atRest(
    addOn,
    parent.suspended_for.filter((reason) => begun || reason !== 'pause'),
  );
  return updateSubscription(ctx.tx, addOn, {
    state,
    suspended_for: [...suspended_for],
    ended_on: parent.ended_on,
    end_known_on: parent.ended_on === null ? null : today,
  });
};
