import { z } from 'zod';

const kbps = z.int().min(1).max(2_000_000_000);
const direction = z.enum(['down', 'up', 'both']);
/** Octets, seconds or minor units: a whole number an integer of JSON can hold exactly. */
const amount = z.int().min(1).max(Number.MAX_SAFE_INTEGER);
const speeds = { rate_down_kbps: kbps.nullable(), rate_up_kbps: kbps.nullable() };
/** What may be left out when one is written. */
const usual = {
  direction: direction.default('both'),
  rate_down_kbps: kbps.nullable().default(null),
  rate_up_kbps: kbps.nullable().default(null),
};

const limit = {
  /** `money` is what use beyond the included volume costs, by the plan's own price of it. */
  what: z.enum(['time', 'data', 'money']),
  /** Which octets count; of time and money always `both`. */
  direction,
  /** `period` is the billing period, `total` all there ever was; `session` begins anew with each log-in. */
  per: z.enum(['session', 'day', 'week', 'month', 'period', 'total']),
  /** Octets, seconds connected, or minor units of the plan's currency, before tax. */
  amount,
  action: z.enum(['wall', 'deny', 'slow']),
  ...speeds,
};

/** What a subscription may use in a window, and what holds once it is used up. */
export const Limit = z.object(limit);
export type Limit = z.output<typeof Limit>;

const NewLimit = z
  .strictObject({ ...limit, ...usual })
  .refine(
    (l) => (l.action === 'slow') === (l.rate_down_kbps !== null) && (l.action === 'slow') === (l.rate_up_kbps !== null),
    { path: ['rate_down_kbps'], message: 'give both speeds when it slows down, and none otherwise' },
  )
  .refine((l) => l.per !== 'session' || l.action === 'deny', {
    path: ['action'],
    message: 'a limit of a session can only end it: "deny"',
  })
  .refine((l) => l.per !== 'session' || l.direction === 'both', {
    path: ['direction'],
    message: 'a limit of a session counts both directions: leave it "both"',
  })
  .refine((l) => l.what === 'data' || l.direction === 'both', {
    path: ['direction'],
    message: 'only data has a direction: leave it "both"',
  });

const step = {
  per: z.enum(['day', 'week', 'month', 'period']),
  direction,
  /** Octets. */
  after: amount,
  rate_down_kbps: kbps,
  rate_up_kbps: kbps,
};

/** A step of fair use: slower once so many octets of a window are used. */
export const FairUseStep = z.object(step);
export type FairUseStep = z.output<typeof FairUseStep>;

const NewFairUseStep = z.strictObject({ ...step, direction: usual.direction });

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):(00|15|30|45)$/, 'write a time at a quarter of an hour, such as "22:00" or "06:15"');

const hours = {
  /** ISO 8601: 1 Monday to 7 Sunday; of hours over midnight, the day they begin on. */
  days: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, 'names a day twice'),
  from: time,
  /** Not later than `from` is over midnight; `24:00` is the day's end. */
  to: z.union([time, z.literal('24:00')]),
  /** What is used in them counts against nothing, and nothing is held back. */
  free: z.boolean(),
  ...speeds,
};

/** Hours of the account's wall clock with a speed of their own, or free. */
export const HoursRule = z.object(hours);
export type HoursRule = z.output<typeof HoursRule>;

const { rate_down_kbps, rate_up_kbps } = usual;
const NewHoursRule = z
  .strictObject({ ...hours, free: hours.free.default(false), rate_down_kbps, rate_up_kbps })
  .refine((h) => (h.rate_down_kbps === null) === (h.rate_up_kbps === null), {
    path: ['rate_up_kbps'],
    message: 'give both speeds or none',
  })
  .refine((h) => h.free || h.rate_down_kbps !== null, {
    path: ['free'],
    message: 'hours are free, or have a speed of their own, or both',
  });

/** What becomes of what is left of an allowance: of the included volume, and of limits and steps of volume by week, month or billing period. */
const rollover = {
  /** In how many of the periods after its own it may be used. */
  periods: z.int().min(1).max(12),
  /** Octets that may have rolled over into a period at most, or per cent of its own allowance; neither is as much as there is. */
  most_bytes: amount.nullable(),
  most_percent: z.int().min(1).max(1200).nullable(),
  /** Whether what rolled over is used before the period's own, or after it. */
  used: z.enum(['first', 'last']),
};

const Rollover = z.object(rollover);

const NewRollover = z
  .strictObject({
    ...rollover,
    most_bytes: rollover.most_bytes.default(null),
    most_percent: rollover.most_percent.default(null),
    used: rollover.used.default('first'),
  })
  .refine((r) => r.most_bytes === null || r.most_percent === null, {
    path: ['most_percent'],
    message: 'give most_bytes or most_percent, not both',
  });

const LIMITS = 10;
const STEPS = 10;
const HOURS = 20;

/** The parts of a plan's terms that change what a subscription deserves by use and by time of day. */
export const limitTerms = {
  limits: z.array(Limit),
  fair_use: z.array(FairUseStep),
  hours: z.array(HoursRule),
  /** Null: what is left of a period is lost with it. */
  rollover: Rollover.nullable(),
};

/** The same as they are written; none unless said. */
export const newLimitTerms = {
  limits: z.array(NewLimit).max(LIMITS).default([]),
  fair_use: z.array(NewFairUseStep).max(STEPS).default([]),
  hours: z.array(NewHoursRule).max(HOURS).default([]),
  rollover: NewRollover.nullable().default(null),
};
