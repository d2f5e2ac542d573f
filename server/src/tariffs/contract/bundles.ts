import { code, contract, currency, day, decimal, id, minor, percentOff } from '@isp/values/wire';
import { z } from 'zod';

const price = z.int().min(0).max(1_000_000_000_000);

/** A plan that is sold in a bundle. */
export const BundlePart = z.object({
  plan_id: id,
  /** How many of it; Internet access is one. */
  quantity: z.int(),
  /** Whether it may be left out, or taken off later. */
  optional: z.boolean(),
  /** What one of it cost by its own plan when the version was published: the price is divided in this proportion. */
  list_minor: z.int(),
  /** What one of it costs here: of a part that is not optional, its share of the one price; of an optional one, what it adds to it. */
  price_minor: z.int(),
});
export type BundlePart = z.output<typeof BundlePart>;

const NewPart = z.strictObject({
  plan_id: id,
  quantity: z.int().min(1).max(1000).default(1),
  optional: z.boolean().default(false),
  /** Of an optional part: what one of it adds to the price; as by its own plan, less the percentage, when left out. */
  price_minor: price.nullable().default(null),
});
export type NewPart = z.output<typeof NewPart>;

const lessMinor = minor.refine((a) => a > 0n, 'must be more than zero');

/** What of a version says which plans it sells together. */
export const bundleTerms = {
  /** In order; none, unless it is a bundle. */
  parts: z.array(BundlePart),
  /** The price is what the parts cost by themselves, less so much; null for both: it is one price for the whole. */
  parts_less_percent: decimal.nullable(),
  parts_less_minor: minor.nullable(),
};

/** The same as it is written. */
export const newBundleTerms = {
  parts: z
    .array(NewPart)
    .max(20)
    .refine((all) => new Set(all.map(({ plan_id }) => plan_id)).size === all.length, 'names a plan twice')
    .default([]),
  parts_less_percent: percentOff.nullable().default(null),
  parts_less_minor: lessMinor.nullable().default(null),
};

export const PriceBundle = contract({
  summary: 'What a bundle of these parts costs, and how its price is divided among them; nothing is made',
  input: z.strictObject({
    ...newBundleTerms,
    /** One price for the whole; left out: what the parts cost by themselves, less what is said. */
    price_minor: minor.refine((a) => a >= 0n, 'must not be negative').optional(),
    currency,
    cycle_unit: z.enum(['day', 'week', 'month', 'year']).default('month'),
    cycle_count: z.int().min(1).max(120).default(1),
    /** The day whose prices the parts have; today unless said. */
    on: day.optional(),
  }),
  reply: z.object({
    currency,
    /** What the parts that are not optional cost by themselves. */
    sum_minor: minor,
    price_minor: minor,
    parts: z.array(z.object({ ...BundlePart.shape, code, name: z.string(), kind: z.string() })),
  }),
});
export type PriceBundle = z.output<typeof PriceBundle.input>;
export type PricedBundle = z.output<typeof PriceBundle.reply>;
