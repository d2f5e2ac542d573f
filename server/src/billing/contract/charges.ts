import { contract, currency, day, id, instant, line, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

/** `waiting` for a bill, `billed`, or `cancelled` before it was. */
const ChargeState = z.enum(['waiting', 'billed', 'cancelled']);

export const Charge = z.object({
  account_id: id,
  id,
  subscription_id: id.nullable(),
  /** The quote that it was ordered by. */
  quote_id: id.nullable(),
  /** Of a plan that is sold once; null: written by hand. */
  plan_id: id.nullable(),
  description: z.string(),
  quantity: z.int(),
  /** Of one of it, in the price’s own terms. */
  unit_price_minor: minor,
  /** Of all of it. */
  amount_minor: minor,
  currency,
  tax_code: z.string().nullable(),
  /** No bill before this day takes it. */
  due_on: day,
  state: ChargeState,
  invoice_id: id.nullable(),
  invoice_number: z.string().nullable(),
  made_by: z.string(),
  made_at: instant,
  cancelled_by: z.string().nullable(),
  cancelled_at: instant.nullable(),
});
export type Charge = z.output<typeof Charge>;

export const ListCharges = contract({
  summary: 'One-off charges, newest first',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    /** Of all accounts: those that wait. */
    state: ChargeState.optional(),
  }),
  reply: pageOf(Charge),
});
export type ListCharges = z.output<typeof ListCharges.input>;

export const CancelCharge = contract({
  summary: 'Cancel a charge that is not billed yet; what is billed is given back by a credit note',
  input: z.strictObject({ id }),
  reply: Charge,
});
export type CancelCharge = z.output<typeof CancelCharge.input>;

/** Used by the flow, which knows plans and the account’s days. */
export const chargeFields = {
  account_id: id,
  /** What it is about, if one of the account’s subscriptions. */
  subscription_id: id.nullable().default(null),
  /** A plan that is sold once: its name, price and tax are then the charge’s, unless said. */
  plan_id: id.optional(),
  description: line(200).optional(),
  unit_price_minor: minor
    .refine((price) => price > 0n, 'must be more than zero; to give money back, make a credit note')
    .optional(),
  tax_code: z.string().max(40).nullable().optional(),
  quantity: z.int().min(1).max(1_000_000).default(1),
  /** The first day a bill may take it; today unless said. */
  due_on: day.optional(),
};
