import {
  type Currency,
  currencyExponent,
  type Day,
  type Decimal,
  decimalFromScaled,
  decimalScale,
  decimalUnscaled,
  greater,
  type Id,
  powerOfTen,
  type RoundingMode,
  roundRatio,
} from '@isp/values';
import { type RatedUsage, rateUsage, type UsagePrice, type UsageUnit } from './rating.ts';

/** A meter as a line is made by it: what its records are, in which unit, and what of a period's is billed. */
export interface Meter {
  readonly meter_id: Id;
  readonly meter: string;
  readonly name: string;
  readonly unit_code: string;
  /** How many counted things make a unit. */
  readonly unit_size: bigint;
  /** `p95`: the sample at place ⌈0.95 · n⌉ of the n there are, smallest first. */
  readonly aggregation: 'sum' | 'count' | 'max' | 'p95';
}

interface MeterTier {
  readonly up_to: Decimal | null;
  readonly unit_price_minor: Decimal;
}

/** What a unit costs; of `package` each begun package of units; of `percentage` the amount, and each record. */
export type MeterPrice =
  | { readonly model: 'flat'; readonly unit_price_minor: Decimal; readonly partial: UsageUnit['partial'] }
  | {
      readonly model: 'graduated' | 'volume';
      readonly tiers: readonly MeterTier[];
      readonly partial: UsageUnit['partial'];
    }
  | { readonly model: 'package'; readonly package_units: number; readonly unit_price_minor: Decimal }
  | { readonly model: 'percentage'; readonly percent: Decimal; readonly record_fee_minor: Decimal };

/** What a plan's version charges by a meter. */
export type MeterCharge = Meter &
  MeterPrice & {
    /** Units of a period, or of a part of one, that cost nothing. */
    readonly included_units: number;
    /** What a whole period costs at least. */
    readonly minimum_minor: number;
  };

/** What was recorded by a meter in a period; `total` is what its aggregation makes of the records, in counted things. */
export interface MeterTotal {
  readonly meter: string;
  readonly period_from: Day;
  readonly period_to: Day;
  readonly total: bigint;
  readonly records: number;
  /** Those of them whose own day was billed before they came. */
  readonly late_records: number;
  readonly checksum: string;
}

/** A period's use by a meter at one price. `what` it is counted in: the meter's unit, packages of it, or records. */
export interface RatedMeter {
  readonly what: 'unit' | 'package' | 'record';
  readonly from: Decimal;
  readonly to: Decimal | null;
  readonly quantity: Decimal;
  readonly unit_price_minor: Decimal;
  readonly amount_minor: bigint;
}

interface Pricing {
  readonly what: RatedMeter['what'];
  readonly unit: UsageUnit;
  readonly price: UsagePrice;
  /** As the price list says it, of the price of a tier. */
  readonly minor: (tier: number) => Decimal;
}

const ZERO = '0' as Decimal;
const HUNDREDTHS = 2;

const toMajor = (minor: Decimal, of: Currency): Decimal =>
  decimalFromScaled(decimalUnscaled(minor), decimalScale(minor) + currencyExponent(of));

const atOnePrice = (what: Pricing['what'], unit: UsageUnit, minor: Decimal, of: Currency): Pricing => ({
  what,
  unit,
  price: { model: 'flat', unit_price: toMajor(minor, of) },
  minor: () => minor,
});

/** Smallest coins of a major unit: 10 % of EUR are 10 cents a euro. */
const percentPrice = (percent: Decimal, of: Currency): Decimal =>
  decimalFromScaled(decimalUnscaled(percent) * powerOfTen(currencyExponent(of)), decimalScale(percent) + HUNDREDTHS);

const pricingOf = (charge: MeterCharge, of: Currency): Pricing => {
  const { unit_code: code, unit_size: size } = charge;
  if (charge.model === 'package') {
    const unit = { code, size: size * BigInt(charge.package_units), partial: 'up' } as const;
    return atOnePrice('package', unit, charge.unit_price_minor, of);
  }
  if (charge.model === 'percentage')
    return atOnePrice('unit', { code, size, partial: 'exact' }, percentPrice(charge.percent, of), of);
  const unit = { code, size, partial: charge.partial };
  if (charge.model === 'flat') return atOnePrice('unit', unit, charge.unit_price_minor, of);
  const { model, tiers } = charge;
  return {
    what: 'unit',
    unit,
    price: {
      model,
      tiers: tiers.map(({ up_to, unit_price_minor }) => ({ up_to, unit_price: toMajor(unit_price_minor, of) })),
    },
    minor: (tier) => tiers[tier]?.unit_price_minor ?? ZERO,
  };
};

/** What of a period's total is beyond what is included, in counted things. */
export const beyondIncluded = (charge: MeterCharge, { total }: Pick<MeterTotal, 'total'>): bigint =>
  greater(0n, total - BigInt(charge.included_units) * charge.unit_size);

const ratedBy = ({ what, minor }: Pricing, { from, to, quantity, tier, amount_minor }: RatedUsage): RatedMeter => ({
  what,
  from,
  to,
  quantity,
  unit_price_minor: minor(tier),
  amount_minor,
});

/**
 * Rates a period of a meter: what is beyond the included units, at one price, by steps, or by begun packages, each rounded once; of a percentage also the fee of all records. Nothing beyond is one
 * rating of nothing.
 */
export const rateMeter = (
  charge: MeterCharge,
  total: Pick<MeterTotal, 'total' | 'records'>,
  of: Currency,
  rounding: RoundingMode,
): [RatedMeter, ...RatedMeter[]] => {
  const rate = (pricing: Pricing, count: bigint): RatedMeter[] =>
    rateUsage(count, pricing.unit, pricing.price, of, rounding).map((rated) => ratedBy(pricing, rated));
  const pricing = pricingOf(charge, of);
  const nothing: RatedMeter = {
    what: pricing.what,
    from: ZERO,
    to: null,
    quantity: ZERO,
    unit_price_minor: pricing.minor(0),
    amount_minor: 0n,
  };
  const [first = nothing, ...rest] = rate(pricing, beyondIncluded(charge, total));
  if (charge.model !== 'percentage' || decimalUnscaled(charge.record_fee_minor) === 0n) return [first, ...rest];
  const record: UsageUnit = { code: 'record', size: 1n, partial: 'exact' };
  return [first, ...rate(atOnePrice('record', record, charge.record_fee_minor, of), BigInt(total.records))];
};

/** The least that days of a period cost: the minimum by the days, rounded once. */
export const minimumOf = (
  { minimum_minor }: Pick<MeterCharge, 'minimum_minor'>,
  part: { readonly days: number; readonly of_days: number },
  rounding: RoundingMode,
): bigint => roundRatio(BigInt(minimum_minor) * BigInt(part.days), BigInt(part.of_days), rounding);
