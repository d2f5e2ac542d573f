import { bigCount, contract, currency, day, id, instant, listing, minor, pageOf, zone } from '@isp/values/wire';
import { z } from 'zod';

/** A total over a period's sessions, with the check sum over each and its octets. */
const Total = z.object({ octets: bigCount, sessions: z.int(), checksum: z.string() });

const UsageLine = z.object({
  invoice_id: id,
  invoice_number: z.string(),
  issued_on: day,
  line_no: z.int(),
  /** Its step of prices, from 0. */
  tier: z.int(),
  quantity: z.string(),
  unit_price_minor: z.string(),
  /** In the price's own terms, before discounts. */
  amount_minor: minor,
  /** What was known when it was rated. */
  total: Total,
});

export const LineSources = contract({
  summary:
    'What a usage line came from: the plan’s terms, its arithmetic, the use of each day, the other lines and credits of its period, and whether the records still prove it',
  input: z.strictObject({ invoice_id: id, line_no: z.coerce.number().int().min(1) }),
  reply: z.object({
    account_id: id,
    subscription_id: id,
    plan_id: id,
    plan_name: z.string(),
    plan_version: z.int(),
    currency,
    /** Whose days the period has. */
    zone,
    period_from: day,
    period_to: day,
    /**
     * `proven`: the records are those that were rated. `reckoned`: others came or went since, and the period was rated again by all of them. `differs`: they were not reckoned with yet, or are no
     * more. `kept-no-longer`: they were deleted for their age; the totals and check sums stay.
     */
    state: z.enum(['proven', 'reckoned', 'differs', 'kept-no-longer']),
    /** The next bill run rates the period again. */
    is_pending: z.boolean(),
    rated: Total,
    /** Of a correction: what was known before. */
    before: Total.pick({ octets: true, checksum: true }).nullable(),
    /** What the records say now. */
    now: Total,
    /** The last time its period was rated again; null: never. */
    recounted: Total.extend({ as_of: day }).nullable(),
    rating: z.object({
      included_octets: bigCount,
      /** What rolled over into the period, as was known when the line was made, by the first day of the period it is of; and what of it was used. */
      rolled_over: z.array(z.object({ of: day, octets: bigCount, used_octets: bigCount })),
      /** Beyond what is included, at this line's price. */
      billed_octets: bigCount,
      unit_octets: bigCount,
      model: z.enum(['flat', 'graduated', 'volume']),
      /** Of a correction: what all of the period's use comes to at this price, and what of it was billed before. */
      rated_minor: minor.nullable(),
      before_minor: minor.nullable(),
    }),
    /** The period's lines, this one too, in the order they were made. */
    lines: z.array(UsageLine),
    /** What was given back because less was used than billed. Positive, without tax. */
    credits: z.array(
      z.object({ credit_note_id: id, number: z.string(), issued_on: day, net_minor: minor, octets: bigCount }),
    ),
    days: z.array(z.object({ on_day: day, octets: bigCount, sessions: z.int() })),
    /** What came after the period was billed. */
    late: z.object({ octets: bigCount, sessions: z.int() }),
  }),
});
export type LineSources = z.output<typeof LineSources.reply>;

export const LineSession = z.object({
  id,
  /** null when the session itself is kept no longer. */
  nas_name: z.string().nullable(),
  username: z.string().nullable(),
  started_at: instant.nullable(),
  stopped_at: instant.nullable(),
  /** The first quarter of an hour of the period it used something in. */
  used_from: instant,
  /** In the period. */
  octets: bigCount,
  /** What of it came after the period was billed, and when that was noticed last. */
  late_octets: bigCount,
  noted_at: instant.nullable(),
});

export const ListLineSessions = contract({
  summary: 'The sessions of a usage line’s period, with their octets in it; those that came late, if asked',
  input: z.strictObject({
    ...listing,
    invoice_id: id,
    line_no: z.coerce.number().int().min(1),
    late: z.stringbool().optional(),
  }),
  reply: pageOf(LineSession),
});
export type ListLineSessions = z.output<typeof ListLineSessions.input>;
