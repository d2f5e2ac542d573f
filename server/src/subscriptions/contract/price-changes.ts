import { currency, day, id, instant, minor } from '@isp/values/wire';
import { z } from 'zod';

/** Why a subscription of the plan keeps its terms: its own price; it ends before; it is to have another plan; its periods are of another length. */
const KEPT = ['own-price', 'ends', 'planned', 'cycle', 'bundle'] as const;
/** How far a price goes up, in per cent of the one before; `free` had no price. */
const STEPS = ['down', 'same', 'to-2', 'to-5', 'to-10', 'to-20', 'to-50', 'above-50', 'free'] as const;

const account = { account_id: id, account_number: z.string(), account_name: z.string() };
const prices = {
  /** What a period costs before and after. */
  before_minor: minor,
  after_minor: minor,
  difference_minor: minor,
};

/** A subscription that a price change hits. */
export const PriceChanged = z.object({
  id,
  ...account,
  plan_version: z.int(),
  currency,
  ...prices,
  /** Its day: a period of its own begins on it. */
  from_on: day,
});

/** Recurring revenue of a month, of those that are hit. */
const revenue = { before_month_minor: minor, after_month_minor: minor };

export const PriceChangePreview = z.object({
  currency,
  subscriptions: z.int(),
  accounts: z.int(),
  ...revenue,
  /** Of a period of the plan. */
  before_minor: minor,
  after_minor: minor,
  first_on: day.nullable(),
  last_on: day.nullable(),
  /** Those whose contract guarantees their price: they get it when its term ends. */
  guaranteed: z.int(),
  kept: z.array(z.object({ why: z.enum(KEPT), subscriptions: z.int() })),
  steps: z.array(z.object({ step: z.enum(STEPS), subscriptions: z.int(), difference_minor: minor })),
  days: z.array(z.object({ month: z.string(), subscriptions: z.int() })),
  /** The greatest rises. */
  most: z.array(PriceChanged),
});
export type PriceChangePreview = z.output<typeof PriceChangePreview>;

export const PriceChange = z.object({
  id,
  plan_id: id,
  plan_code: z.string(),
  plan_name: z.string(),
  plan_version: z.int(),
  up_to_version: z.int(),
  own_prices: z.enum(['kept', 'replaced']),
  effective_on: day,
  currency,
  price_minor: minor,
  cycle_unit: z.enum(['day', 'week', 'month', 'year']),
  cycle_count: z.int(),
  state: z.enum(['planning', 'planned', 'in-force', 'taking-back', 'taken-back']),
  published_by: z.string(),
  published_at: instant,
  taken_back_by: z.string().nullable(),
  taken_back_at: instant.nullable(),
  /** How many were expected to get it, and how many it was planned for. */
  due: z.int(),
  planned: z.int(),
  ...revenue,
});

/** The same with how many have it by now, and how many are to get it. */
export const PriceChangePage = z.object({ ...PriceChange.shape, begun: z.int(), waiting: z.int() });
export type PriceChangePage = z.output<typeof PriceChangePage>;
