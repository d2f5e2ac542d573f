import { bigCount, contract, currency, day, id, instant, minor } from '@isp/values/wire';
import { z } from 'zod';
import { Preview, PreviewedCredit } from './documents.ts';

/** An invoice and credit notes that are not made yet. */
const Documents = z.object({ invoice: Preview.nullable(), credits: z.array(PreviewedCredit) });

const RunningUse = z.object({
  period_from: day,
  period_to: day,
  used_bytes: bigCount,
  included_bytes: bigCount,
  /** What rolled over from periods before, by the first day of each, what ends soonest first; it ends before `ends_on`. */
  rolled_over: z.array(z.object({ of: day, bytes: bigCount, left_bytes: bigCount, ends_on: day })),
  /** Of the whole period, if use goes on by the day as it did. */
  forecast_bytes: bigCount,
});

const RunningSubscription = z.object({
  /** Whose it is: the account’s, or of one it pays for. */
  account_id: id,
  subscription_id: id,
  plan_name: z.string(),
  /** Its current period. */
  period_from: day,
  period_to: day,
  /** What was invoiced ahead for a time that holds today, less what was given back of it, with tax. */
  charged: z.array(
    z.object({ invoice_id: id, description: z.string(), period_from: day, period_to: day, gross_minor: minor }),
  ),
  /** Null where use is not charged. */
  use: RunningUse.nullable(),
});

export const ShowRunningBill = contract({
  summary:
    'What an account would owe if its current periods ended now: its bills to come as they stand, and as they will be if use goes on as it did',
  input: z.strictObject({ account_id: id }),
  reply: z.object({
    account_id: id,
    /** The account on whose invoices all of this comes to stand, and who owes it; null: its own. */
    payer_id: id.nullable(),
    currency,
    as_of: instant,
    /** The account’s day. In arrears, it is charged with those before it. */
    today: day,
    /** Why no bill can be made; null when it can. */
    held: z.string().nullable(),
    subscriptions: z.array(RunningSubscription),
    /** One for each day on which something is billed next; what is billed ahead then is in it. */
    bills: z.array(z.object({ on: day, so_far: Documents, forecast: Documents })),
    /** Of all of them, with tax, less what is given back. */
    so_far_minor: minor,
    forecast_minor: minor,
    /** Of invoices that were made. */
    open_minor: minor,
    credit_minor: minor,
    /** So far, unless another account pays, with what is open, less credit; below zero is credit that is left. */
    to_pay_minor: minor,
  }),
});
export type RunningBillReply = z.output<typeof ShowRunningBill.reply>;
export type ShowRunningBill = z.output<typeof ShowRunningBill.input>;
