/**
 * Subscriptions: who has which plan, in what state, since when.
 *
 * A **subscription** is one service of one account. Its **state** is pending, active, paused, suspended (for one or more **reasons**, kept apart) or ended.
 * Its **anchor** is the day its periods begin on, 1–31, kept apart from the computed dates so that it never drifts. A **segment** says which version
 * of which plan holds from a day on, at what price and with periods from which day. A **rest** is days without service: a suspension, or a pause that was asked for. An **add-on** is a subscription on top of another, its parent. A **top-up** is more to use than the plan gives; a **pack** is one that was bought, by somebody or by the subscription's rule. This room does not know what access is, nor how money is computed.
 * A **transfer** has a subscription of another account go on from a day on with what one had. A **contract** binds it from a day on. A **price change** gives running subscriptions new terms of their plan. This room does not know what access is, nor how money is computed.
 * A **draft** is a subscription that is prepared and not ordered, a line of a quote: it is not among the subscriptions until it is, and then has its id.
 * A **contract** binds it from a day on. A **price change** gives running subscriptions new terms of their plan. This room does not know what access is, nor how money is computed.
 */

export { beginContract } from './begin-contract.ts';
export type { Draft } from './contract/drafts.ts';
export type { PackRule, PackSale } from './contract/packs.ts';
export type { PriceChangePage, PriceChangePreview } from './contract/price-changes.ts';
export type { Transfer } from './contract/transfers.ts';
export type { GrantTopUp, Subscription, TopUp } from './contract.ts';
export { copySubscriptions } from './copy-store.ts';
export { hasEndedBy } from './core/lifecycle.ts';
export { draftsOf, fixVersions } from './draft-store.ts';
export { draftSubscriptions } from './draft-subscriptions.ts';
export { dropPackRule } from './drop-pack-rule.ts';
export { dropPlanned } from './drop-planned.ts';
export { NotSuspendedByHand, PackTakenBack } from './faults.ts';
export { finishPlanning } from './finish-planning.ts';
export { finishSubscription } from './finish-subscription.ts';
export { fixOwnAddresses } from './fix-own-addresses.ts';
export { followParent } from './follow-parent.ts';
export { getPackSale } from './get-pack-sale.ts';
export { getSubscription } from './get-subscription.ts';
export { grantTopUp } from './grant-top-up.ts';
export { keepState } from './keep-state.ts';
export { noteTransfer } from './note-transfer.ts';
export { openPriceChange } from './open-price-change.ts';
export { countAutomatic, packRulesOf } from './pack-store.ts';
export { type PassOn, passOn } from './pass-on.ts';
export { pauseSubscription } from './pause-subscription.ts';
export { planEnd } from './plan-end.ts';
export { planParts } from './plan-parts.ts';
export { type PlannedPrice, planPrices } from './plan-prices.ts';
export { type PlannedPart, planAnew, plannedSince, planningChange } from './price-change-store.ts';
export { recordPackSale } from './record-pack-sale.ts';
export { resumeSubscription } from './resume-subscription.ts';
export { schedulePlan } from './schedule-plan.ts';
export { setPackRule } from './set-pack-rule.ts';
export { type PartPlace, startSubscription } from './start-subscription.ts';
export { stay } from './stay.ts';
export {
  addOnsOf,
  lockSubscription,
  noteRecounts,
  runningOf,
  setBilled,
  setNextBill,
  setRecounts,
} from './store.ts';
export { suspendSubscription } from './suspend-subscription.ts';
export { takeOver } from './take-over.ts';
export { takePackBack } from './take-pack-back.ts';
export { takePriceChangeBack } from './take-price-change-back.ts';
export { takeTransferBack } from './take-transfer-back.ts';
export { transferOf, updateTransfer } from './transfer-store.ts';
export { unpauseSubscription } from './unpause-subscription.ts';
export { unschedulePlan } from './unschedule-plan.ts';
