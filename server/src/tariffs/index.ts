/**
 * Tariffs: what we sell.
 *
 * A **plan** has a code people type and a name people read. A **version** says what it costs and gives from a day on; a version that has begun never
 * changes, so what was sold stays what it was. **Included volume** is what a period's price covers; **overage** is the price of a unit beyond it.
 * This room knows nothing of who has which plan.
 */
export type { CreatePlan, Plan, PlanVersion, PublishVersion } from './contract.ts';
export { createPlan } from './create-plan.ts';
export { PlanNotFound } from './faults.ts';
export { publishVersion } from './publish-version.ts';
export { sellableVersion } from './sellable-version.ts';
export { planByCode } from './store.ts';
