import type { Day, Decimal, Id } from '@isp/values';
import type { BilledPart } from './bundle-part.ts';
import type { ChargedTax, TaxedLine } from './tax.ts';
import type { BillingTerms } from './terms.ts';

/** What a line is for; revenue is booked by it. `hold_fee` is charged in place of the price during a pause. */
export type LineKind = 'recurring' | 'hold_fee' | 'usage' | 'one_time' | 'late_fee';

/** The charge of leaving a contract before its term ends, billed once. */
export const END_FEE = 'end-fee';

/** When a recurring price is billed: at the start of a period or at its end. */
export type Timing = 'advance' | 'arrears';

/**
 * One charge as it goes on a document, with the arithmetic that made it:
 *
 *     amount_minor = round(unit_price × quantity × (carried_days + days) ÷ denominator) − carried_minor
 *
 * `days` and `denominator` count days (seconds under the option `second`, 30 a month under `30-day`). The carried part is 0 unless another part of the
 * same period at the same price was billed before: then the parts sum to the price of their days together (rule D8).
 * Of a part of a bundle, what is rounded is the price of the parts up to and with it, less that of the parts before it.
 */
export interface ChargeLine {
  readonly kind: LineKind;
  readonly subscription_id: Id;
  readonly charge_code: string;
  /** What was sold: the price, of one cycle, of a plan version or add-on. A different price_id is a different charge. */
  readonly price_id: Id;
  /** Unique in a subscription: `lineKeyOf`. The database's key for "billed once". */
  readonly line_key: string;
  /** How many lines of its kind began at its first day before. */
  readonly revision: number;
  readonly due_on: Day;
  readonly period_from: Day;
  readonly period_to: Day;
  /** Seconds into `period_from` and `period_to`; 0 except under the option `second`. */
  readonly from_second: number;
  readonly to_second: number;
  /** The whole anchor-aligned period that holds the line's. */
  readonly cycle_from: Day;
  readonly cycle_to: Day;
  readonly quantity: Decimal;
  readonly unit_price: Decimal;
  readonly days: number;
  readonly denominator: number;
  readonly carried_days: number;
  readonly carried_minor: bigint;
  /** In the price's own terms: with tax when prices include it, before discounts. */
  readonly amount_minor: bigint;
  /** Those of the price it charges. */
  readonly terms: LineTerms;
  readonly part?: BilledPart;
}

/** How days of a line are counted and given back. */
export type LineTerms = Pick<BillingTerms, 'unit' | 'rounding' | 'gives_back'>;

/** What tells a line of a subscription from all others: kind, charge, where it begins, revision. */
export const lineKeyOf = (
  line: Pick<ChargeLine, 'kind' | 'charge_code' | 'period_from' | 'from_second' | 'revision'>,
): string => `${line.kind}:${line.charge_code}:${beginningText(line.period_from, line.from_second)}:${line.revision}`;

/** A day, and how many seconds into it when not at its beginning: `'2026-04-01+43200'`. */
export const beginningText = (day: Day, second: number): string => (second === 0 ? day : `${day}+${second}`);

/** Days of a billed line that were given back, and for how much (positive). */
export interface LineCredit {
  readonly period_from: Day;
  readonly period_to: Day;
  readonly from_second: number;
  readonly to_second: number;
  readonly amount_minor: bigint;
}

/** A recurring line as it stands on an issued document. */
export interface BilledLine
  extends Pick<
    ChargeLine,
    | 'kind'
    | 'price_id'
    | 'line_key'
    | 'period_from'
    | 'period_to'
    | 'from_second'
    | 'to_second'
    | 'cycle_from'
    | 'cycle_to'
    | 'quantity'
    | 'unit_price'
    | 'days'
    | 'amount_minor'
    | 'terms'
    | 'part'
  > {
  /** What was really invoiced, after discounts, in the same terms as `amount_minor`. */
  readonly invoiced_minor: bigint;
  /** Taken off by hand since, for no particular days (positive). */
  readonly adjusted_minor: bigint;
  readonly credits: readonly LineCredit[];
}

/**
 * Money owed back for the unused days of a billed line, rule D5:
 *
 *     amount_minor = round(invoiced_minor × days ÷ denominator) − carried_minor, never more than what is left of the line
 *
 * `days` are all its unused days so far, `carried_minor` what earlier credits gave back for them, so that any number of credits sums to one.
 * `amount_minor` is not negative. One of 0 (nothing is left of the line, or it cost nothing) is kept like the others, since its days are given back, but
 * goes on no document.
 */
export interface CreditLine extends LineCredit {
  readonly kind: 'credit';
  readonly subscription_id: Id;
  readonly charge_code: string;
  /** Unique in a subscription: the credited line's key and the first day given back. */
  readonly line_key: string;
  /** `line_key` of the line credited: a stored one, or one of the same result. */
  readonly credits_key: string;
  readonly due_on: Day;
  readonly days: number;
  readonly denominator: number;
  readonly invoiced_minor: bigint;
  readonly carried_minor: bigint;
}

/** What was credited of an issued line: days given back (`unused`), an amount by hand, or what was billed of use that was none (`recount`). Amounts positive. */
export interface StoredCredit extends TaxedLine {
  readonly kind: 'unused' | 'by-hand' | 'recount';
  readonly period_from: Day | null;
  readonly period_to: Day | null;
  readonly from_second: number;
  readonly to_second: number;
}

/** A recurring line as it stands on an issued invoice, with its credits. */
export interface StoredLine extends TaxedLine<ChargedTax> {
  /** Whose invoice it is on. */
  readonly account_id: Id;
  readonly invoice_id: Id;
  readonly line_no: number;
  readonly kind: LineKind;
  readonly charge_code: string;
  readonly revision: number;
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly description: string;
  readonly period_from: Day;
  readonly period_to: Day;
  readonly from_second: number;
  readonly to_second: number;
  readonly cycle_from: Day;
  readonly cycle_to: Day;
  readonly quantity: Decimal;
  readonly unit_price_minor: bigint;
  readonly days: number;
  readonly discount_minor: bigint;
  readonly tax_code: string | null;
  readonly tax_inclusive: boolean;
  readonly part?: BilledPart | null;
  readonly credits: readonly StoredCredit[];
}
