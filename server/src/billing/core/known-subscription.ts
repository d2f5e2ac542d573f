import { addDays, type Currency, type Day, type Id, later } from '@isp/values';
import { type BillableSubscription, type BillingCatalogue, type PlanTerms, termsOf } from './billable.ts';
import { priceKey } from './bundle-part.ts';

/** A subscription with the terms of each of its segments, in their order. */
export interface KnownSubscription {
  readonly subscription: BillableSubscription;
  readonly currency: Currency;
  readonly terms: readonly [PlanTerms, ...PlanTerms[]];
}

/** Of one that another account goes on with: whatever its plan says, the day of that is the other's, and what is given back does not wait for charges that never come. */
const transferredTerms = (terms: PlanTerms): PlanTerms => ({
  ...terms,
  termination: 'exclusive',
  adjustments: terms.adjustments === 'credit-next-invoice' ? 'credit-now' : terms.adjustments,
});

const isSome = <T>(list: readonly T[]): list is readonly [T, ...T[]] => list.length > 0;

/** Looks the versions of a subscription up; `undefined` when it has no segment or the catalogue lacks a version. */
export const knownSubscription = (
  subscription: BillableSubscription,
  catalogue: BillingCatalogue,
  currency: Currency,
): KnownSubscription | undefined => {
  const terms: PlanTerms[] = [];
  for (const segment of subscription.segments) {
    const found = termsOf(catalogue, segment);
    if (found === undefined) return undefined;
    terms.push(subscription.is_transferred ? transferredTerms(found) : found);
  }
  return isSome(terms) ? { subscription, currency, terms } : undefined;
};

/** Which of its segments holds on a day; before the first, the first. */
export const segmentOn = ({ subscription }: KnownSubscription, day: Day): number =>
  Math.max(
    0,
    subscription.segments.findLastIndex(({ from_on }) => from_on <= day),
  );

/** The terms of a price that it has or had. */
export const termsOfPrice = ({ subscription, terms }: KnownSubscription, price_id: Id): PlanTerms =>
  terms[subscription.segments.findIndex((segment) => priceKey(segment) === price_id)] ?? terms[0];

/** The terms that hold on a day. */
export const termsOn = (known: KnownSubscription, day: Day): PlanTerms =>
  known.terms[segmentOn(known, day)] ?? known.terms[0];

/** The first day that is not charged when it ends on a day. */
export const firstNotCharged = (known: KnownSubscription, ended_on: Day): Day =>
  termsOn(known, ended_on).termination === 'inclusive' ? addDays(ended_on, 1) : ended_on;

/** The day on which what its end costs falls due: when it has ended, and that is known. Null: it costs nothing, or that is billed. */
export const endFeeDueOn = (known: KnownSubscription): Day | null => {
  const { end_fee_minor, ended_on, end_known_on } = known.subscription;
  if (end_fee_minor === null || ended_on === null) return null;
  return later(firstNotCharged(known, ended_on), end_known_on ?? ended_on);
};
