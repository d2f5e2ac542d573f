import {
  addDays,
  type Currency,
  currencyExponent,
  type Day,
  type Decimal,
  decimalFromScaled,
  decimalScale,
  decimalUnscaled,
  greater,
  later,
  type Period,
  powerOfTen,
} from '@isp/values';
import { cycleOf, type PlanSegment, type PlanTerms, type UsageTotal } from './billable.ts';
import { type KnownSubscription, termsOn } from './known-subscription.ts';
import { closedPeriods, type RatedUsage, rateUsage, type UsagePrice } from './rating.ts';
import { earlierOf } from './subscription-charge.ts';

/** A plan whose use beyond the included volume is charged. */
export interface MeteredTerms extends PlanTerms {
  readonly included_bytes: bigint;
  readonly overage_unit_bytes: bigint;
}

/** A closed period to be rated, and the segment and terms that held when it began. */
export interface ClosedUse<T extends PlanTerms> extends Period {
  readonly segment: PlanSegment;
  readonly terms: T;
}
export type UsagePeriod = ClosedUse<MeteredTerms>;

/** A period's use beyond what it includes, at one price: all of it, or what falls in a step of prices. `quantity`, `from` and `to` are in the plan's units, `octets` exact. */
export interface RatedOverage {
  readonly tier: number;
  readonly from: Decimal;
  readonly to: Decimal | null;
  readonly octets: bigint;
  readonly quantity: Decimal;
  readonly unit_price_minor: Decimal;
  readonly amount_minor: bigint;
}

/** Whether use is charged by these terms. */
export const isMetered = (terms: PlanTerms): terms is MeteredTerms =>
  terms.included_bytes !== null &&
  terms.overage_unit_bytes !== null &&
  (terms.overage_unit_price_minor !== null || terms.overage_tiers.length > 0);

/** The first day whose use is not billed any more: the day a subscription ends is still used. */
const usageEndsOn = ({ subscription }: KnownSubscription): Day | null =>
  subscription.ended_on === null ? null : addDays(subscription.ended_on, 1);

interface Metering {
  readonly segment: PlanSegment;
  readonly terms: PlanTerms;
  readonly stop: Day | null;
}

const isSameMeter = (a: PlanSegment, b: PlanSegment): boolean =>
  a.plan_id === b.plan_id &&
  a.plan_version === b.plan_version &&
  a.anchor_on === b.anchor_on &&
  a.anchor_day === b.anchor_day;

/** The stretches of one plan each: a change of price alone does not cut the period of use. */
const metersOf = ({ subscription, terms }: KnownSubscription): Metering[] => {
  const meters: { segment: PlanSegment; terms: PlanTerms; stop: Day | null }[] = [];
  for (const [i, segment] of subscription.segments.entries()) {
    const last = meters.at(-1);
    if (last !== undefined && isSameMeter(last.segment, segment)) continue;
    if (last !== undefined) last.stop = segment.from_on;
    meters.push({ segment, terms: terms[i] ?? terms[0], stop: null });
  }
  return meters;
};

/** The periods of a subscription that are over by `as_of`, in order, of plans that charge their use so; without what lies before a day, `since`. */
const useSince = <T extends PlanTerms>(
  known: KnownSubscription,
  { since, as_of }: { readonly since: Day; readonly as_of: Day },
  charges: (terms: PlanTerms) => terms is T,
): ClosedUse<T>[] =>
  metersOf(known).flatMap(({ segment, terms, stop }) => {
    if (!charges(terms)) return [];
    const from = later(later(segment.from_on, known.subscription.started_on), since);
    const end = earlierOf(stop, usageEndsOn(known));
    if (end !== null && end <= from) return [];
    return closedPeriods(segment, cycleOf(terms), from, end, as_of).map((period) => ({ ...period, segment, terms }));
  });

/** The periods of a subscription that are over by `as_of` and whose use is not billed yet, in order, of plans that charge it so. */
export const closedUse = <T extends PlanTerms>(
  known: KnownSubscription,
  as_of: Day,
  charges: (terms: PlanTerms) => terms is T,
): ClosedUse<T>[] => {
  const { started_on, billed } = known.subscription;
  return useSince(known, { since: billed.usage_to ?? started_on, as_of }, charges);
};

/** The whole periods whose octets are billed, by the plans that were known when they were over; from the one that holds a day on. */
export const billedPeriods = (known: KnownSubscription, from_on: Day): UsagePeriod[] => {
  const { started_on, billed } = known.subscription;
  if (billed.usage_to === null) return [];
  return useSince(known, { since: started_on, as_of: billed.usage_to }, isMetered).filter(
    ({ to, segment }) => to > from_on && segment.known_on <= to,
  );
};

/** The periods whose octets are charged and that are over by a day, all there were: those that are billed by the plans that were known when they were over. */
export const usedPeriods = (known: KnownSubscription, as_of: Day): UsagePeriod[] => {
  const { started_on, billed } = known.subscription;
  const { usage_to } = billed;
  return useSince(known, { since: started_on, as_of }, isMetered).filter(
    ({ to, segment }) => usage_to === null || to > usage_to || segment.known_on <= to,
  );
};

/** The periods whose octets are to be billed. */
export const usagePeriods = (known: KnownSubscription, as_of: Day): UsagePeriod[] => closedUse(known, as_of, isMetered);

/** The day the last use of an ended subscription is billed; null when it has not ended, was not metered, or the day is past. */
export const lastUsageOn = (known: KnownSubscription, as_of: Day): Day | null => {
  const ends = usageEndsOn(known);
  if (ends === null || ends <= as_of) return null;
  const terms = termsOn(known, addDays(ends, -1));
  return isMetered(terms) || terms.meters.length > 0 ? ends : null;
};

/** The price of a unit in major units of the currency: 50 cents a GB are `'0.50'`. */
const majorPrice = (minor: Decimal, of: Currency): Decimal =>
  decimalFromScaled(decimalUnscaled(minor), decimalScale(minor) + currencyExponent(of));

const priceOf = (terms: MeteredTerms, of: Currency): UsagePrice => {
  const { overage_model: model, overage_tiers: tiers, overage_unit_price_minor: one } = terms;
  if (model === 'flat') return { model, unit_price: majorPrice(one ?? ('0' as Decimal), of) };
  return {
    model,
    tiers: tiers.map(({ up_to, unit_price_minor }) => ({ up_to, unit_price: majorPrice(unit_price_minor, of) })),
  };
};

const minorPrice = (terms: MeteredTerms, tier: number): Decimal =>
  terms.overage_tiers[tier]?.unit_price_minor ?? terms.overage_unit_price_minor ?? ('0' as Decimal);

/** Octets of what was counted: whole, a tier's bound may cut one. */
const octetsOf = ({ counted, counted_scale }: RatedUsage): bigint => counted / powerOfTen(counted_scale);

/**
 * Rates a period: what is beyond the included octets and those that rolled over into it, by the unit, at one price or by steps, each rounded once. What is included is not cut for a part of a
 * period: whoever joins in its middle has all of it. Nothing beyond is one rating of nothing.
 */
export const rateOverage = (
  terms: MeteredTerms,
  total: UsageTotal,
  of: Currency,
  rolled = 0n,
): [RatedOverage, ...RatedOverage[]] => {
  const beyond = greater(0n, total.octets - terms.included_bytes - rolled);
  const unit = { code: 'unit', size: terms.overage_unit_bytes, partial: terms.overage_partial };
  const [first, ...rest] = rateUsage(beyond, unit, priceOf(terms, of), of, terms.rounding).map(
    (rated): RatedOverage => ({
      tier: rated.tier,
      from: rated.from,
      to: rated.to,
      octets: octetsOf(rated),
      quantity: rated.quantity,
      unit_price_minor: minorPrice(terms, rated.tier),
      amount_minor: rated.amount_minor,
    }),
  );
  const zero = '0' as Decimal;
  const nothing = { tier: 0, from: zero, to: null, octets: 0n, quantity: zero, amount_minor: 0n };
  return [first ?? { ...nothing, unit_price_minor: minorPrice(terms, 0) }, ...rest];
};

const SIZES = [
  [10n ** 12n, 'TB'],
  [10n ** 9n, 'GB'],
  [10n ** 6n, 'MB'],
  [10n ** 3n, 'kB'],
] as const;

/** Octets as people write them, cut after three digits: `'123.456 GB'`. */
export const octetsText = (octets: bigint): string => {
  const [size, unit] = SIZES.find(([least]) => octets >= least) ?? [1n, 'B'];
  const thousandths = ((octets * 1000n) / size).toString().padStart(4, '0');
  const digits = thousandths.slice(-3).replace(/0+$/, '');
  return `${thousandths.slice(0, -3)}${digits === '' ? '' : `.${digits}`} ${unit}`;
};
