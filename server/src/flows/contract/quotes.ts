import { amount, contract, day, id, line, minor, text } from '@isp/values/wire';
import { z } from 'zod';
import { Offer, Quote } from '../../crm/contract/quotes.ts';
import { Draft, DraftDiscount } from '../../subscriptions/contract/drafts.ts';
import { quantity } from './service-changes.ts';

/** A service that is offered: a draft subscription. */
const QuotedLine = z.strictObject({
  plan_id: id,
  quantity: quantity.default(1),
  /** Of one of it; the plan’s price unless said. */
  price_override_minor: amount.nullable().default(null),
  /** What an add-on goes on: a line of this quote, from 1 on, or a subscription that the account has. */
  on_line: z.int().min(1).nullable().default(null),
  parent_id: id.nullable().default(null),
  /** What it is to log in by; nothing is reserved. */
  username: line(253).nullable().default(null),
  discount: DraftDiscount.nullable().default(null),
});

/** What is paid once: by a plan that is sold once, or as written. */
const QuotedCharge = z.strictObject({
  plan_id: id.nullable().default(null),
  description: line(200).nullable().default(null),
  unit_price_minor: minor
    .refine((price) => price > 0n, 'must be more than zero')
    .nullable()
    .default(null),
  /** Left out: what the plan says; null: no tax. */
  tax_code: z.string().max(40).nullable().optional(),
  quantity: quantity.default(1),
  /** The line that it is about. */
  on_line: z.int().min(1).nullable().default(null),
});

const content = {
  /** Null: the day it is accepted. */
  start_on: day.nullable().default(null),
  /** Day of the month that periods begin on; the start day unless said. */
  anchor_day: z.int().min(1).max(31).nullable().default(null),
  /** The last day it can be accepted on, where the account is; 30 days from today unless said. */
  valid_until: day.optional(),
  /** To the customer. */
  words: text(5000).nullable().default(null),
  lines: z.array(QuotedLine).max(50).default([]),
  charges: z.array(QuotedCharge).max(50).default([]),
};

const hasSomething = (quote: { readonly lines: readonly unknown[]; readonly charges: readonly unknown[] }): boolean =>
  quote.lines.length + quote.charges.length > 0;
const empty = { message: 'offer at least one service or charge', path: ['lines'] };

/** A quote with its draft subscriptions, as its page shows it. */
const ShownQuote = z.object({
  ...Quote.shape,
  drafts: z.array(z.object({ ...Draft.shape, plan_code: z.string(), plan_name: z.string(), ordered: z.boolean() })),
  /** Of the quote it takes the place of. */
  replaces_number: z.string().nullable(),
  /** Quotes that were made to take its place. */
  replaced_by: z.array(z.object({ id, number: z.string().nullable() })),
});
export type ShownQuote = z.output<typeof ShownQuote>;

export const CreateQuote = contract({
  summary: 'Write a quote for an account, as a draft: its lines are draft subscriptions and do nothing',
  status: 201,
  input: z
    .strictObject({ account_id: id, ...content, replaces_id: id.nullable().default(null) })
    .refine(hasSomething, empty),
  reply: ShownQuote,
});
export type CreateQuote = z.output<typeof CreateQuote.input>;

export const RewriteQuote = contract({
  summary: 'Write another content of a quote that is a draft, in place of the one it has',
  input: z.strictObject({ id, ...content }).refine(hasSomething, empty),
  reply: ShownQuote,
});
export type RewriteQuote = z.output<typeof RewriteQuote.input>;

export const ShowQuote = contract({
  summary: 'One quote with its draft subscriptions, and what it came to when it was sent',
  input: z.strictObject({ id }),
  reply: ShownQuote,
});

export const ForeseeQuote = contract({
  summary: 'What a quote comes to if it is accepted today, by the code that bills; nothing is done',
  status: 200,
  input: z.strictObject({ id }),
  reply: Offer,
});

export const SendQuote = contract({
  summary: 'Mark a draft as sent: it gets its number, and from now on says the same for ever',
  input: z.strictObject({ id }),
  reply: ShownQuote,
});

export const AcceptQuote = contract({
  summary:
    'The customer accepts: all of its subscriptions and charges are made, by the terms and prices it was sent with; a draft is sent first',
  input: z.strictObject({ id }),
  reply: z.object({
    quote: ShownQuote,
    /** The log-ins that were made; passwords are shown this once. */
    log_ins: z.array(
      z.object({ subscription_id: id, username: z.string(), generated_password: z.string().nullable() }),
    ),
  }),
});
export type Accepted = z.output<typeof AcceptQuote.reply>;
