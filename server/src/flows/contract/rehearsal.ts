import { amount, bigCount, contract, day, id, instant, minor } from '@isp/values/wire';
import { z } from 'zod';
import { giveDiscountFields } from '../../billing/contract/discounts.ts';
import { change, paused } from './service-changes.ts';

const { on: _day, ...changed } = change;
const { from_on: _first, note: _note, ...rested } = paused;
const { account_id: _account, coupon: _coupon, from_on: _from, ...reduced } = giveDiscountFields;

/** Something that is done on a day of the rehearsal, at noon, and holds from then on; its fields are the command's own. */
const on = day;
const to = { on, subscription_id: id };
const Act = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('change-plan'), ...to, ...changed }),
  z.strictObject({ kind: z.literal('pause'), ...to, ...rested }),
  z.strictObject({ kind: z.literal('unpause'), ...to }),
  z.strictObject({ kind: z.literal('suspend'), ...to }),
  z.strictObject({ kind: z.literal('resume'), ...to }),
  z.strictObject({ kind: z.literal('end'), ...to }),
  z.strictObject({ kind: z.literal('discount'), on, ...reduced }),
  z.strictObject({
    kind: z.literal('payment'),
    on,
    amount_minor: amount.refine((a) => a > 0n, 'must be more than zero'),
  }),
]);
export type Act = z.output<typeof Act>;

const SubscriptionState = z.enum(['pending', 'active', 'paused', 'suspended', 'ended']);
const at = instant;

const Document = z.object({
  kind: z.enum(['invoice', 'credit-note']),
  at,
  issued_on: day,
  /** Null on a credit note. */
  due_on: day.nullable(),
  net_minor: minor,
  discount_minor: minor,
  tax_minor: minor,
  gross_minor: minor,
  /** What is still open of it when the rehearsal ends. */
  open_minor: minor,
  lines: z.array(
    z.object({
      subscription_id: id.nullable(),
      kind: z.string(),
      description: z.string(),
      period_from: day.nullable(),
      period_to: day.nullable(),
      days: z.int().nullable(),
      of_days: z.int().nullable(),
      net_minor: minor,
      discount_minor: minor,
      tax_minor: minor,
      gross_minor: minor,
    }),
  ),
});

const Happening = z.discriminatedUnion('kind', [
  /** By its place in the list of what was to be done, from 0. */
  z.object({ kind: z.literal('act'), at, on: day, act: z.int() }),
  z.object({ kind: z.literal('payment'), at, on: day, amount_minor: minor }),
  z.object({ kind: z.literal('reminder'), at, on: day, overdue_minor: minor }),
  z.object({ kind: z.literal('suspend'), at, on: day, overdue_minor: minor }),
  z.object({
    kind: z.literal('state'),
    at,
    on: day,
    subscription_id: id,
    state: SubscriptionState,
    suspended_for: z.array(z.enum(['unpaid', 'manual', 'pause'])),
  }),
]);

const balance = {
  /** What is open of invoices. */
  open_minor: minor,
  /** What is left of payments and credit notes. */
  credit_minor: minor,
};
const sums = { invoiced_minor: minor, credited_minor: minor, paid_minor: minor };

export const Rehearse = contract({
  summary:
    'Live through the next months with a copy of an account: bills, payments, dunning and what is to be done on which day. All of it is thrown away; nothing is changed.',
  input: z.strictObject({
    account_id: id,
    months: z.int().min(1).max(36).default(14),
    /** Each invoice is paid in full so many days after it is due, what is due for longer at once; null: never. */
    pays_after_days: z.int().min(0).max(365).nullable().default(0),
    /** What each active subscription uses: octets a calendar month, the same each day. */
    use: z
      .union([z.enum(['none', 'as-in-last-30-days']), z.strictObject({ octets_per_month: bigCount })])
      .default('none'),
    /** In the order of their days; of one day, in this order. */
    acts: z.array(Act).max(50).default([]),
  }),
  reply: z.object({
    /** Who pays for the account that was asked about: itself, or its payer, with all it pays for. */
    account_id: id,
    currency: z.string(),
    /** Today in the account’s zone, and the first day that was not lived through. */
    from_on: day,
    to_on: day,
    /** That its bills are held now. They were made as if they were released. */
    held: z.object({ as_of: day, held_by: z.string() }).nullable(),
    /** Where it broke off, because the account cannot be billed or too much happens. */
    stopped: z.object({ on: day, why: z.string() }).nullable(),
    documents: z.array(Document),
    happenings: z.array(Happening),
    opening: z.object(balance),
    /** `YYYY-MM`; the balance is that at the end of the month, or of the rehearsal. */
    months: z.array(z.object({ month: z.string(), ...sums, ...balance })),
    /** Less credit notes; `gross_minor` with tax. */
    years: z.array(
      z.object({ year: z.string(), net_minor: minor, tax_minor: minor, gross_minor: minor, paid_minor: minor }),
    ),
    /** What the documents and payments moved in the books; debit is positive. */
    ledger: z.array(z.object({ ledger_account: z.string(), amount_minor: minor })),
  }),
});
export type Rehearse = z.output<typeof Rehearse.input>;
export type Rehearsed = z.output<typeof Rehearse.reply>;
