import {
  boundaryOnOrAfter,
  type Currency,
  type Day,
  type Decimal,
  earlier,
  later,
  minorToDecimal,
  nextBoundary,
} from '@isp/values';
import {
  anchorOf,
  type BillableSubscription,
  type BillingCatalogue,
  cycleOf,
  type PlanTerms,
  planKey,
  termsOf,
} from './billable.ts';
import { dueCharges, nextDueOn } from './charges.ts';
import type { ChargeLine } from './lines.ts';
import { type ChargeStream, DEFAULT_TERMS, type Ending, type Pause, type PriceSegment } from './timeline.ts';

const ONE = '1' as Decimal;

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

/** The terms that hold on a day; before the first segment those of the first. */
export const termsOn = ({ subscription, terms }: KnownSubscription, day: Day): PlanTerms =>
  terms[subscription.segments.findLastIndex(({ from_on }) => from_on <= day)] ?? terms[0];

const priceSegments = (known: KnownSubscription): PriceSegment[] => {
  const { subscription, currency } = known;
  const anchor = anchorOf(subscription);
  return subscription.segments.map((segment, i) => {
    const terms = known.terms[i] ?? known.terms[0];
    return {
      from: later(segment.from_on, subscription.started_on),
      known_on: subscription.started_on,
      price_id: planKey(segment),
      unit_price: minorToDecimal(subscription.price_override_minor ?? segment.price_minor, currency),
      quantity: ONE,
      cycle: cycleOf(terms),
      anchor,
      timing: terms.timing,
    };
  });
};

/** In advance, a period that has begun is charged whole: what ends or rests it takes hold with the next one. */
const takesHoldOn = (known: KnownSubscription, day: Day): Day => {
  const terms = termsOn(known, day);
  return terms.timing === 'arrears' ? day : boundaryOnOrAfter(anchorOf(known.subscription), cycleOf(terms), day);
};

const pausesOf = (known: KnownSubscription): Pause[] =>
  known.subscription.suspensions.flatMap(({ from_on, to_on }): Pause[] => {
    const from = takesHoldOn(known, from_on);
    if (to_on !== null && to_on <= from) return [];
    return [{ from, to: to_on, known_on: known.subscription.started_on, reason: 'suspension' }];
  });

const endingOf = (known: KnownSubscription): Ending | null => {
  const { ended_on, started_on } = known.subscription;
  return ended_on === null ? null : { on: takesHoldOn(known, ended_on), known_on: started_on };
};

/**
 * A subscription's plan as a charge through time. Nothing is charged while it is suspended (billing-rules, option `bill while suspended: no`): in advance the
 * periods that begin meanwhile are not charged, and from the day it comes back the rest of the running one is, to the day (D3). In arrears the days with
 * service are charged. A subscription that ends keeps the period it has paid in advance; in arrears it pays up to the day.
 */
const chargeStream = (known: KnownSubscription): ChargeStream => ({
  subscription_id: known.subscription.id,
  charge_code: 'plan',
  currency: known.currency,
  terms: DEFAULT_TERMS,
  segments: priceSegments(known),
  pauses: pausesOf(known),
  ended: endingOf(known),
});

/** The earlier of two days that may be missing. */
export const earlierOf = (a: Day | null, b: Day | null): Day | null =>
  a === null ? b : b === null ? a : earlier(a, b);

/** The first day on which a subscription is to be looked at again: once a period while it runs, suspended or not; never once it has ended. */
const nextLookOn = (known: KnownSubscription, stream: ChargeStream, as_of: Day): Day | null => {
  const { subscription } = known;
  const { ended_on } = subscription;
  if (ended_on !== null && ended_on <= as_of) return null;
  const from = later(as_of, subscription.started_on);
  const boundary = nextBoundary(anchorOf(subscription), cycleOf(termsOn(known, from)), from);
  return earlierOf(earlierOf(nextDueOn(stream, as_of), boundary), ended_on);
};

/** What a subscription's plan costs by the day `as_of` and was not billed yet, and the first day after it on which there may be more. */
export interface PlanCharges {
  readonly lines: readonly ChargeLine[];
  readonly next_on: Day | null;
}

/** The charges of a subscription's plan due by `as_of`, catching up over as many periods as were missed. */
export const planCharges = (known: KnownSubscription, as_of: Day): PlanCharges => {
  const stream = chargeStream(known);
  const state = { run_on: null, settled_to: known.subscription.billed.recurring_to, billed: [] };
  return {
    lines: dueCharges(stream, state, as_of).lines,
    next_on: nextLookOn(known, stream, as_of),
  };
};
