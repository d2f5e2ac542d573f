/**
 * Subscriptions: who has which plan, in what state, since when.
 *
 * A **subscription** is one service of one account. Its **state** is pending, active, paused, suspended (for one or more **reasons**, kept apart) or ended.
 * Its **anchor** is the day its periods begin on, 1–31, kept apart from the computed dates so that it never drifts. A **segment** says which version
 * of which plan holds from a day on, at what price and with periods from which day. A **rest** is days without service: a suspension, or a pause that was asked for. A **top-up** is more to use than the plan gives. This room does not know what access is, nor how money is computed.
 */

export type { GrantTopUp, Subscription, TopUp } from './contract.ts';
export { copySubscriptions } from './copy-store.ts';
export { hasEndedBy } from './core/lifecycle.ts';
export { NotSuspendedByHand } from './faults.ts';
export { finishSubscription } from './finish-subscription.ts';
export { fixOwnAddresses } from './fix-own-addresses.ts';
export { getSubscription } from './get-subscription.ts';
export { grantTopUp } from './grant-top-up.ts';
export { keepState } from './keep-state.ts';
export { pauseSubscription } from './pause-subscription.ts';
export { planEnd } from './plan-end.ts';
export { resumeSubscription } from './resume-subscription.ts';
export { schedulePlan } from './schedule-plan.ts';
export { startSubscription } from './start-subscription.ts';
export { runningOf, setBilled, setNextBill } from './store.ts';
export { suspendSubscription } from './suspend-subscription.ts';
export { unpauseSubscription } from './unpause-subscription.ts';
export { unschedulePlan } from './unschedule-plan.ts';
