/** What a plan sells. */
export type PlanKind = 'internet' | 'voice' | 'tv' | 'recurring' | 'add-on' | 'one-time' | 'bundle';

const SERVICES: ReadonlySet<PlanKind> = new Set(['internet', 'voice', 'tv', 'recurring']);

/** Whether a kind of plan is a service by itself, which one subscribes to and adds add-ons to. */
export const isService = (kind: PlanKind): boolean => SERVICES.has(kind);

/** Whether a kind of plan may be a part of a bundle. */
export const isPart = (kind: PlanKind): boolean => isService(kind) || kind === 'add-on';

/** Whether one may have several of it by one subscription; Internet access has a log-in each, a bundle its parts. */
export const isCounted = (kind: PlanKind): boolean => kind !== 'internet' && kind !== 'bundle';

/** Whether an add-on may be added to subscriptions of a plan. */
export const goesOn = (addOn: { readonly parent_plan_ids: readonly string[] | null }, planId: string): boolean =>
  addOn.parent_plan_ids === null || addOn.parent_plan_ids.includes(planId);
