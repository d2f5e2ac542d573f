import type { Anchor, Currency, Cycle, Day, Decimal, Id } from '@isp/values';
import type { Timing } from './lines.ts';
import type { Tax } from './tax.ts';

/** What one version of a plan costs, as far as billing is concerned. */
export interface PlanTerms {
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly plan_name: string;
  readonly cycle_unit: Cycle['unit'];
  readonly cycle_count: number;
  readonly timing: Timing;
  readonly tax_code: string | null;
  readonly setup_fee_minor: bigint;
  /** Octets of a period that the price includes; null for unlimited. */
  readonly included_bytes: bigint | null;
  readonly overage_unit_bytes: bigint | null;
  readonly overage_unit_price_minor: Decimal | null;
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
export interface PlanSegment {
  readonly from_on: Day;
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly price_minor: bigint;
}

/** Local days without service: from the day it was suspended up to the day it came back; null while it has not. */
export interface Suspension {
  readonly from_on: Day;
  readonly to_on: Day | null;
}

/** How far a subscription has been billed, by its issued lines. */
export interface BilledSoFar {
  readonly recurring_to: Day | null;
  readonly usage_to: Day | null;
  readonly setup_fee: boolean;
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
  readonly anchor_on: Day;
  readonly anchor_day: number;
  readonly price_override_minor: bigint | null;
  /** By day; the first begins on or before `started_on`. */
  readonly segments: readonly PlanSegment[];
  /** By day, one after the other. */
  readonly suspensions: readonly Suspension[];
  readonly billed: BilledSoFar;
  /** The totals of the periods that `usagePeriodsDue` names; a missing one holds the account. */
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

/** Where a subscription's periods begin. */
export const anchorOf = ({ anchor_on, anchor_day }: BillableSubscription): Anchor => ({ anchor_on, anchor_day });

/** How long a plan's period is. */
export const cycleOf = (terms: PlanTerms): Cycle => ({ unit: terms.cycle_unit, count: terms.cycle_count });
