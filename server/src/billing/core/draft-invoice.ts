import {
  addDays,
  type Currency,
  type Day,
  type Decimal,
  decimalFromScaled,
  decimalToMinor,
  type Id,
  ok,
  type Result,
  refused,
} from '@isp/values';
import type {
  BillableAccount,
  BillableSubscription,
  BillingCatalogue,
  PlanTerms,
  Recipient,
  TaxTerms,
  UsageTotal,
} from './billable.ts';
import { assembleInvoice, type DraftLine, type Invoice } from './invoice.ts';
import { type Posting, postInvoice } from './ledger.ts';
import type { ChargeLine } from './lines.ts';
import { earlierOf, type KnownSubscription, knownSubscription, planCharges } from './subscription-charge.ts';
import { lastUsageOn, octetsText, rateOverage, type UsagePeriod, usagePeriods } from './usage-charge.ts';

/** A line of an invoice before taxes: the columns of billing.invoice_line that do not depend on the rest of the document. */
export interface InvoiceLineDraft extends DraftLine {
  readonly kind: 'recurring' | 'usage' | 'one_time';
  readonly subscription_id: Id;
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly description: string;
  readonly period_from: Day;
  readonly period_to: Day;
  readonly quantity: Decimal;
  readonly unit_price_minor: Decimal;
  readonly days: number | null;
  readonly of_days: number | null;
  readonly tax_code: string | null;
  /** How the amount came about. */
  readonly trace: Readonly<Record<string, string | number>>;
}

/** A tax of a document, as it is kept and shown. */
export interface InvoiceTax {
  readonly tax_code: string;
  readonly name: string;
  readonly percent: Decimal;
  readonly base_minor: bigint;
  readonly tax_minor: bigint;
}

/** An invoice ready to be issued: all but its id and number. */
export interface InvoiceDraft
  extends Pick<Invoice<InvoiceLineDraft>, 'lines' | 'net_minor' | 'discount_minor' | 'tax_minor' | 'gross_minor'> {
  readonly account_id: Id;
  readonly legal_entity_id: Id;
  readonly currency: Currency;
  readonly zone: string;
  readonly issued_on: Day;
  readonly due_on: Day;
  readonly recipient: Recipient;
  readonly taxes: readonly InvoiceTax[];
  readonly postings: readonly Posting[];
}

/** When a subscription is to be billed next; null when it is over and all of it is billed. */
export interface NextBill {
  readonly account_id: Id;
  readonly id: Id;
  readonly next_bill_on: Day | null;
}

/** What a run does with an account: an invoice, nothing, or it is held for a person to look at (then `next` is empty and it stays due). */
export interface Drafted {
  readonly account_id: Id;
  readonly invoice: InvoiceDraft | null;
  readonly held: string | null;
  readonly next: readonly NextBill[];
}

/** A closed period of a subscription whose octets a run must know. */
export interface UsageWanted {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly zone: string;
  readonly period_from: Day;
  readonly period_to: Day;
}

interface SubscriptionBill {
  readonly lines: readonly InvoiceLineDraft[];
  readonly next_bill_on: Day | null;
}

const ONE = '1' as Decimal;
const minorDecimal = (minor: bigint): Decimal => decimalFromScaled(minor, 0);

const planFields = (known: KnownSubscription, terms: PlanTerms, catalogue: BillingCatalogue) => {
  const { plan_id, plan_version, tax_code } = terms;
  const tax = tax_code === null ? undefined : catalogue.taxes.get(tax_code);
  return {
    subscription_id: known.subscription.id,
    plan_id,
    plan_version,
    tax_code,
    tax_inclusive: tax?.inclusive ?? false,
    tax_codes: tax_code === null ? [] : [tax_code],
  };
};

const recurringLine = (known: KnownSubscription, line: ChargeLine, catalogue: BillingCatalogue): InvoiceLineDraft => {
  const terms = catalogue.plans.get(line.price_id) ?? known.terms[0];
  const price = decimalToMinor(line.unit_price, known.currency);
  const { period_from, period_to, cycle_from, cycle_to } = line;
  const part = line.days !== line.denominator;
  return {
    kind: 'recurring',
    ...planFields(known, terms, catalogue),
    description: terms.plan_name,
    period_from,
    period_to,
    quantity: line.quantity,
    unit_price_minor: minorDecimal(price.ok ? price.value : 0n),
    days: part ? line.days : null,
    of_days: part ? line.denominator : null,
    amount_minor: line.amount_minor,
    trace: part ? { cycle_from, cycle_to } : {},
  };
};

const setupLine = (known: KnownSubscription, catalogue: BillingCatalogue, as_of: Day): InvoiceLineDraft[] => {
  const { started_on, billed } = known.subscription;
  const [terms] = known.terms;
  if (billed.setup_fee || terms.setup_fee_minor === 0n || started_on > as_of) return [];
  return [
    {
      kind: 'one_time',
      ...planFields(known, terms, catalogue),
      description: `${terms.plan_name}: set-up`,
      period_from: started_on,
      period_to: addDays(started_on, 1),
      quantity: ONE,
      unit_price_minor: minorDecimal(terms.setup_fee_minor),
      days: null,
      of_days: null,
      amount_minor: terms.setup_fee_minor,
      trace: {},
    },
  ];
};

const usageLine = (
  known: KnownSubscription,
  period: UsagePeriod,
  total: UsageTotal,
  catalogue: BillingCatalogue,
): InvoiceLineDraft => {
  const { terms } = period;
  const overage = rateOverage(terms, total, known.currency);
  return {
    kind: 'usage',
    ...planFields(known, terms, catalogue),
    description: `${terms.plan_name}: ${octetsText(total.octets)} used, ${octetsText(terms.included_bytes)} included`,
    period_from: period.from,
    period_to: period.to,
    quantity: overage.quantity,
    unit_price_minor: terms.overage_unit_price_minor,
    days: null,
    of_days: null,
    amount_minor: overage.amount_minor,
    trace: {
      total_bytes: `${total.octets}`,
      included_bytes: `${terms.included_bytes}`,
      billed_bytes: `${overage.octets}`,
      unit_bytes: `${terms.overage_unit_bytes}`,
      sessions: total.sessions,
      checksum: total.checksum,
    },
  };
};

/** A line for each closed period with use, and for the last one even without: it says how far usage is billed. */
const usageLines = (
  known: KnownSubscription,
  catalogue: BillingCatalogue,
  as_of: Day,
): Result<InvoiceLineDraft[], string> => {
  const periods = usagePeriods(known, as_of);
  const lines: InvoiceLineDraft[] = [];
  for (const [i, period] of periods.entries()) {
    const total = known.subscription.usage.find(
      (each) => each.period_from === period.from && each.period_to === period.to,
    );
    if (total === undefined) return refused(`the usage from ${period.from} to ${period.to} was not read`);
    if (total.octets > 0n || i === periods.length - 1) lines.push(usageLine(known, period, total, catalogue));
  }
  return ok(lines);
};

const lackingTax = (known: KnownSubscription, catalogue: BillingCatalogue): string | undefined =>
  known.terms.find(({ tax_code }) => tax_code !== null && !catalogue.taxes.has(tax_code))?.tax_code ?? undefined;

const billSubscription = (
  account: BillableAccount,
  subscription: BillableSubscription,
  catalogue: BillingCatalogue,
  as_of: Day,
): Result<SubscriptionBill, string> => {
  if (subscription.currency !== account.currency)
    return refused(`a subscription is in ${subscription.currency}, the account in ${account.currency}`);
  const known = knownSubscription(subscription, catalogue, account.currency);
  if (known === undefined) return refused('the version of a plan is not known');
  const lacking = lackingTax(known, catalogue);
  if (lacking !== undefined) return refused(`there is no tax ${lacking}`);
  const plan = planCharges(known, as_of);
  const usage = usageLines(known, catalogue, as_of);
  if (!usage.ok) return usage;
  const recurring = plan.lines
    .filter((line) => line.amount_minor > 0n)
    .map((line) => recurringLine(known, line, catalogue));
  return ok({
    lines: [...setupLine(known, catalogue, as_of), ...recurring, ...usage.value],
    next_bill_on: earlierOf(plan.next_on, lastUsageOn(known, as_of)),
  });
};

const taxRow = (taxes: BillingCatalogue['taxes'], tax: Invoice<InvoiceLineDraft>['taxes'][number]): InvoiceTax => ({
  tax_code: tax.code,
  name: taxes.get(tax.code)?.name ?? tax.code,
  percent: tax.rate_percent,
  base_minor: tax.base_minor,
  tax_minor: tax.tax_minor,
});

const taxesOf = (lines: readonly InvoiceLineDraft[], catalogue: BillingCatalogue): TaxTerms[] =>
  [...new Set(lines.map((line) => line.tax_code))]
    .sort()
    .flatMap((code) => (code === null ? [] : (catalogue.taxes.get(code) ?? [])));

const assemble = (
  account: BillableAccount,
  lines: readonly InvoiceLineDraft[],
  catalogue: BillingCatalogue,
  as_of: Day,
): InvoiceDraft => {
  const { currency, legal_entity_id, zone, recipient } = account;
  const invoice = assembleInvoice({
    currency,
    lines,
    discounts: [],
    taxes: taxesOf(lines, catalogue),
    rounding: 'half-up',
  });
  return {
    account_id: account.id,
    legal_entity_id,
    currency,
    zone,
    recipient,
    issued_on: as_of,
    due_on: addDays(as_of, account.payment_days),
    lines: invoice.lines,
    net_minor: invoice.net_minor,
    discount_minor: invoice.discount_minor,
    tax_minor: invoice.tax_minor,
    gross_minor: invoice.gross_minor,
    taxes: invoice.taxes.map((tax) => taxRow(catalogue.taxes, tax)),
    postings: postInvoice(invoice.lines, currency),
  };
};

/**
 * What is due on an account by the local day `as_of`, as one invoice: set-up fees, periods begun (in advance) or over (in arrears), use beyond what is
 * included; all that earlier runs missed. No invoice when it would come to nothing. Pure: the same facts give the same invoice.
 */
export const draftInvoice = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): Drafted => {
  const lines: InvoiceLineDraft[] = [];
  const next: NextBill[] = [];
  for (const subscription of account.subscriptions) {
    const bill = billSubscription(account, subscription, catalogue, as_of);
    if (!bill.ok) return { account_id: account.id, invoice: null, held: bill.reason, next: [] };
    lines.push(...bill.value.lines);
    next.push({ account_id: account.id, id: subscription.id, next_bill_on: bill.value.next_bill_on });
  }
  const owed = lines.some((line) => line.amount_minor > 0n);
  return {
    account_id: account.id,
    invoice: owed ? assemble(account, lines, catalogue, as_of) : null,
    held: null,
    next,
  };
};

/** The closed periods whose octets must be read before `draftInvoice`: read all of a chunk's at once. */
export const usageWanted = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): UsageWanted[] =>
  account.subscriptions.flatMap((subscription) => {
    const known = knownSubscription(subscription, catalogue, account.currency);
    return (known === undefined ? [] : usagePeriods(known, as_of)).map(({ from, to }) => ({
      account_id: account.id,
      subscription_id: subscription.id,
      zone: account.zone,
      period_from: from,
      period_to: to,
    }));
  });
