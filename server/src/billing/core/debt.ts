import { addDays, type Day } from '@isp/values';
import { type Dunning, type DunningPolicy, dunningOn } from './dunning.ts';

/** A policy as it is kept: steps by the days after the due day. */
export interface KeptPolicy {
  readonly steps: readonly { readonly kind: 'reminder' | 'suspend'; readonly days: number }[];
  readonly minimum_debt_minor: bigint;
}

/** What is overdue on an account, and the steps taken for it so far. */
export interface KnownDebt {
  readonly oldest_due_on: Day;
  readonly overdue_minor: bigint;
  readonly taken: readonly string[];
}

/** What the policy asks for, and the steps that count as taken from now on. */
export interface Pursuit extends Dunning {
  readonly taken: readonly string[];
}

/** A kept policy for `dunningOn`. A step is known by what it does and when: `'suspend:14'`. */
const policyOf = ({ steps, minimum_debt_minor }: KeptPolicy): DunningPolicy => ({
  grace_days: 0,
  minimum_debt_minor,
  steps: steps
    .map(({ kind, days }) => ({ code: `${kind}:${days}`, days_after_due: days, action: kind }))
    .sort((a, b) => a.days_after_due - b.days_after_due || (a.action < b.action ? -1 : 1)),
});

/**
 * What a policy asks for with a debt on a day. A step taken for an older debt, paid since, counts only when what is left has reached it too: once it comes
 * again it is taken again.
 */
export const pursue = (kept: KeptPolicy, debt: KnownDebt, as_of: Day): Pursuit => {
  const policy = policyOf(kept);
  const reached = policy.steps
    .filter((step) => addDays(debt.oldest_due_on, step.days_after_due) <= as_of)
    .map((step) => step.code);
  const before = debt.taken.filter((code) => reached.includes(code));
  const dunning = dunningOn(policy, { ...debt, taken: before }, as_of);
  const now = [...dunning.skipped, ...dunning.due].map((step) => step.code);
  return { ...dunning, taken: dunning.state === 'clear' ? [] : [...before, ...now] };
};

/** Of some debts, those that a policy asks something for on a day that was not taken yet. */
export const reachedBy = <D extends KnownDebt>(
  policy: KeptPolicy,
  debts: readonly D[],
  as_of: Day,
): (Pick<Pursuit, 'due' | 'taken'> & { readonly debt: D })[] =>
  debts.flatMap((debt) => {
    const { due, skipped, taken } = pursue(policy, debt, as_of);
    return due.length + skipped.length > 0 ? [{ debt, due, taken }] : [];
  });
