import type { Day } from '@isp/values';
import { type Dunning, dunningOn } from './dunning.ts';

/** A policy as it is kept: days after the due day. */
export interface KeptPolicy {
  readonly steps: readonly { readonly kind: 'reminder' | 'suspend'; readonly days: number }[];
  readonly minimum_debt_minor: bigint;
}

/** What is overdue on an account, and what was done about the debt that began `since_on`. */
export interface KnownDebt {
  readonly oldest_due_on: Day;
  readonly overdue_minor: bigint;
  readonly since_on: Day | null;
  readonly taken: readonly string[];
}

/** The steps taken for this debt: those for an older one, paid since, do not count. */
export const stepsTaken = (debt: KnownDebt): readonly string[] => (debt.since_on === debt.oldest_due_on ? debt.taken : []);

/** What the policy asks for with a debt on a day. */
export const pursue = (policy: KeptPolicy, debt: KnownDebt, as_of: Day): Dunning => {
  const steps = policy.steps.map(({ kind, days }) => ({ code: `${kind}:${days}`, days_after_due: days, action: kind }));
  return dunningOn({ grace_days: 0, minimum_debt_minor: policy.minimum_debt_minor, steps }, { ...debt, taken: stepsTaken(debt) }, as_of);
};
