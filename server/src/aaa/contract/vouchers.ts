import {
  amount,
  bigCount,
  contract,
  currency,
  day,
  id,
  instant,
  line,
  listing,
  nothing,
  pageOf,
} from '@isp/values/wire';
import { z } from 'zod';

const YEAR_S = 366 * 86_400;

/** How the codes are made; together with `size` it has to be beyond guessing. */
const shape = {
  /** What each code begins with, in capitals. */
  code_prefix: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{0,8}$/, 'use letters and digits, 8 at most'),
  /** Letters and digits that are not taken for one another, or digits alone. */
  code_alphabet: z.enum(['letters-digits', 'digits']),
  /** Characters drawn after the prefix. */
  code_length: z.int().min(4).max(16),
  /** Digits of the PIN that is asked for as the password; 0: the code alone is enough. */
  pin_length: z
    .int()
    .min(0)
    .max(8)
    .refine((n) => n === 0 || n >= 4, 'a PIN has 4 to 8 digits, or 0 for none'),
};

/** What a voucher gives. */
const gift = {
  /** Seconds online in all; null is without end. */
  time_s: z.int().min(60).max(YEAR_S).nullable(),
  /** Octets of both directions in all; null is without end. */
  octets: bigCount.nullable(),
  /** Seconds from the first log-in on after which it is over; null for never. */
  valid_s: z
    .int()
    .min(60)
    .max(10 * YEAR_S)
    .nullable(),
  rate_down_kbps: z.int().min(1).max(100_000_000).nullable(),
  rate_up_kbps: z.int().min(1).max(100_000_000).nullable(),
  /** Sessions at once. */
  simultaneous: z.int().min(1).max(1000),
  /** Whether the first station that comes is the only one. */
  binds_device: z.boolean(),
};

export const VoucherBatch = z.object({
  id,
  account_id: id,
  name: z.string(),
  size: z.int(),
  ...shape,
  ...gift,
  /** The last day, in the account's zone, on which a voucher may be used first. */
  use_by_on: day.nullable(),
  heading: z.string(),
  price_minor: amount.nullable(),
  currency,
  zone: z.string(),
  login_url: z.string().nullable(),
  cancelled_at: instant.nullable(),
  created_at: instant,
  /** How many of its vouchers are in each state. */
  unused: z.int(),
  in_use: z.int(),
  used_up: z.int(),
  expired: z.int(),
  cancelled: z.int(),
});
export type VoucherBatch = z.output<typeof VoucherBatch>;

/** What is printed on a card beside the code. */
const printed = {
  /** Who the voucher is from; the name of the legal entity unless said. */
  heading: line(60).optional(),
  /** Printed only: nothing is charged. In the account's currency. */
  price_minor: amount.nullable().default(null),
  /** Where the hotspot's log-in page is, for a QR code; {code} and {pin} in it are replaced. */
  login_url: z
    .url({ protocol: /^https?$/, hostname: z.regexes.domain })
    .max(300)
    .nullable()
    .default(null),
};

export const CreateVoucherBatch = contract({
  summary: 'Make a batch of vouchers: codes that are log-ins by themselves, good for so long and so much',
  status: 201,
  input: z.strictObject({
    /** Whose they are: the owner of the hotspot, or an account of your own. Zone and currency are the account's. */
    account_id: id,
    name: line(80),
    size: z.int().min(1).max(10_000),
    code_prefix: shape.code_prefix.default(''),
    code_alphabet: shape.code_alphabet.default('letters-digits'),
    code_length: shape.code_length.default(8),
    pin_length: shape.pin_length.default(0),
    time_s: gift.time_s.default(null),
    octets: bigCount
      .refine((n) => n >= 1_000_000n, 'is at least 1,000,000')
      .nullable()
      .default(null),
    valid_s: gift.valid_s.default(null),
    rate_down_kbps: gift.rate_down_kbps.default(null),
    rate_up_kbps: gift.rate_up_kbps.default(null),
    simultaneous: gift.simultaneous.default(1),
    binds_device: gift.binds_device.default(false),
    use_by_on: day.nullable().default(null),
    ...printed,
  }),
  reply: VoucherBatch,
});
export type CreateVoucherBatch = z.output<typeof CreateVoucherBatch.input>;

export const ListVoucherBatches = contract({
  summary: 'Batches of vouchers, with how many of each are used',
  input: z.strictObject({ ...listing, q: line(80).optional(), account_id: id.optional() }),
  reply: pageOf(VoucherBatch),
});
export type ListVoucherBatches = z.output<typeof ListVoucherBatches.input>;

const one = { id };

export const GetVoucherBatch = contract({
  summary: 'One batch of vouchers',
  input: z.strictObject(one),
  reply: VoucherBatch,
});

export const ExtendVoucherBatch = contract({
  summary:
    'Set the last day on which a batch’s vouchers may be used first; those that missed the old one are good again',
  input: z.strictObject({ ...one, use_by_on: day.nullable() }),
  reply: VoucherBatch,
});
export type ExtendVoucherBatch = z.output<typeof ExtendVoucherBatch.input>;

export const CancelVoucherBatch = contract({
  summary: 'Cancel every voucher of a batch that is not over; who is online by one is disconnected',
  input: z.strictObject(one),
  reply: VoucherBatch,
});

export const RemoveVoucherBatch = contract({
  summary: 'Remove a batch whose vouchers are all over for 30 days, with their use',
  status: 204,
  input: z.strictObject(one),
  reply: nothing,
});

export const Voucher = z.object({
  id,
  account_id: id,
  batch_id: id,
  batch_name: z.string(),
  /** Counted from 1 in its batch. */
  number: z.int(),
  /** Hidden but for its end; `/codes` has it for those who may see it. */
  code: z.string(),
  state: z.enum(['unused', 'in-use', 'used-up', 'expired', 'cancelled']),
  /** What a person reads at the next log-in. */
  reason: z.string(),
  /** The station it is bound to. */
  mac: z.string().nullable(),
  first_used_at: instant.nullable(),
  expires_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** What was used when a session began or ended last, or a limit was reached. */
  used_s: z.int(),
  used_octets: bigCount,
  time_s: z.int().nullable(),
  octets: bigCount.nullable(),
});
export type Voucher = z.output<typeof Voucher>;

export const ListVouchers = contract({
  summary: 'Vouchers; `q` finds one by its whole code, its number or the device it is bound to',
  input: z.strictObject({
    ...listing,
    batch_id: id.optional(),
    account_id: id.optional(),
    state: Voucher.shape.state.optional(),
    q: line(60).optional(),
  }),
  reply: pageOf(Voucher),
});
export type ListVouchers = z.output<typeof ListVouchers.input>;

export const ShowVoucher = contract({
  summary: 'One voucher, with what was used of it up to now',
  input: z.strictObject(one),
  reply: Voucher.extend({
    /** Sessions online now. */
    online: z.int(),
    rate_down_kbps: gift.rate_down_kbps,
    rate_up_kbps: gift.rate_up_kbps,
    valid_s: gift.valid_s,
    use_by_on: day.nullable(),
    binds_device: z.boolean(),
    has_pin: z.boolean(),
  }),
});
export type ShownVoucher = z.output<typeof ShowVoucher.reply>;

export const CancelVoucher = contract({
  summary: 'Cancel a voucher; who is online by it is disconnected',
  input: z.strictObject(one),
  reply: Voucher,
});

export const ForgetVoucherDevice = contract({
  summary: 'Let another device in: the next one that comes is the one a voucher is bound to',
  input: z.strictObject(one),
  reply: Voucher,
});

const Code = z.object({ id, number: z.int(), code: z.string(), pin: z.string().nullable() });
export type VoucherCode = z.output<typeof Code>;

export const ListVoucherCodes = contract({
  summary: 'The codes and PINs of a batch, in the order of their numbers; who asked is in the audit',
  input: z.strictObject({ ...one, ...listing, sort: z.literal('number').optional() }),
  reply: pageOf(Code),
});
export type ListVoucherCodes = z.output<typeof ListVoucherCodes.input>;

export const ShowVoucherCode = contract({
  summary: 'The code and PIN of a voucher; who asked is in the audit',
  input: z.strictObject(one),
  reply: Code,
});

export const VOUCHER_LAYOUTS = ['a4-2x5', 'a4-3x8', 'a4-4x10', 'roll-80mm'] as const;

export const PrintVouchers = contract({
  summary:
    'A batch as PDF, to print and cut: cards on A4, or a receipt roll. Vouchers that are over are left out; who asked is in the audit',
  input: z.strictObject({
    ...one,
    layout: z.enum(VOUCHER_LAYOUTS).default('a4-2x5'),
    /** Numbers of the first and the last voucher; all unless said. */
    from_number: z.coerce.number().int().min(1).max(10_000).optional(),
    to_number: z.coerce.number().int().min(1).max(10_000).optional(),
    /** Only those nobody has used yet. */
    unused_only: z.stringbool().default(true),
  }),
  reply: z.custom<Buffer>(),
});
export type PrintVouchers = z.output<typeof PrintVouchers.input>;
