import type { Anchor, Currency, Cycle, Day, Decimal, Id } from '@isp/values';
import type { GivenDiscount } from './discount.ts';
import type { StoredLine, Timing } from './lines.ts';
import type { UsageUnit } from './rating.ts';
import type { Tax } from './tax.ts';
import type { BillingTerms } from './terms.ts';

/** When what is owed back for unused days is given: at once, with the next charges, at once to be paid out, or never. */
export type Adjustments = 'credit-now' | 'credit-next-invoice' | 'refund' | 'none';

/** What one version of a plan costs, as far as billing is concerned. */
export interface PlanTerms {
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly plan_name: string;
  readonly cycle_unit: Cycle['unit'];
  readonly cycle_count: number;
  readonly timing: Timing;
  readonly proration: BillingTerms['unit'];
  readonly termination: BillingTerms['termination'];
  readonly first_part: BillingTerms['first_part'];
  readonly bill_suspended: boolean;
  readonly rounding: BillingTerms['rounding'];
  readonly adjustments: Adjustments;
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
}

/** A tax of the catalogue with what a document says about it. */
export interface TaxTerms extends Tax {
  readonly name: string;
  /** Prices that name this tax have it inside. */
  readonly inclusive: boolean;
}

/** What all accounts of a run share; made once by `billingCatalogue`. */
export interface BillingCatalogue {
  readonly plans: ReadonlyMap<string, PlanTerms>;
  readonly taxes: ReadonlyMap<string, TaxTerms>;
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
  readonly price_minor: bigint;
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
}

/** A subscription with all that its bill depends on. Pending ones are not billed and need not be given. */
export interface BillableSubscription {
  readonly id: Id;
  readonly currency: string;
  readonly started_on: Day;
  readonly ended_on: Day | null;
  /** The day its end was recorded. */
  readonly end_known_on: Day | null;
  /** What its end costs by its contract, and is not billed yet; in the price's own terms. */
  readonly end_fee_minor: bigint | null;
  /** By day; the first begins on or before `started_on`. */
  readonly segments: readonly PlanSegment[];
  /** By day. */
  readonly rests: readonly Rest[];
  readonly billed: BilledSoFar;
  /** The lines that `linesWanted` names. */
  readonly lines: readonly StoredLine[];
  /** The totals of the periods that `usageWanted` names; a missing one holds the account. */
  readonly usage: readonly UsageTotal[];
}

/** The account's name and address as they go on the document. */
export interface Recipient {
  readonly account_number: string;
  readonly name: string;
  readonly street: string | null;
  readonly postal_code: string | null;
  readonly city: string | null;
  readonly country: string;
  readonly tax_id: string | null;
}

/** One account's billable facts: everything its next invoice depends on. */
export interface BillableAccount {
  readonly id: Id;
  readonly currency: Currency;
  readonly zone: string;
  readonly legal_entity_id: Id;
  /** Days from the issue day to the due day. */
  readonly payment_days: number;
  readonly recipient: Recipient;
  /** In the order they were given. */
  readonly discounts: readonly GivenDiscount[];
  readonly subscriptions: readonly BillableSubscription[];
}

/** The key of a version of a plan, in the catalogue and on a charge. */
export const planKey = (of: { readonly plan_id: Id; readonly plan_version: number }): string =>
  `${of.plan_id}:${of.plan_version}`;

/** Puts the plans and taxes of a run together. */
export const billingCatalogue = (plans: readonly PlanTerms[], taxes: readonly TaxTerms[]): BillingCatalogue => ({
  plans: new Map(plans.map((plan) => [planKey(plan), plan])),
  taxes: new Map(taxes.map((tax) => [tax.code, tax])),
});

/** The terms of a segment; `undefined` when the catalogue lacks the version. */
export const termsOf = (catalogue: BillingCatalogue, segment: PlanSegment): PlanTerms | undefined =>
  catalogue.plans.get(planKey(segment));

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
