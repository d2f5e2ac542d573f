import {
  amount,
  bigCount,
  code,
  contract,
  currency,
  day,
  decimal,
  id,
  instant,
  line,
  listing,
  pageOf,
} from '@isp/values/wire';
import { z } from 'zod';
import { limitTerms, newLimitTerms } from './contract/limits.ts';

export { FairUseStep, HoursRule, Limit } from './contract/limits.ts';

const kbps = z.int().min(1).max(2_000_000_000);

/** What a version of a plan costs and gives. */
const terms = {
  price_minor: amount,
  currency,
  cycle_unit: z.enum(['day', 'week', 'month', 'year']),
  cycle_count: z.int().min(1).max(120),
  timing: z.enum(['advance', 'arrears']),
  tax_code: code.nullable(),
  setup_fee_minor: amount,
  rate_down_kbps: kbps.nullable(),
  rate_up_kbps: kbps.nullable(),
  /** Octets of a period that the price includes; null for unlimited. */
  included_bytes: bigCount.nullable(),
  /** What is used beyond is billed in arrears by this unit, a begun unit in exact part. */
  overage_unit_bytes: bigCount.refine((b) => b > 0n, 'must be more than zero').nullable(),
  overage_unit_price_minor: decimal.refine((d) => !d.startsWith('-'), 'must not be negative').nullable(),
  session_timeout_s: z.int().min(60).max(31_536_000).nullable(),
  /** Sessions at once: stations that may be online by one log-in. */
  simultaneous: z.int().min(1).max(1000),
  /** Pools, by code, that addresses come from; null leaves it to the NAS. */
  ipv4_pool: code.nullable(),
  ipv6_prefix_pool: code.nullable(),
  ipv6_delegated_pool: code.nullable(),
  /** What may be used, how it slows down, and at which hours it is otherwise. */
  ...limitTerms,
};

export const PlanVersion = z.object({
  plan_id: id,
  version: z.int(),
  effective_from: day,
  ...terms,
  created_at: instant,
});
export type PlanVersion = z.output<typeof PlanVersion>;

export const Plan = z.object({
  id,
  code,
  name: z.string(),
  kind: z.enum(['internet', 'recurring']),
  state: z.enum(['active', 'retired']),
  created_at: instant,
  /** The version that holds today, or the first to come. */
  current: PlanVersion,
});
export type Plan = z.output<typeof Plan>;

export const PlanPage = z.object({ ...Plan.shape, versions: z.array(PlanVersion) });

/** A plan's terms as they are written: what is left out has the usual value. */
const newTerms = {
  ...terms,
  currency: currency.optional(),
  cycle_unit: terms.cycle_unit.default('month'),
  cycle_count: terms.cycle_count.default(1),
  timing: terms.timing.default('advance'),
  tax_code: terms.tax_code.default(null),
  setup_fee_minor: terms.setup_fee_minor.default(0n),
  price_minor: terms.price_minor,
  rate_down_kbps: terms.rate_down_kbps.default(null),
  rate_up_kbps: terms.rate_up_kbps.default(null),
  included_bytes: terms.included_bytes.default(null),
  overage_unit_bytes: terms.overage_unit_bytes.default(null),
  overage_unit_price_minor: terms.overage_unit_price_minor.default(null),
  session_timeout_s: terms.session_timeout_s.default(null),
  simultaneous: terms.simultaneous.default(1),
  ipv4_pool: terms.ipv4_pool.default(null),
  ipv6_prefix_pool: terms.ipv6_prefix_pool.default(null),
  ipv6_delegated_pool: terms.ipv6_delegated_pool.default(null),
  ...newLimitTerms,
};

export const CreatePlan = contract({
  summary: 'Make a plan with its first version',
  status: 201,
  input: z.strictObject({
    code,
    name: line(120),
    kind: z.enum(['internet', 'recurring']).default('internet'),
    effective_from: day.optional(),
    ...newTerms,
  }),
  reply: PlanPage,
});
export type CreatePlan = z.output<typeof CreatePlan.input>;

export const PublishVersion = contract({
  summary: 'Give a plan new terms from a day on; running subscriptions keep theirs until they change plan',
  status: 201,
  input: z.strictObject({ id, effective_from: day, ...newTerms }),
  reply: PlanPage,
});
export type PublishVersion = z.output<typeof PublishVersion.input>;

export const UpdatePlan = contract({
  summary: 'Rename a plan, retire it from sale or bring it back',
  input: z.strictObject({ id, name: line(120).optional(), state: z.enum(['active', 'retired']).optional() }),
  reply: PlanPage,
});
export type UpdatePlan = z.output<typeof UpdatePlan.input>;

export const GetPlan = contract({
  summary: 'One plan with all its versions',
  input: z.strictObject({ id, fields: listing.fields }),
  reply: PlanPage,
});

export const ListPlans = contract({
  summary: 'Plans, by code',
  input: z.strictObject({
    ...listing,
    state: z.enum(['active', 'retired']).optional(),
    q: z.string().max(100).optional(),
  }),
  reply: pageOf(Plan),
});
export type ListPlans = z.output<typeof ListPlans.input>;
