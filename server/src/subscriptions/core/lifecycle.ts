import { ok, type Result, refused } from '@isp/values';

export type State = 'pending' | 'active' | 'suspended' | 'ended';
/** Why a subscription is suspended; reasons are kept apart, and service returns when none is left. */
export type Reason = 'unpaid' | 'manual';

export interface Standing {
  readonly state: State;
  readonly suspended_for: readonly Reason[];
}

/** Adds a reason for suspension. `undefined` when it holds already; an ended one is refused. */
export const suspended = (s: Standing, reason: Reason): Result<Standing | undefined, 'ended'> => {
  if (s.state === 'ended') return refused('ended');
  if (s.suspended_for.includes(reason)) return ok(undefined);
  return ok({ state: 'suspended', suspended_for: [...s.suspended_for, reason].sort() });
};

/** Takes a reason for suspension away. `undefined` when it does not hold. */
export const resumed = (s: Standing, reason: Reason): Standing | undefined => {
  if (!s.suspended_for.includes(reason)) return undefined;
  const suspended_for = s.suspended_for.filter((r) => r !== reason);
  return { state: suspended_for.length > 0 ? 'suspended' : 'active', suspended_for };
};
