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
import { bundleTerms, newBundleTerms } from './contract/bundles.ts';
import { contractTerms, newContractTerms, oneFee } from './contract/contracts.ts';
import { limitTerms, newLimitTerms } from './contract/limits.ts';
import { meterTerms, newMeterTerms } from './contract/meters.ts';

export { Area, AreaRule, AvailablePlan, CreateArea, GetArea, ListAreas, UpdateArea } from './contract/areas.ts';
export { BundlePart, PriceBundle } from './contract/bundles.ts';
export { ContractTerms } from './contract/contracts.ts';
export { CreateCoupon, GetCoupon, ListCoupons, UpdateCoupon } from './contract/coupons.ts';
export { FairUseStep, HoursRule, Limit } from './contract/limits.ts';
export { MeterCharge } from './contract/meters.ts';
export { CreatePack, GetPack, ListPacks, UpdatePack } from './contract/packs.ts';

/** A step of prices of use: units above the step before, up to and with `up_to` (null: without end). */
export const OverageTier = z.strictObject({
  up_to: decimal.refine((d) => !d.startsWith('-') && /[1-9]/.test(d), 'must be more than zero').nullable(),
  unit_price_minor: decimal.refine((d) => !d.startsWith('-'), 'must not be negative'),
});

const kbps = z.int().min(1).max(2_000_000_000);

/** Another price at the beginning: for so many days, or whole periods. */
export const Phase = z.strictObject({
  days: z.int().min(1).max(366).optional(),
  cycles: z.int().min(1).max(120).optional(),
  price_minor: z.int().min(0),
});

/** How a version is billed; what is left out is rule D of docs/rooms/billing.md. */
const billing = {
  /** How a part of a period is measured. */
  proration: z.enum(['day', 'second', '30-day', 'full', 'none']),
  /** Whether the day a subscription ends on is still charged. */
  termination: z.enum(['exclusive', 'inclusive']),
  first_part: z.enum(['separately', 'with-next']),
  bill_suspended: z.boolean(),
  rounding: z.enum(['half-up', 'half-even']),
  /** When what is owed back for unused days is given: at once, with the next charges, at once to be paid out, or never. */
  adjustments: z.enum(['credit-now', 'credit-next-invoice', 'refund', 'none']),
  /** When a change to a plan that costs more a day takes effect, unless said with the change; and to one that costs less. */
  upgrade: z.enum(['now', 'period-end']),
  downgrade: z.enum(['now', 'period-end']),
  /** Price of a whole period while paused; null for nothing. */
  hold_fee_minor: amount.nullable(),
  /** One after the other from the start: a trial is one at 0. */
  phases: z
    .array(Phase)
    .max(10)
    .refine(
      (phases) => phases.every(({ days, cycles }) => (days === undefined) !== (cycles === undefined)),
      'a phase lasts either days or cycles',
    ),
};

/** What a version of a plan costs and gives. */
const terms = {
  ...billing,
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
  /** What is used beyond is billed in arrears by this unit. */
  overage_unit_bytes: bigCount.refine((b) => b > 0n, 'must be more than zero').nullable(),
  overage_unit_price_minor: decimal.refine((d) => !d.startsWith('-'), 'must not be negative').nullable(),
  /** The price of a unit: one for all; each unit at the price of its step; or all of them at the price of the step that they reach. */
  overage_model: z.enum(['flat', 'graduated', 'volume']),
  overage_tiers: z.array(OverageTier).max(20),
  /** A begun unit is charged in exact part, or whole. */
  overage_partial: z.enum(['exact', 'up']),
  session_timeout_s: z.int().min(60).max(31_536_000).nullable(),
  /** Sessions at once: stations that may be online by one log-in. */
  simultaneous: z.int().min(1).max(1000),
  /** Pools, by code, that addresses come from; null leaves it to the NAS. */
  ipv4_pool: code.nullable(),
  ipv6_prefix_pool: code.nullable(),
  ipv6_delegated_pool: code.nullable(),
  /** What may be used, how it slows down, and at which hours it is otherwise. */
  ...limitTerms,
  /** What metered services cost. */
  ...meterTerms,
  /** How long a subscription is bound, and what leaving earlier costs. */
  ...contractTerms,
  /** What a bundle sells together. */
  ...bundleTerms,
};

export const PlanVersion = z.object({
  plan_id: id,
  version: z.int(),
  effective_from: day,
  ...terms,
  created_at: instant,
  /** When it was taken back, before it began: nobody is sold it. */
  withdrawn_at: instant.nullable(),
});
export type PlanVersion = z.output<typeof PlanVersion>;

/** What a plan sells. Voice and TV are billed like any other service; an add-on goes on top of a subscription, one-time is sold as a charge, a bundle sells plans of other kinds together. */
export const PlanKind = z.enum(['internet', 'voice', 'tv', 'recurring', 'add-on', 'one-time', 'bundle']);

/** Of an add-on: the plans whose subscriptions it may be added to; null: any. */
const parents = z.array(id).min(1).max(200).nullable();
/** The areas a plan is sold in; null: everywhere. */
const areas = z.array(id).min(1).max(200).nullable();

export const Plan = z.object({
  id,
  code,
  name: z.string(),
  kind: PlanKind,
  parent_plan_ids: parents,
  area_ids: areas,
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
  proration: billing.proration.default('day'),
  termination: billing.termination.default('exclusive'),
  first_part: billing.first_part.default('separately'),
  bill_suspended: billing.bill_suspended.default(false),
  rounding: billing.rounding.default('half-up'),
  adjustments: billing.adjustments.default('credit-now'),
  upgrade: billing.upgrade.default('now'),
  downgrade: billing.downgrade.default('period-end'),
  hold_fee_minor: billing.hold_fee_minor.default(null),
  phases: billing.phases.default([]),
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
  overage_model: terms.overage_model.default('flat'),
  overage_tiers: terms.overage_tiers.default([]),
  overage_partial: terms.overage_partial.default('exact'),
  session_timeout_s: terms.session_timeout_s.default(null),
  simultaneous: terms.simultaneous.default(1),
  ipv4_pool: terms.ipv4_pool.default(null),
  ipv6_prefix_pool: terms.ipv6_prefix_pool.default(null),
  ipv6_delegated_pool: terms.ipv6_delegated_pool.default(null),
  ...newLimitTerms,
  ...newMeterTerms,
  ...newContractTerms,
  ...newBundleTerms,
};

export const CreatePlan = contract({
  summary: 'Make a plan with its first version',
  status: 201,
  input: z
    .strictObject({
      code,
      name: line(120),
      kind: PlanKind.default('internet'),
      parent_plan_ids: parents.default(null),
      area_ids: areas.default(null),
      effective_from: day.optional(),
      ...newTerms,
    })
    .superRefine(oneFee),
  reply: PlanPage,
});
export type CreatePlan = z.output<typeof CreatePlan.input>;

/** Which running subscriptions get new terms too; those sold from their day on get them anyway. */
export const Running = z.strictObject({
  /** Those by a version up to this; left out: by any. */
  up_to_version: z.int().min(1).optional(),
  /** Whether those that have a price of their own keep it. */
  own_prices: z.enum(['kept', 'replaced']).default('kept'),
});
export type Running = z.output<typeof Running>;

const published = z.strictObject({
  id,
  effective_from: day,
  ...newTerms,
  /** Left out: running subscriptions keep their terms until they change plan. */
  running: Running.optional(),
});

export const PublishVersion = contract({
  summary: 'Give a plan new terms from a day on, for new subscriptions or for running ones too',
  status: 201,
  input: published.superRefine(oneFee),
  reply: z.object({ ...PlanPage.shape, price_change_id: id.nullable() }),
});
export type PublishVersion = z.output<typeof PublishVersion.input>;

export const UpdatePlan = contract({
  summary:
    'Rename a plan, retire it from sale or bring it back, say which plans an add-on may be added to and in which areas it is sold',
  input: z.strictObject({
    id,
    name: line(120).optional(),
    state: z.enum(['active', 'retired']).optional(),
    parent_plan_ids: parents.optional(),
    area_ids: areas.optional(),
  }),
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
    kind: PlanKind.optional(),
    q: z.string().max(100).optional(),
  }),
  reply: pageOf(Plan),
});
export type ListPlans = z.output<typeof ListPlans.input>;
