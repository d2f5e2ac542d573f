/**
 * Subscriptions: who has which plan, in what state, since when.
 *
 * A **subscription** is one service of one account. Its **state** is pending, active, suspended (for one or more **reasons**, kept apart) or ended.
 * Its **anchor** is the day its periods begin on, 1–31, kept apart from the computed dates so that it never drifts. A **segment** says which version
 * of which plan holds from a day on. A **top-up** is more to use than the plan gives. This room does not know what access is, nor how money is computed.
 */

export { beginSegment } from './begin-segment.ts';
export type { GrantTopUp, Subscription, TopUp } from './contract.ts';
export { endSubscription } from './end-subscription.ts';
export { NotSuspendedByHand } from './faults.ts';
export { fixOwnAddresses } from './fix-own-addresses.ts';
export { getSubscription } from './get-subscription.ts';
export { grantTopUp } from './grant-top-up.ts';
export { resumeSubscription } from './resume-subscription.ts';
export { schedulePlan } from './schedule-plan.ts';
export { startSubscription } from './start-subscription.ts';
export { runningOf, setNextBill } from './store.ts';
export { suspendSubscription } from './suspend-subscription.ts';
