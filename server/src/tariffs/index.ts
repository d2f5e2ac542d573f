/**
 * Tariffs: what we sell.
 *
 * A **plan** has a code people type and a name people read. A **version** says what it costs and gives from a day on; a version that has begun never
 * changes, so what was sold stays what it was. A **phase** is another price at the beginning. **Included volume** is what a period's price covers; **overage** is the price of a unit beyond it.
 * A **limit** says what may be used in a **window** (day, week, month, billing period, all there was) and what holds once it is used up: no access, the walled
 * garden, or less speed. A **step of fair use** is one that slows down. **Hours** of the day have a speed of their own or are **free**: what is used in
 * them counts against nothing. A **coupon** is a discount that accounts redeem by its code. A **pack** is more to use, for sale. A **meter** is how one of these stands now; **holding** is what all of them make of a subscription. `core/` thinks that, and is given what was used.
 * A **contract** binds for a **term**; leaving within it costs the **early fee**.
 * A **bundle** sells plans of other kinds, its **parts**, at one price that is divided among them.
 * An **area** is the addresses that a plan is sold at.
 * This room knows nothing of who has which plan.
 */
export { areasOf } from './areas-of.ts';
export type { CreatePack, Pack } from './contract/packs.ts';
export type {
  ContractTerms,
  CreatePlan,
  FairUseStep,
  HoursRule,
  Limit,
  Plan,
  PlanVersion,
  PublishVersion,
  Running,
} from './contract.ts';
export { addressText } from './core/area.ts';
export { type PartPrice, partPrices, sameParts } from './core/bundle-places.ts';
export { earlyFeeOf, termOn } from './core/contract-term.ts';
export { type Holding, holdingOf } from './core/holding.ts';
export { type Span, spansOf } from './core/hours.ts';
export { goesOn, isCounted, isService } from './core/kinds.ts';
export { type Cost, costOf, rulesOf, type Used } from './core/limit-rules.ts';
export { type Ask, askKey, asksOf, type Meter, markKey, meterOf } from './core/meter.ts';
export { packProblem } from './core/pack.ts';
export { rollingRules, type TermsSpell } from './core/past.ts';
export { pricesFrom } from './core/phases.ts';
export { type Place, windowAt } from './core/windows.ts';
export { createPack } from './create-pack.ts';
export { createPlan } from './create-plan.ts';
export { PlanNotFound } from './faults.ts';
export { getPack } from './get-pack.ts';
export { offeredVersion } from './offered-version.ts';
export { publishVersion } from './publish-version.ts';
export { redeemCoupon } from './redeem-coupon.ts';
export { type Sellable, sellableVersion } from './sellable-version.ts';
export { planByCode, plansById, plansOnSale } from './store.ts';
export { versionNumbered } from './version-numbered.ts';
export { withdrawVersion } from './withdraw-version.ts';
