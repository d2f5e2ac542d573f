import type { Per } from './windows.ts';

/** A session's own limit has no window. */
export type LimitPer = Per | 'session';

/** A limit of a plan, or a step of its fair use, which is one that slows down. */
export interface Rule {
  readonly name: 'limit' | 'fair use';
  readonly what: 'time' | 'data';
  readonly direction: 'down' | 'up' | 'both';
  readonly per: LimitPer;
  /** Octets or seconds. */
  readonly amount: number;
  readonly action: 'wall' | 'deny' | 'slow';
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
}

/** A rule of a window of use: all but those of a session. */
export type WindowRule = Rule & { readonly per: Per };

interface Step {
  readonly per: Per;
  readonly direction: 'down' | 'up' | 'both';
  readonly after: number;
  readonly rate_down_kbps: number;
  readonly rate_up_kbps: number;
}

/** Limits and steps of fair use as one list of rules. */
export const rulesOf = (terms: {
  readonly limits: readonly Omit<Rule, 'name'>[];
  readonly fair_use: readonly Step[];
}): Rule[] => [
  ...terms.limits.map((limit) => ({ ...limit, name: 'limit' as const })),
  ...terms.fair_use.map(({ after, ...step }) => ({
    ...step,
    name: 'fair use' as const,
    what: 'data' as const,
    amount: after,
    action: 'slow' as const,
  })),
];

/** The rules that have a window. */
export const windowRules = (rules: readonly Rule[]): WindowRule[] =>
  rules.filter((rule): rule is WindowRule => rule.per !== 'session');

/** What was used and counts: octets to and from the subscriber, seconds connected. */
export interface Used {
  readonly down: number;
  readonly up: number;
  readonly seconds: number;
}

/** What of a use a rule counts. */
export const countedBy = (rule: Pick<Rule, 'what' | 'direction'>, used: Used): number => {
  if (rule.what === 'time') return used.seconds;
  if (rule.direction === 'both') return used.down + used.up;
  return used[rule.direction];
};
