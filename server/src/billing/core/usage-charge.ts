import {
  addDays,
  type Currency,
  currencyExponent,
  type Day,
  type Decimal,
  decimalFromScaled,
  decimalScale,
  decimalUnscaled,
  later,
  type Period,
} from '@isp/values';
import { anchorOf, cycleOf, type PlanTerms, type UsageTotal } from './billable.ts';
import { closedPeriods, rateUsage } from './rating.ts';
import { earlierOf, type KnownSubscription, termsOn } from './subscription-charge.ts';

/** A plan whose use beyond the included volume is charged. */
export interface MeteredTerms extends PlanTerms {
  readonly included_bytes: bigint;
  readonly overage_unit_bytes: bigint;
  readonly overage_unit_price_minor: Decimal;
}

/** A closed period to be rated, and the terms that held when it began. */
export interface UsagePeriod extends Period {
  readonly terms: MeteredTerms;
}

/** A period's use beyond what it includes. `quantity` is in the plan's units, `octets` exact. */
export interface RatedOverage {
  readonly octets: bigint;
  readonly quantity: Decimal;
  readonly amount_minor: bigint;
}

const isMetered = (terms: PlanTerms): terms is MeteredTerms =>
  terms.included_bytes !== null && terms.overage_unit_bytes !== null && terms.overage_unit_price_minor !== null;

/** The first day whose use is not billed any more: the day a subscription ends is still used. */
const usageEndsOn = ({ subscription }: KnownSubscription): Day | null =>
  subscription.ended_on === null ? null : addDays(subscription.ended_on, 1);

/** The usage periods of a subscription that are over by `as_of` and not billed yet, in order. */
export const usagePeriods = (known: KnownSubscription, as_of: Day): UsagePeriod[] => {
  const { subscription } = known;
  const { segments, started_on, billed } = subscription;
  return segments.flatMap((segment, i) => {
    const terms = known.terms[i];
    if (terms === undefined || !isMetered(terms)) return [];
    const from = later(later(segment.from_on, started_on), billed.usage_to ?? started_on);
    const stop = earlierOf(segments[i + 1]?.from_on ?? null, usageEndsOn(known));
    if (stop !== null && stop <= from) return [];
    return closedPeriods(anchorOf(subscription), cycleOf(terms), from, stop, as_of).map((period) => ({
      ...period,
      terms,
    }));
  });
};

/** The day the last use of an ended subscription is billed; null when it has not ended, was not metered, or the day is past. */
export const lastUsageOn = (known: KnownSubscription, as_of: Day): Day | null => {
  const ends = usageEndsOn(known);
  return ends !== null && ends > as_of && isMetered(termsOn(known, addDays(ends, -1))) ? ends : null;
};

/** The price of a unit in major units of the currency: 50 cents a GB are `'0.50'`. */
const majorPrice = (minor: Decimal, of: Currency): Decimal =>
  decimalFromScaled(decimalUnscaled(minor), decimalScale(minor) + currencyExponent(of));

/**
 * Rates a period: what is beyond the included octets, by the unit, the last one in exact part, rounded once. What is included is not cut for a part of a
 * period: whoever joins in its middle has all of it.
 */
export const rateOverage = (terms: MeteredTerms, total: UsageTotal, of: Currency): RatedOverage => {
  const beyond = total.octets - terms.included_bytes;
  const octets = beyond > 0n ? beyond : 0n;
  const unit = { code: 'unit', size: terms.overage_unit_bytes, partial: 'exact' } as const;
  const price = { model: 'flat', unit_price: majorPrice(terms.overage_unit_price_minor, of) } as const;
  const [rated] = rateUsage(octets, unit, price, of, 'half-up');
  return { octets, quantity: rated?.quantity ?? ('0' as Decimal), amount_minor: rated?.amount_minor ?? 0n };
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
