import type { Anchor, Currency, Cycle, Day, Decimal, Id, Rollover } from '@isp/values';
import { type BundlePart, partTerms } from './bundle-part.ts';
import type { GivenDiscount } from './discount.ts';
import type { GivenExemption } from './exemption.ts';
import type { StoredCredit, StoredLine, Timing } from './lines.ts';
import type { MeterCharge, MeterTotal } from './meter-charge.ts';
import type { UsageUnit } from './rating.ts';
import type { ChargedTax, TaxedLine } from './tax.ts';
import { type TaxGroup, type TaxTerms, taxOrder } from './tax-terms.ts';
import type { BillingTerms } from './terms.ts';

/** When what is owed back for unused days is given: at once, with the next charges, at once to be paid out, or never. */
export type Adjustments = 'credit-now' | 'credit-next-invoice' | 'refund' | 'none';

/** What one version of a plan costs, as far as billing is concerned. */
export interface PlanTerms {
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly plan_name: string;
  /** Its parts are charged in its place. */
  readonly is_bundle?: boolean;
  readonly cycle_unit: Cycle['unit'];
  readonly cycle_count: number;
  readonly timing: Timing;
  readonly proration: BillingTerms['unit'];
  readonly termination: BillingTerms['termination'];
  readonly first_part: BillingTerms['first_part'];
  readonly bill_suspended: boolean;
  readonly rounding: BillingTerms['rounding'];
  readonly adjustments: Adjustments;
  /** A tax or a group of taxes. */
  readonly tax_code: string | null;
  /** Of a period, by the price list. */
  readonly price_minor: bigint;
  readonly setup_fee_minor: bigint;
  /** Octets of a period that the price includes; null for unlimited. */
  readonly included_bytes: bigint | null;
  readonly overage_unit_bytes: bigint | null;
  readonly overage_unit_price_minor: Decimal | null;
  /** Prices of use by how much of it there is; `flat` has the one above. */
  readonly overage_model: 'flat' | 'graduated' | 'volume';
  readonly overage_tiers: readonly { readonly up_to: Decimal | null; readonly unit_price_minor: Decimal }[];
  readonly overage_partial: UsageUnit['partial'];
  /** What becomes of what is left of the included octets; null: it is lost. */
  readonly rollover: Rollover | null;
  readonly meters: readonly MeterCharge[];
}

/** What all accounts of a run share; made once by `billingCatalogue`. */
export interface BillingCatalogue {
  readonly plans: ReadonlyMap<string, PlanTerms>;
  readonly taxes: ReadonlyMap<string, TaxTerms>;
  readonly groups: ReadonlyMap<string, TaxGroup>;
  /** Where each tax stands when several are on a document: those before it are charged first. */
  readonly tax_ranks: ReadonlyMap<string, number>;
  /** Some plan charges by meters. */
  readonly has_meters: boolean;
  /** By some plan what is left of included octets rolls over. */
  readonly has_rollover: boolean;
}

/** From a day on, a subscription has this version of this plan at this price a period. */
export interface PlanSegment extends Anchor {
  readonly from_on: Day;
  /** Seconds into the day; 0 unless its plan is billed by the second. */
  readonly from_second: number;
  /** The day it was recorded. */
  readonly known_on: Day;
  readonly plan_id: Id;
  readonly plan_version: number;
  /** Of one of it. */
  readonly price_minor: bigint;
  /** How many of it, a whole number from 1 on. */
  readonly quantity: number;
  /** Its price is a part of a bundle's. */
  readonly part?: BundlePart | null;
}

/** Local days at rest: from the day it was paused or suspended up to the day it came back; null while nobody knows when. */
export interface Rest {
  readonly from_on: Day;
  readonly to_on: Day | null;
  readonly known_on: Day;
  /** The day `to_on` was recorded; null when with the rest itself. */
  readonly to_known_on: Day | null;
  readonly reason: 'pause' | 'suspension';
  /** Price of a whole period at rest; null for nothing. */
  readonly hold_fee_minor: bigint | null;
}

/** How far a subscription has been billed. */
export interface BilledSoFar {
  /** The day the last run was made for; null before the first. */
  readonly billed_on: Day | null;
  /** All that was to be charged before this day is; null before the first run. */
  readonly settled_to: Day | null;
  /** The last day that a recurring line reaches to, first day not charged. */
  readonly recurring_to: Day | null;
  readonly usage_to: Day | null;
  readonly setup_fee_billed: boolean;
}

/** What was used in a period, over all sessions; `checksum` lets anyone prove later that the same records were counted. */
export interface UsageTotal {
  readonly period_from: Day;
  readonly period_to: Day;
  readonly octets: bigint;
  readonly sessions: number;
  readonly checksum: string;
  /** Records of its last hours may still be on their way without anybody noticing: it is to be looked at again. */
  readonly is_early: boolean;
}

/** Octets used in a billed period, as is known since. One without a line was idle. */
export interface PastUse {
  readonly period_from: Day;
  readonly octets: bigint;
}

/** A billed period that was rated again, and what was used in it as is known since. */
export type RecountedPeriod = Omit<UsageTotal, 'is_early'>;

/** A credit of a line of use. `recounted_minor` is what it took back of the line before the discounts of the account, because less was used than billed. */
export interface UsageCredit extends TaxedLine {
  readonly kind: StoredCredit['kind'];
  readonly recounted_minor: bigint;
}

/** A line of use as it stands on an issued invoice. */
export interface BilledUsageLine extends TaxedLine<ChargedTax> {
  /** Whose invoice it is on. */
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly line_no: number;
  readonly revision: number;
  readonly plan_id: Id;
  readonly plan_version: number;
  /** Whose days its period has: the account's zone when it was issued. */
  readonly zone: string;
  readonly period_from: Day;
  readonly period_to: Day;
  /** Its step of prices. */
  readonly tier: number;
  readonly quantity: Decimal;
  readonly billed_octets: bigint;
  /** Octets that had rolled over into its period, as was known when it was made. */
  readonly rolled_octets: bigint;
  readonly discount_minor: bigint;
  /** What was taken off it; `own`, by a discount of the subscription. */
  readonly discounts: readonly { readonly discount_id: Id; readonly own: boolean; readonly amount_minor: bigint }[];
  readonly tax_code: string | null;
  readonly tax_inclusive: boolean;
  readonly credits: readonly UsageCredit[];
  /** What was used in its period, as was known last. */
  readonly known_octets: bigint;
  readonly known_checksum: string;
  readonly is_void: boolean;
}

/** What was billed of a subscription's use, as far back as it is to be reckoned again; by period and revision. */
export interface BilledUsage {
  /** Of periods that begin before, records may be gone; null: all are there. */
  readonly kept_from: Day | null;
  readonly lines: readonly BilledUsageLine[];
}

/** A subscription with all that its bill depends on. Pending ones are not billed and need not be given. */
export interface BillableSubscription {
  /** Whose service it is: the account that is billed, or one it pays for. */
  readonly account_id: Id;
  readonly id: Id;
  /** What it was added to, or the bundle that it is a part of. */
  readonly parent_id?: Id | null;
  readonly currency: string;
  readonly started_on: Day;
  readonly ended_on: Day | null;
  /** The day its end was recorded. */
  readonly end_known_on: Day | null;
  /** Whether it ends because another account has it from that day on: then that day is not charged, and no day is paid for twice. */
  readonly is_transferred: boolean;
  /** What its end costs by its contract, and is not billed yet; in the price's own terms. */
  readonly end_fee_minor: bigint | null;
  /** By day; the first begins on or before `started_on`. */
  readonly segments: readonly PlanSegment[];
  /** By day. */
  readonly rests: readonly Rest[];
  readonly billed: BilledSoFar;
  /** The first billed day that use came for since; null: none. */
  readonly recount_from: Day | null;
  /** The lines of use that reach beyond that day; null: they were not read. */
  readonly billed_usage: BilledUsage | null;
  /** What was used in its billed periods; none where nothing rolls over. */
  readonly past_use: readonly PastUse[];
  /** The lines that `linesWanted` names. */
  readonly lines: readonly StoredLine[];
  /** The totals of the periods that `usageWanted` names; a missing one holds the account. */
  readonly usage: readonly UsageTotal[];
  /** The same of those that `metersWanted` names. */
  readonly meter_usage: readonly MeterTotal[];
}

/** A one-off charge that no bill has taken yet. */
export interface WaitingCharge {
  readonly account_id: Id;
  readonly id: Id;
  /** Null: of the account. */
  readonly subscription_id: Id | null;
  readonly plan_id: Id | null;
  readonly plan_version: number | null;
  readonly description: string;
  readonly quantity: number;
  /** Of one of it, more than zero. */
  readonly unit_price_minor: bigint;
  readonly tax_code: string | null;
  /** No bill before this day takes it. */
  readonly due_on: Day;
  /** The day it was recorded. */
  readonly known_on: Day;
}

/** The account's name and address as they go on the document. */
export interface Recipient {
  readonly account_number: string;
  readonly name: string;
  readonly street: string | null;
  readonly postal_code: string | null;
  readonly city: string | null;
  /** Left out where there is none. */
  readonly region?: string;
  readonly country: string;
  readonly tax_id: string | null;
}

/** Whose lines are on a document: they are taxed where that account is, and exempt as it is. */
export interface Served {
  readonly id: Id;
  readonly recipient: Recipient;
  /** In the order they were given. */
  readonly exemptions: readonly GivenExemption[];
}

/** Whom a document is made out to. */
export interface Party {
  readonly id: Id;
  readonly currency: Currency;
  readonly zone: string;
  readonly legal_entity_id: Id;
  readonly recipient: Recipient;
}

/** One account's billable facts, with those of the accounts it pays for: everything its next invoice depends on. */
export interface BillableAccount extends Party, Served {
  /** Days from the issue day to the due day. */
  readonly payment_days: number;
  /** Those it pays for, in the order they stand on its invoice; their discounts, charges and subscriptions are among the following, after its own. */
  readonly pays_for: readonly Served[];
  /** Other accounts that lines of these subscriptions were invoiced to, before somebody else paid for them. */
  readonly billed_before: readonly Party[];
  /** In the order they were given. */
  readonly discounts: readonly GivenDiscount[];
  /** In the order they were made. */
  readonly charges: readonly WaitingCharge[];
  readonly subscriptions: readonly BillableSubscription[];
}

/** The key of a version of a plan, in the catalogue and on a charge. */
export const planKey = (of: { readonly plan_id: Id; readonly plan_version: number }): string =>
  `${of.plan_id}:${of.plan_version}`;

type Listed = Pick<TaxGroup, 'taxes' | 'rules'>;

const listsOf = (groups: readonly Listed[]): (readonly string[])[] =>
  groups.flatMap(({ taxes, rules }) => [taxes, ...rules.map((rule) => rule.taxes)]);

/** One order of all taxes that keeps to the groups; `undefined` when they contradict each other. */
export const orderOfTaxes = (taxes: readonly string[], groups: readonly Listed[]): string[] | undefined =>
  taxOrder([...listsOf(groups), ...taxes.map((code) => [code])]);

/** Puts the plans, taxes and groups of taxes of a run together. Groups that contradict each other in the order of their taxes are a `RangeError`. */
export const billingCatalogue = (
  plans: readonly PlanTerms[],
  taxes: readonly TaxTerms[],
  groups: readonly TaxGroup[] = [],
): BillingCatalogue => {
  const order = orderOfTaxes(
    taxes.map(({ code }) => code),
    groups,
  );
  if (order === undefined) throw new RangeError('groups have the same taxes in different orders');
  return {
    plans: new Map(plans.map((plan) => [planKey(plan), plan])),
    taxes: new Map(taxes.map((tax) => [tax.code, tax])),
    groups: new Map(groups.map((group) => [group.code, group])),
    tax_ranks: new Map(order.map((code, i) => [code, i])),
    has_meters: plans.some(({ meters }) => meters.length > 0),
    has_rollover: plans.some(({ rollover }) => rollover !== null),
  };
};

type Priced = Pick<PlanSegment, 'plan_id' | 'plan_version' | 'part'>;

/** The terms of a segment or line; `undefined` when the catalogue lacks the version. */
export const termsOf = (catalogue: BillingCatalogue, of: Priced): PlanTerms | undefined => {
  const { part } = of;
  const own = catalogue.plans.get(planKey(of));
  if (!part || own === undefined) return own;
  const bundle = catalogue.plans.get(planKey({ plan_id: part.bundle_plan_id, plan_version: part.bundle_version }));
  return bundle && partTerms(own, bundle);
};

/** How long a plan's period is. */
export const cycleOf = (terms: PlanTerms): Cycle => ({ unit: terms.cycle_unit, count: terms.cycle_count });

/** How a version of a plan is billed. */
export const billingTermsOf = (plan: PlanTerms): BillingTerms => ({
  unit: plan.proration,
  termination: plan.termination,
  first_part: plan.first_part,
  bill_suspended: plan.bill_suspended,
  gives_back: plan.adjustments !== 'none',
  rounding: plan.rounding,
});
