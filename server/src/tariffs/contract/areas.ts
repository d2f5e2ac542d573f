import { code, contract, currency, id, instant, line, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

const country = z.string().regex(/^[A-Z]{2}$/, 'write a two-letter ISO 3166 code such as "DE"');
const postal = line(20);

/** Addresses of a country, of them those whose postal code begins so, or lies from one to another, and that are in a city. */
export const AreaRule = z.strictObject({
  country,
  postal_prefix: postal.nullable().default(null),
  /** Both or none; codes of as many letters and digits, the last one with it. */
  postal_from: postal.nullable().default(null),
  postal_to: postal.nullable().default(null),
  city: line(100).nullable().default(null),
});

const rules = z
  .array(
    AreaRule.refine((rule) => (rule.postal_from === null) === (rule.postal_to === null), {
      path: ['postal_to'],
      message: 'a range has a first and a last postal code',
    }).refine((rule) => rule.postal_prefix === null || rule.postal_from === null, {
      path: ['postal_prefix'],
      message: 'give the beginning of the postal code or a range of them, not both',
    }),
  )
  .min(1)
  .max(500);

/** Where plans are sold: an address is inside when one of the rules fits. */
export const Area = z.object({ id, code, name: z.string(), rules: z.array(AreaRule), created_at: instant });
export type Area = z.output<typeof Area>;

export const CreateArea = contract({
  summary: 'Make an area that plans are sold in',
  status: 201,
  input: z.strictObject({ code, name: line(120), rules }),
  reply: Area,
});
export type CreateArea = z.output<typeof CreateArea.input>;

export const UpdateArea = contract({
  summary: 'Rename an area or change which addresses are inside; what was sold stays',
  input: z.strictObject({ id, name: line(120).optional(), rules: rules.optional() }),
  reply: Area,
});
export type UpdateArea = z.output<typeof UpdateArea.input>;

export const GetArea = contract({ summary: 'One area', input: z.strictObject({ id }), reply: Area });

export const ListAreas = contract({
  summary: 'Areas, by code',
  input: z.strictObject({ ...listing, q: z.string().max(100).optional() }),
  reply: pageOf(Area),
});
export type ListAreas = z.output<typeof ListAreas.input>;

/** A plan on sale, and whether it is sold at an address. */
export const AvailablePlan = z.object({
  plan_id: id,
  code,
  name: z.string(),
  kind: z.string(),
  price_minor: minor,
  currency,
  cycle_unit: z.string(),
  cycle_count: z.int(),
  available: z.boolean(),
  /** The names of the areas it is sold in; empty: everywhere. */
  areas: z.array(z.string()),
  /** Why it is not sold there. */
  why: z.string().nullable(),
});
