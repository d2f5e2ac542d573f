import type { Currency, Day } from '@isp/values';
import { type BillableSubscription, type BillingCatalogue, type PlanTerms, termsOf } from './billable.ts';

/** A subscription with the terms of each of its segments, in their order. */
export interface KnownSubscription {
  readonly subscription: BillableSubscription;
  readonly currency: Currency;
  readonly terms: readonly [PlanTerms, ...PlanTerms[]];
}

/** Looks the versions of a subscription up; `undefined` when it has no segment or the catalogue lacks a version. */
export const knownSubscription = (
  subscription: BillableSubscription,
  catalogue: BillingCatalogue,
  currency: Currency,
): KnownSubscription | undefined => {
  const [first, ...later] = subscription.segments.flatMap((segment) => termsOf(catalogue, segment) ?? []);
  if (first === undefined || later.length + 1 !== subscription.segments.length) return undefined;
  return { subscription, currency, terms: [first, ...later] };
};

/** Which of its segments holds on a day; before the first, the first. */
export const segmentOn = ({ subscription }: KnownSubscription, day: Day): number =>
  Math.max(
    0,
    subscription.segments.findLastIndex(({ from_on }) => from_on <= day),
  );

/** The terms that hold on a day. */
export const termsOn = (known: KnownSubscription, day: Day): PlanTerms =>
  known.terms[segmentOn(known, day)] ?? known.terms[0];
