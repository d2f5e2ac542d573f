import { amount, contract, day, id, instant, line, minor, nothing } from '@isp/values/wire';
import { z } from 'zod';
import { CreditNotePage } from '../billing/contract.ts';
import { PaymentPage, paymentFields } from '../payments/contract.ts';
import { Subscription, TopUp } from '../subscriptions/contract.ts';
import { HoursRule, Limit } from '../tariffs/contract.ts';
import { dissolved, mac, PartAsked, password, prefix, StartedPart, username } from './contract/bundles.ts';
import { foreseen } from './contract/documents.ts';
import { change, ended, lasts, paused, quantity, tooShort, unpaused } from './contract/service-changes.ts';

export {
  ExportJournal,
  ExportJournalDatev,
  ExportJournalQuickbooks,
  ExportJournalSafT,
  ExportJournalXero,
} from '../billing/contract.ts';
export { ShowAvailability } from './contract/availability.ts';
export { DissolveBundle } from './contract/bundles.ts';
export { ChargeAccount } from './contract/charges.ts';
export { CheckClosing, CloseBooks } from './contract/closing.ts';
export {
  PreviewTerms,
  ShowContract,
  type ShownContract,
  TakeBackPriceChange,
} from './contract/contracts.ts';
export { EndDiscount, GiveDiscount } from './contract/discounts.ts';
export {
  BeginBillRuns,
  HoldBills,
  PreviewInvoice,
  StartBillRun,
} from './contract/documents.ts';
export { EndTaxExemption, ExemptFromTax } from './contract/exemptions.ts';
export {
  RefundCreditNote,
  RefundPayment,
  ReverseRefund,
  UndoWriteOff,
  VoidInvoice,
  WriteOffInvoice,
} from './contract/money-out.ts';
export { BuyPack, DropPackRule, ReturnPack, SetPackRule } from './contract/packs.ts';
export { DropPayer, SetPayer } from './contract/payers.ts';
export {
  AcceptQuote,
  CreateQuote,
  ForeseeQuote,
  RewriteQuote,
  SendQuote,
  type ShownQuote,
  ShowQuote,
} from './contract/quotes.ts';
export { RecountUsage } from './contract/recounts.ts';
export { Rehearse } from './contract/rehearsal.ts';
export { ShowRunningBill } from './contract/running-bill.ts';
export {
  ForeseeTransfer,
  TakeTransferBack,
  TransferSubscription,
} from './contract/transfers.ts';
export { ImportUsage, RecordUsage, SetNumbers } from './contract/usage.ts';

export const Subscribe = contract({
  summary:
    'Subscribe an account to a plan and activate it: address, log-in and access are made, the first invoice falls due by the plan',
  status: 201,
  input: z.strictObject({
    account_id: id,
    plan_id: id,
    /** The subscription that an add-on is added to, or the bundle that an optional part is: it then begins with it or today, and its periods with that one’s, unless said. */
    parent_id: id.nullable().default(null),
    /** How many of it; Internet access is one. */
    quantity: quantity.default(1),
    start_on: day.optional(),
    /** Day of the month that periods begin on, 1–31; the start day when left out. */
    anchor_day: z.int().min(1).max(31).optional(),
    /** Instead, any day that a period of the plan begins on: for periods of more than a month. */
    anchor_on: day.optional(),
    price_override_minor: amount.nullable().default(null),
    username: username.optional(),
    password: password.optional(),
    /** Instead of a password: its hash from another system, as for a log-in. */
    password_hash: z.string().min(1).max(300).optional(),
    /** Only this station may log in; "learn" binds to the first that comes. */
    mac: mac.nullable().default(null),
    /** A fixed IPv4 address, and IPv6 prefixes, instead of what the plan's pools give. */
    static_ip: z.ipv4().nullable().default(null),
    framed_ipv6_prefix: prefix.nullable().default(null),
    delegated_ipv6_prefix: prefix.nullable().default(null),
    /** The code of a coupon for this subscription. */
    coupon: line(40).optional(),
    /** Why it is sold although the plan is not sold at the account’s address. */
    out_of_area: line(200).optional(),
    /** Of a bundle: which optional parts are taken, and how parts log in. */
    parts: z.array(PartAsked).max(20).default([]),
  }),
  reply: z.object({
    subscription: Subscription,
    username: z.string().nullable(),
    /** Shown this once, when it was made for you. */
    generated_password: z.string().nullable(),
    framed_ip: z.string().nullable(),
    /** Of a bundle, each a subscription of its own. */
    parts: z.array(StartedPart),
  }),
});
export type Subscribe = z.output<typeof Subscribe.input>;

const subscription = { id };

/** An add-on as one looks ahead at it. */
const added = {
  plan_id: id,
  quantity: quantity.optional(),
  start_on: day.optional(),
  price_override_minor: amount.nullable().optional(),
};

export const ChangePlan = contract({
  summary:
    'Give a subscription another plan, price, quantity or billing day: now or from the next period, as the rules of its plan say, unless said',
  input: z.strictObject({ ...subscription, ...change }),
  reply: Subscription,
});
export type ChangePlan = z.output<typeof ChangePlan.input>;

export const TakeChangeBack = contract({
  summary: 'Take a change back that is planned for a day to come',
  input: z.strictObject({ ...subscription, from_on: day }),
  reply: Subscription,
});
export type TakeChangeBack = z.output<typeof TakeChangeBack.input>;

export const PauseSubscription = contract({
  summary:
    'Pause a subscription as its customer wishes: nothing is charged but a hold fee, its log-in and addresses stay',
  input: z.strictObject({ ...subscription, ...paused }).refine(lasts, tooShort),
  reply: Subscription,
});
export type PauseSubscription = z.output<typeof PauseSubscription.input>;

export const UnpauseSubscription = contract({
  summary: 'End a pause, today or on another day; one that has not begun is taken back',
  input: z.strictObject({ ...subscription, ...unpaused }),
  reply: Subscription,
});
export type UnpauseSubscription = z.output<typeof UnpauseSubscription.input>;

export const SuspendSubscription = contract({
  summary: 'Suspend by hand: the live session is walled in at once',
  input: z.strictObject({ ...subscription, note: line(200).nullable().default(null) }),
  reply: Subscription,
});
export type SuspendSubscription = z.output<typeof SuspendSubscription.input>;

export const ResumeSubscription = contract({
  summary: 'Take back a suspension by hand; one for unpaid invoices stays',
  input: z.strictObject({ ...subscription }),
  reply: Subscription,
});

export const EndSubscription = contract({
  summary:
    'End a subscription today, on a day to come, or as of one that is past: its log-in and address are given back; null takes an end back that has not come',
  input: z.strictObject({ ...subscription, ...ended }),
  reply: Subscription,
});
export type EndSubscription = z.output<typeof EndSubscription.input>;

export const FixAddresses = contract({
  summary: 'Give a subscription fixed addresses, or (null) what its plan’s pools give; what is left out stays',
  input: z.strictObject({
    ...subscription,
    framed_ip: z.ipv4().nullable().optional(),
    /** One of /128 is an address (Framed-IPv6-Address). */
    framed_ipv6_prefix: prefix.nullable().optional(),
    delegated_ipv6_prefix: prefix.nullable().optional(),
    /** Ends live sessions, so that the change holds at once; else it holds from the next log-in on. */
    disconnect: z.boolean().default(false),
  }),
  reply: z.object({ subscription: Subscription, disconnected: z.int() }),
});
export type FixAddresses = z.output<typeof FixAddresses.input>;
/** How one limit or step of fair use stands in the window that holds now. */
const Meter = z.object({
  name: z.enum(['limit', 'fair use']),
  ...Limit.shape,
  /** Octets, seconds or minor units used in the window; what was used in free hours does not count. */
  used: z.int(),
  /** What is left before it takes hold, top-ups with it. */
  left: z.int(),
  /** Of `left`, what top-ups give. */
  topped_up_left: z.int(),
  /** What rolled over from windows before, by the first day of each, what ends soonest first: what there was when this window began, and what is left of it. */
  rolled_over: z.array(z.object({ of: day, amount: z.int(), left: z.int(), ends_at: instant })),
  from_at: instant,
  /** Null for what has no end. */
  to_at: instant.nullable(),
});

export const ShowLimits = contract({
  summary: 'How much a subscription has used of its limits and fair use, what holds now and why, and its top-ups',
  input: z.strictObject({ id }),
  reply: z.object({
    subscription_id: id,
    /** The account's: windows and hours are of its wall clock. */
    zone: z.string(),
    /** Of limits in money; null without a plan. */
    currency: z.string().nullable(),
    mode: z.enum(['allow', 'walled', 'deny']).nullable(),
    reason: z.string().nullable(),
    rate_down_kbps: z.int().nullable(),
    rate_up_kbps: z.int().nullable(),
    /** The next moment at which that may change without any use. */
    changes_at: instant.nullable(),
    meters: z.array(Meter),
    hours: z.array(HoursRule),
    /** The newest 50; all of them are at `/top-ups`. */
    top_ups: z.array(TopUp),
  }),
});
export type ShownLimits = z.output<typeof ShowLimits.reply>;

export { CreateVoucherBatch, type ShownVoucher, ShowVoucher, type VoucherBatch } from '../aaa/contract.ts';
export { GrantTopUp } from '../subscriptions/contract.ts';

export const RecordPayment = contract({
  summary:
    'Record money that came in: open invoices are settled oldest first (or those named), service comes back at once',
  status: 201,
  input: z.strictObject({ ...paymentFields, invoice_ids: z.array(id).max(100).optional() }),
  reply: PaymentPage,
});
export type RecordPayment = z.output<typeof RecordPayment.input>;

export const ReversePayment = contract({
  summary: 'Take a payment back: its invoices are open again',
  input: z.strictObject({ id, reason: line(200) }),
  reply: PaymentPage,
});
export type ReversePayment = z.output<typeof ReversePayment.input>;

export const ForeseeDocuments = contract({
  summary: 'The next invoices and credit notes of an account, as they will be if nothing changes',
  input: z.strictObject({ account_id: id, count: z.coerce.number().int().min(1).max(24).default(3) }),
  reply: foreseen,
});

export const ForeseeChange = contract({
  summary: 'The next three documents of an account if one thing were done to a subscription; nothing is done',
  status: 200,
  input: z
    .strictObject({
      ...subscription,
      add: z.strictObject(added).optional(),
      change: z.strictObject(change).optional(),
      pause: z.strictObject(paused).refine(lasts, tooShort).optional(),
      unpause: z.strictObject(unpaused).optional(),
      end: z.strictObject(ended).optional(),
      dissolve: z.strictObject(dissolved).optional(),
    })
    .refine(
      ({ add, change: c, pause: p, unpause: u, end: e, dissolve: d }) =>
        [add, c, p, u, e, d].filter((each) => each !== undefined).length === 1,
      'say one of add, change, pause, unpause, end or dissolve',
    ),
  reply: foreseen,
});
export type ForeseeChange = z.output<typeof ForeseeChange.input>;

export const BillAccount = contract({
  summary: 'Make what is due on an account today, instead of waiting for the next bill run',
  status: 201,
  input: z.strictObject({ account_id: id }),
  reply: z.object({ invoice_id: id.nullable(), credit_note_ids: z.array(id) }),
});
export type BillAccount = z.output<typeof BillAccount.input>;

export const CreditInvoice = contract({
  summary: 'Give back some of an invoice by a credit note; it is put to open invoices, this one first, or paid out',
  status: 201,
  input: z.strictObject({
    id,
    reason: line(200),
    /** In the price’s own terms: with tax when the line’s price included it, else without. */
    lines: z
      .array(z.strictObject({ line_no: z.int().min(1), amount_minor: minor }))
      .min(1)
      .max(1000),
    to_refund: z.boolean().default(false),
  }),
  reply: CreditNotePage,
});
export type CreditInvoice = z.output<typeof CreditInvoice.input>;

export const DisconnectOnline = contract({
  summary:
    'Ask the NASes to end the sessions that are named, or all that match; refused when they are more than agreed to',
  status: 202,
  input: z.strictObject({
    ids: z.array(id).min(1).max(5000).optional(),
    /** As of the list of who is online. */
    q: z.string().max(100).optional(),
    nas_id: id.optional(),
    plan_id: id.optional(),
    access_mode: z.enum(['allow', 'walled', 'deny']).optional(),
    not_as_told: z.boolean().optional(),
    reason: line(200).default('by hand'),
    /** How many one expects to end at most. */
    at_most: z.int().min(1).max(20_000),
  }),
  reply: z.object({ id, total: z.int() }),
});
export type DisconnectOnline = z.output<typeof DisconnectOnline.input>;

export const GetSandbox = contract({
  summary: 'Whether this is a sandbox, and what its clock shows',
  input: z.strictObject({}),
  reply: z.object({ sandbox: z.boolean(), now: instant, running: z.boolean() }),
});

export const TurnClock = contract({
  summary: 'Turn the sandbox’s clock forward; everything that falls due on the way runs, in order',
  input: z.strictObject({ now: instant, running: z.boolean().default(false) }),
  reply: z.object({ now: instant, running: z.boolean(), ran: z.int() }),
});
export type TurnClock = z.output<typeof TurnClock.input>;

export const SetDevicePassword = contract({
  summary: 'Choose my password for the routers, or have one made and shown this once; it is not the one I sign in with',
  input: z.strictObject({
    current_password: z.string().min(1).max(200),
    /** What I log in to routers as; the beginning of my e-mail address unless said, or as it was. */
    username: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'use small letters, digits, dots and dashes, 64 at most')
      .optional(),
    /** Left out, one is made. */
    device_password: z.string().min(12, 'it needs at least 12 characters').max(128).optional(),
  }),
  reply: z.object({ username: z.string(), generated_password: z.string().nullable() }),
});
export type SetDevicePassword = z.output<typeof SetDevicePassword.input>;

export const DropDevicePassword = contract({
  summary: 'Take my log-in to the routers away',
  status: 204,
  input: z.strictObject({}),
  reply: nothing,
});

export { CreateAccount as OpenAccount } from '../crm/contract.ts';
export type { Role, SetDeviceLevel, Staff, UpdateStaff } from '../identity/contract.ts';
