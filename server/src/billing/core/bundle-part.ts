import type { Id, RoundingMode } from '@isp/values';
import type { PlanTerms } from './billable.ts';
import { type Share, shareOfAmount } from './proration.ts';

/** That a price is a part of the one price of a bundle, and where it stands in it. */
export interface BundlePart {
  readonly bundle_plan_id: Id;
  readonly bundle_version: number;
  /** What the parts before it cost in a whole period, in the order of the bundle. */
  readonly before_minor: bigint;
}

/** The same of a line: what its days cost of the parts before it. */
export interface BilledPart extends BundlePart {
  readonly line_before_minor: bigint;
}

interface OfPlan {
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly part?: BundlePart | null;
}

/** What was sold: a version of a plan, and of a part the bundle it is sold in and its place there. Another key is another charge. */
export const priceKey = ({ plan_id, plan_version, part }: OfPlan): string =>
  part
    ? `${plan_id}:${plan_version} in ${part.bundle_plan_id}:${part.bundle_version} after ${part.before_minor}`
    : `${plan_id}:${plan_version}`;

/** A part's terms: it costs, gives and is taxed as its own plan says, and is billed as the bundle is. */
export const partTerms = (own: PlanTerms, bundle: PlanTerms): PlanTerms => ({
  ...own,
  plan_name: `${bundle.plan_name}: ${own.plan_name}`,
  timing: bundle.timing,
  proration: bundle.proration,
  termination: bundle.termination,
  first_part: bundle.first_part,
  bill_suspended: bundle.bill_suspended,
  rounding: bundle.rounding,
  adjustments: bundle.adjustments,
  setup_fee_minor: 0n,
});

/**
 * A share of a part's amount, which stands behind `before` in one that is rounded as a whole: the parts of a whole, each cut so, sum to the whole cut once.
 * With nothing before it is the share of the amount, rounded once.
 */
export const shareBehind = (before: bigint, amount: bigint, share: Share, mode: RoundingMode): bigint =>
  shareOfAmount(before + amount, share, mode) - (before === 0n ? 0n : shareOfAmount(before, share, mode));
