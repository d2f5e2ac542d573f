import { contract, currency, day, decimal, id, instant, line, listing, minor, nothing, pageOf } from '@isp/values/wire';
import { z } from 'zod';

/** A `draft` can be changed and thrown away; what was `sent` waits for an answer until its last day. */
export const QuoteState = z.enum(['draft', 'sent', 'accepted', 'declined', 'expired', 'withdrawn']);

/** What is paid once when a quote is accepted. */
export const QuoteCharge = z.object({
  /** Of the charge it becomes. */
  id,
  /** Of a plan that is sold once; null: written by hand. */
  plan_id: id.nullable(),
  /** Set once the quote is sent, as all that its plan says. */
  plan_version: z.int().nullable(),
  /** Null, as price and tax: what its plan says. */
  description: z.string().nullable(),
  unit_price_minor: minor.nullable(),
  /** Left out: what its plan says; null: no tax. */
  tax_code: z.string().nullable().optional(),
  quantity: z.int(),
  /** The draft subscription it is about. */
  draft_id: id.nullable(),
});
export type QuoteCharge = z.output<typeof QuoteCharge>;

/** How a service is bound, and what leaving costs. */
const OfferContract = z.object({
  contract_months: z.int(),
  contract_renewal: z.enum(['none', 'same', 'monthly']),
  price_guarantee: z.boolean(),
  early_fee: z.enum(['none', 'fixed', 'declining', 'remaining']),
  early_fee_minor: minor.nullable(),
  early_fee_percent: decimal.nullable(),
  /** The day after its first term. */
  to_on: day,
  /** What leaving costs at most: on the day after it began. */
  most_minor: minor,
});

const OfferService = z.object({
  /** Of the draft, and of the subscription it becomes. */
  id,
  plan_id: id,
  plan_version: z.int(),
  plan_name: z.string(),
  parent_id: id.nullable(),
  quantity: z.int(),
  /** Of one of it, in a period. */
  price_minor: minor,
  cycle_unit: z.enum(['day', 'week', 'month', 'year']),
  cycle_count: z.int(),
  starts_on: day,
  /** Null: it does not bind. */
  contract: OfferContract.nullable(),
});

const OfferLine = z.object({
  /** Null: of no service of the quote. */
  subscription_id: id.nullable(),
  charge_id: id.nullable(),
  kind: z.string(),
  description: z.string(),
  quantity: decimal,
  period_from: day,
  period_to: day,
  discount_minor: minor,
  /** After the discount. */
  net_minor: minor,
  tax_minor: minor,
  gross_minor: minor,
});

const OfferBill = z.object({
  on: day,
  /** Whether the account’s bill of that day has other lines, too; they are not counted here. */
  with_others: z.boolean(),
  discount_minor: minor,
  net_minor: minor,
  tax_minor: minor,
  gross_minor: minor,
  lines: z.array(OfferLine),
});

/** What a quote comes to: its services with their terms, and the bills of the first year with its part of each. Use that is charged is not in them. */
export const Offer = z.object({
  /** As the account’s particulars said. */
  recipient: z.object({
    account_number: z.string(),
    name: z.string(),
    street: z.string().nullable(),
    postal_code: z.string().nullable(),
    city: z.string().nullable(),
    region: z.string().optional(),
    country: z.string(),
    tax_id: z.string().nullable(),
  }),
  /** The day it was reckoned for: as if accepted then. */
  as_of: day,
  services: z.array(OfferService),
  bills: z.array(OfferBill),
});
export type Offer = z.output<typeof Offer>;

const header = {
  account_id: id,
  id,
  legal_entity_id: id,
  /** Given when it is sent. */
  number: z.string().nullable(),
  state: QuoteState,
  currency,
  /** Null: the day it is accepted. */
  start_on: day.nullable(),
  anchor_day: z.int().nullable(),
  /** The last day it can be accepted on. */
  valid_until: day,
  /** Of the first bill with anything of it, with tax. */
  first_minor: minor.nullable(),
  replaces_id: id.nullable(),
  made_by: z.string(),
  made_at: instant,
  sent_by: z.string().nullable(),
  sent_at: instant.nullable(),
  closed_by: z.string().nullable(),
  closed_at: instant.nullable(),
  /** Why it was declined or withdrawn. */
  reason: z.string().nullable(),
};

export const QuoteRow = z.object(header);
export type QuoteRow = z.output<typeof QuoteRow>;

export const Quote = z.object({
  ...header,
  words: z.string().nullable(),
  charges: z.array(QuoteCharge),
  /** As it was shown when it was sent; null before. */
  offer: Offer.nullable(),
});
export type Quote = z.output<typeof Quote>;

export const ListQuotes = contract({
  summary: 'Quotes, newest first',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    state: QuoteState.optional(),
    /** How its number begins. */
    number: z.string().max(40).optional(),
  }),
  reply: pageOf(QuoteRow),
});
export type ListQuotes = z.output<typeof ListQuotes.input>;

const over = { id, reason: line(200).nullable().default(null) };

export const DeclineQuote = contract({
  summary: 'Note that the customer does not want what was quoted',
  input: z.strictObject(over),
  reply: QuoteRow,
});

export const WithdrawQuote = contract({
  summary: 'Take a quote back that was sent and not answered: it cannot be accepted any more',
  input: z.strictObject(over),
  reply: QuoteRow,
});

/** Used by the flow, which throws its draft subscriptions away too. */
export const DropQuote = contract({
  summary: 'Throw a draft away with its draft subscriptions; what was sent stays',
  status: 204,
  input: z.strictObject({ id }),
  reply: nothing,
});
