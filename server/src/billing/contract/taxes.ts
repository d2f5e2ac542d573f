import { code, contract, day, decimal, id, instant, line, listing, pageOf } from '@isp/values/wire';
import { z } from 'zod';

/** A rate and the day it holds from; null: before all others. */
const TaxRate = z.object({ effective_from: day.nullable(), percent: decimal });

export const Tax = z.object({
  code,
  name: z.string(),
  /** Today’s rate. */
  percent: decimal,
  inclusive: z.boolean(),
  /** Charged on the net and on the taxes before it on the line. */
  compound: z.boolean(),
  /** By day, those to come too. */
  rates: z.array(TaxRate),
  created_at: instant,
});
export type Tax = z.output<typeof Tax>;

export const ListTaxes = contract({
  summary: 'Taxes with their rates',
  input: z.strictObject({ ...listing }),
  reply: z.object({ items: z.array(Tax), next_cursor: z.null() }),
});

export const CreateTax = contract({
  summary: 'Add a tax',
  status: 201,
  input: z.strictObject({
    code,
    name: line(120),
    percent: decimal,
    inclusive: z.boolean().default(false),
    compound: z.boolean().default(false),
  }),
  reply: Tax,
});
export type CreateTax = z.output<typeof CreateTax.input>;

export const ChangeTaxRate = contract({
  summary: 'Have a tax change its rate on a day to come: documents issued from that day on have the new one',
  status: 201,
  input: z.strictObject({ code, percent: decimal, effective_from: day }),
  reply: Tax,
});
export type ChangeTaxRate = z.output<typeof ChangeTaxRate.input>;

export const TakeRateBack = contract({
  summary: 'Take a change of a tax’s rate back before its day',
  input: z.strictObject({ code, effective_from: day }),
  reply: Tax,
});
export type TakeRateBack = z.output<typeof TakeRateBack.input>;

const codes = z.array(code).max(10);

/** Other taxes for accounts of a country, and, where said, of a region and with a postal code that begins so. */
const TaxRule = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, 'write a two-letter ISO 3166 code such as "DE"'),
  region: line(20).nullable().default(null),
  postal_prefix: line(20).nullable().default(null),
  taxes: codes,
});

const groupFields = {
  name: line(120),
  /** What is charged where no rule fits, in order. */
  taxes: codes,
  /** The first that fits an account’s address holds. */
  rules: z.array(TaxRule).max(200),
};

export const TaxGroup = z.object({ code, ...groupFields, inclusive: z.boolean(), created_at: instant });
export type TaxGroup = z.output<typeof TaxGroup>;

export const ListTaxGroups = contract({
  summary: 'Groups of taxes that are charged together, and their rules by place',
  input: z.strictObject({ ...listing }),
  reply: z.object({ items: z.array(TaxGroup), next_cursor: z.null() }),
});

export const CreateTaxGroup = contract({
  summary: 'Add a group of taxes; plans name it as they name a tax',
  status: 201,
  input: z.strictObject({
    code,
    ...groupFields,
    rules: groupFields.rules.default([]),
    inclusive: z.boolean().default(false),
  }),
  reply: TaxGroup,
});
export type CreateTaxGroup = z.output<typeof CreateTaxGroup.input>;

export const UpdateTaxGroup = contract({
  summary: 'Change a group’s name, taxes and rules; documents issued from now on follow them',
  input: z.strictObject({ code, ...groupFields }),
  reply: TaxGroup,
});
export type UpdateTaxGroup = z.output<typeof UpdateTaxGroup.input>;

const kind = z.enum(['certificate', 'reverse-charge', 'other']);

/** Days on which an account’s documents go without a tax. */
export const TaxExemption = z.object({
  account_id: id,
  id,
  /** Null: every tax. */
  tax_code: z.string().nullable(),
  kind,
  certificate: z.string().nullable(),
  reason: z.string().nullable(),
  from_on: day,
  /** The first day it does not hold any more. */
  to_on: day.nullable(),
  /** The day it was recorded: what was issued before has the tax. */
  known_on: day,
  given_by: z.string(),
  given_at: instant,
});
export type TaxExemption = z.output<typeof TaxExemption>;

export const ListTaxExemptions = contract({
  summary: 'Exemptions from taxes, newest first; by `sort=to_on` those that run out soonest',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    /** Only those that run out on these days. */
    ends_from: day.optional(),
    ends_to: day.optional(),
  }),
  reply: pageOf(TaxExemption),
});
export type ListTaxExemptions = z.output<typeof ListTaxExemptions.input>;

/** Used by the flow, which knows the account’s days. */
export const exemptAccountFields = {
  account_id: id,
  tax_code: code.nullable().default(null),
  kind,
  certificate: line(60).nullable().default(null),
  reason: line(200).nullable().default(null),
  from_on: day.optional(),
  to_on: day.nullable().default(null),
};
