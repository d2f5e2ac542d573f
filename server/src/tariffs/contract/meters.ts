import { code, decimal } from '@isp/values/wire';
import { z } from 'zod';

/** As many digits below the smallest coin as an invoice line keeps. */
const price = decimal.refine(
  (d) => /^\d+(\.\d{1,6})?$/.test(d),
  'write a price in the smallest coins, not negative, with at most 6 digits after the point',
);
const percent = decimal.refine(
  (d) => /^(100(\.0+)?|\d{1,2}(\.\d{1,4})?)$/.test(d) && /[1-9]/.test(d),
  'write a percentage above 0 and up to 100, with at most 4 digits after the point',
);
const whole = z.int().min(0).max(1_000_000_000_000);

/** Units above the step before, up to and with `up_to` (null: without end). */
const tier = z.strictObject({
  up_to: decimal.refine((d) => !d.startsWith('-') && /[1-9]/.test(d), 'must be more than zero').nullable(),
  unit_price_minor: price,
});

const common = {
  /** The meter’s code. */
  meter: code,
  /** Units of a period that cost nothing; a part of a period has all of them. */
  included_units: whole,
  /** What a period costs at least, before discounts and tax; of a part of a period the part of its days. */
  minimum_minor: whole,
};
const usual = { included_units: common.included_units.default(0), minimum_minor: common.minimum_minor.default(0) };
/** A begun unit is charged in exact part, or whole; rounded once, over the period. */
const partial = z.enum(['exact', 'up']);

const flat = { ...common, model: z.literal('flat'), unit_price_minor: price, partial };
const steps = {
  ...common,
  model: z.enum(['graduated', 'volume']),
  tiers: z.array(tier).min(1).max(20),
  partial,
};
/** A price for each begun package of so many units. */
const packaged = {
  ...common,
  model: z.literal('package'),
  package_units: whole.min(1),
  unit_price_minor: price,
};
/** A part of the amount, and so much for each record. */
const percentage = { ...common, model: z.literal('percentage'), percent, record_fee_minor: price };

/** What a version of a plan charges by one meter, of what is used beyond what is included. */
export const MeterCharge = z.discriminatedUnion('model', [
  z.object(flat),
  z.object(steps),
  z.object(packaged),
  z.object(percentage),
]);
export type MeterCharge = z.output<typeof MeterCharge>;

const NewMeterCharge = z.discriminatedUnion('model', [
  z.strictObject({ ...flat, ...usual, partial: partial.default('exact') }),
  z.strictObject({ ...steps, ...usual, partial: partial.default('exact') }),
  z.strictObject({ ...packaged, ...usual }),
  z.strictObject({ ...percentage, ...usual, record_fee_minor: price.default('0') }),
]);

/** The part of a plan’s terms that says what metered use costs. */
export const meterTerms = { meter_charges: z.array(MeterCharge) };

/** The same as it is written; none unless said. */
export const newMeterTerms = {
  meter_charges: z
    .array(NewMeterCharge)
    .max(30)
    .refine((all) => new Set(all.map(({ meter }) => meter)).size === all.length, 'names a meter twice')
    .default([]),
};
