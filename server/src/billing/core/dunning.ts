import { addDays, type Day } from '@isp/values';

/** What a step does. */
export type DunningAction = 'reminder' | 'late_fee' | 'suspend' | 'terminate';

/** One step of a policy, `days_after_due` days after the oldest debt fell due and the grace ran out. */
export interface DunningStep {
  readonly code: string;
  readonly days_after_due: number;
  readonly action: DunningAction;
}

/** How a debt is pursued, as data. A debt below `minimum_debt_minor` is left alone. Steps are in order of days. */
export interface DunningPolicy {
  readonly grace_days: number;
  readonly minimum_debt_minor: bigint;
  readonly steps: readonly DunningStep[];
}

/** What an account owes and what was done about it since the debt began. */
export interface Debt {
  /** Due day of the oldest invoice not paid in full; null when none is. */
  readonly oldest_due_on: Day | null;
  /** What is overdue. */
  readonly overdue_minor: bigint;
  /** Codes of the steps taken for this debt. */
  readonly taken: readonly string[];
}

/** Where a debt puts an account. */
export type DunningState = 'clear' | 'overdue' | 'suspended' | 'terminated';

/** A step that is due, and the day it fell due. */
export interface DueStep extends DunningStep {
  readonly due_on: Day;
}

/** What is to be done now. `skipped` are reminders whose day passed before they were sent and that a later one replaces: take note, send nothing. */
export interface Dunning {
  readonly state: DunningState;
  readonly due: readonly DueStep[];
  readonly skipped: readonly DueStep[];
}

const stateAfter = (reached: readonly DunningStep[]): DunningState => {
  if (reached.some((step) => step.action === 'terminate')) return 'terminated';
  return reached.some((step) => step.action === 'suspend') ? 'suspended' : 'overdue';
};

/**
 * What a policy asks for on the day `as_of`: the steps reached and not taken yet, and the state the account deserves, which depends on the debt alone and
 * not on the steps taken, so that payment restores it at once. Step n is due on `oldest_due_on + grace_days + days_after_due`.
 */
export const dunningOn = (policy: DunningPolicy, debt: Debt, as_of: Day): Dunning => {
  const { oldest_due_on, overdue_minor, taken } = debt;
  if (
    oldest_due_on === null ||
    oldest_due_on >= as_of ||
    overdue_minor <= 0n ||
    overdue_minor < policy.minimum_debt_minor
  ) {
    return { state: 'clear', due: [], skipped: [] };
  }
  const reached = policy.steps
    .map((step) => ({ ...step, due_on: addDays(oldest_due_on, policy.grace_days + step.days_after_due) }))
    .filter((step) => step.due_on <= as_of);
  const open = reached.filter((step) => !taken.includes(step.code));
  const lastReminder = open.findLast((step) => step.action === 'reminder');
  const isSkipped = (step: DueStep) => step.action === 'reminder' && step !== lastReminder;
  return { state: stateAfter(reached), due: open.filter((step) => !isSkipped(step)), skipped: open.filter(isSkipped) };
};
