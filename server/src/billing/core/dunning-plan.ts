import { addDays, type Day } from '@isp/values';
import { type Debt, type Dunning, type DunningPolicy, dunningOn } from './dunning.ts';

/** A policy as it is kept: steps by the days after the due day. */
export interface KeptPolicy {
  readonly steps: readonly { readonly kind: 'reminder' | 'suspend'; readonly days: number }[];
  readonly minimum_debt_minor: bigint;
}

/** What to do about a debt, and the steps that count as taken for it from now on. */
export interface DunningPlan extends Dunning {
  readonly taken: readonly string[];
}

/** A kept policy for `dunningOn`. A step is known by what it does and when: `'suspend:14'`. */
export const policyOf = ({ steps, minimum_debt_minor }: KeptPolicy): DunningPolicy => ({
  grace_days: 0,
  minimum_debt_minor,
  steps: steps
    .map(({ kind, days }) => ({ code: `${kind}:${days}`, days_after_due: days, action: kind }))
    .sort((a, b) => a.days_after_due - b.days_after_due || (a.action < b.action ? -1 : 1)),
});

/**
 * What a policy asks for on a day. A step taken for an older debt that is paid by now counts only when the debt that is left has reached it too: a step is
 * taken again when it comes again.
 */
export const dunningPlan = (policy: DunningPolicy, debt: Debt, as_of: Day): DunningPlan => {
  const { oldest_due_on } = debt;
  const reached = (code: string): boolean =>
    oldest_due_on !== null && policy.steps.some((step) => step.code === code && addDays(oldest_due_on, policy.grace_days + step.days_after_due) <= as_of);
  const before = debt.taken.filter(reached);
  const dunning = dunningOn(policy, { ...debt, taken: before }, as_of);
  return { ...dunning, taken: dunning.state === 'clear' ? [] : [...before, ...dunning.skipped.map(({ code }) => code), ...dunning.due.map(({ code }) => code)] };
};
