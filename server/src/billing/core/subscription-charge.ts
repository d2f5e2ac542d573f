import { type Day, type Decimal, decimalFromScaled, earlier, later, minorToDecimal, nextBoundary } from '@isp/values';
import { type BillingCatalogue, billingTermsOf, cycleOf, termsOf } from './billable.ts';
import { priceKey } from './bundle-part.ts';
import { type BillingState, dueCharges, nextDueOn } from './charges.ts';
import { endFeeDueOn, type KnownSubscription, segmentOn } from './known-subscription.ts';
import type { ChargeLine, CreditLine, StoredLine } from './lines.ts';
import { type LookBack, lookBack } from './look-back.ts';
import { billedLine } from './stored-line.ts';
import type { ChargeStream, Ending, Pause, PriceSegment } from './timeline.ts';

const ONE = '1' as Decimal;

/** The charge of a subscription's plan. */
export const PLAN_CHARGE = 'plan';

const counted = (quantity: number): Decimal => (quantity === 1 ? ONE : decimalFromScaled(BigInt(quantity), 0));

const priceSegments = ({ subscription, terms, currency }: KnownSubscription): PriceSegment[] =>
  subscription.segments.map((segment, i): PriceSegment => {
    const plan = terms[i] ?? terms[0];
    const { anchor_on, anchor_day, from_on, from_second, known_on, price_minor, quantity, part } = segment;
    return {
      from: later(from_on, subscription.started_on),
      from_second,
      known_on,
      price_id: priceKey(segment),
      unit_price: minorToDecimal(plan.is_bundle ? 0n : price_minor, currency),
      quantity: counted(quantity),
      ...(part ? { part } : {}),
      cycle: cycleOf(plan),
      anchor: { anchor_on, anchor_day },
      timing: plan.timing,
      terms: billingTermsOf(plan),
    };
  });

const pausesOf = ({ subscription, currency }: KnownSubscription): Pause[] =>
  subscription.rests.map(
    ({ from_on, to_on, known_on, to_known_on, reason, hold_fee_minor }): Pause => ({
      from: from_on,
      to: to_on,
      known_on,
      ...(to_known_on === null ? {} : { to_known_on }),
      reason,
      ...(hold_fee_minor === null ? {} : { hold_price: minorToDecimal(hold_fee_minor, currency) }),
    }),
  );

const endingOf = ({ subscription }: KnownSubscription): Ending | null => {
  const { ended_on, end_known_on, is_transferred: is_transfer } = subscription;
  return ended_on === null ? null : { on: ended_on, known_on: end_known_on ?? ended_on, is_transfer };
};

/** A subscription's plan as a charge through time. */
const chargeStream = (known: KnownSubscription): ChargeStream => ({
  subscription_id: known.subscription.id,
  charge_code: PLAN_CHARGE,
  currency: known.currency,
  segments: priceSegments(known),
  pauses: pausesOf(known),
  ended: endingOf(known),
});

/** The earlier of two days that may be missing. */
export const earlierOf = (a: Day | null, b: Day | null): Day | null =>
  a === null ? b : b === null ? a : earlier(a, b);

/** The first day on which a subscription is to be looked at again: once a period while it runs, at rest or not; never once it has ended. */
const nextLookOn = (known: KnownSubscription, stream: ChargeStream, as_of: Day): Day | null => {
  const { ended_on, started_on } = known.subscription;
  const feeOn = endFeeDueOn(known);
  const next = earlierOf(nextDueOn(stream, as_of), feeOn !== null && feeOn > as_of ? feeOn : null);
  if (ended_on !== null && ended_on <= as_of) return next;
  const from = later(as_of, started_on);
  const segment = stream.segments[segmentOn(known, from)];
  const boundary = segment === undefined ? null : nextBoundary(segment.anchor, segment.cycle, from);
  return earlierOf(earlierOf(next, boundary), ended_on);
};

const billingState = (
  known: KnownSubscription,
  catalogue: BillingCatalogue,
  { settled_to }: LookBack,
): BillingState => {
  const { billed, lines } = known.subscription;
  const asBilled = (line: StoredLine) => billedLine(line, termsOf(catalogue, line) ?? known.terms[0], known.currency);
  return { run_on: billed.billed_on, settled_to, billed: lines.map(asBilled) };
};

/** What a subscription's plan costs by a day and was not billed yet, what is given back of what was, and the first day after it on which there may be more. */
export interface PlanCharges {
  readonly lines: readonly ChargeLine[];
  readonly credits: readonly CreditLine[];
  readonly settled_to: Day | null;
  readonly next_on: Day | null;
}

/** The charges and credits of a subscription's plan due by `as_of`, catching up over as many periods as were missed. */
export const planCharges = (known: KnownSubscription, catalogue: BillingCatalogue, as_of: Day): PlanCharges => {
  const stream = chargeStream(known);
  const found = dueCharges(stream, billingState(known, catalogue, lookBack(known, as_of)), as_of);
  const { settled_to } = found;
  const left = settled_to !== null && settled_to > as_of ? settled_to : null;
  return { ...found, next_on: earlierOf(nextLookOn(known, stream, as_of), left) };
};
