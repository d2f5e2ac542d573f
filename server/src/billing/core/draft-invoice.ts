import { addDays, type Currency, type Day, type Id, later, ok, type Result, refused } from '@isp/values';
import type { BillableAccount, BillableSubscription, BilledSoFar, BillingCatalogue, Recipient } from './billable.ts';
import { isGivenOn, lineDiscounts } from './discount.ts';
import { type CreditDraft, type CreditLineDraft, creditLines, draftCredit } from './draft-credit.ts';
import { type InvoiceLineDraft, type InvoiceTax, taxesOf, taxRows } from './draft-line.ts';
import { assembleInvoice, type Invoice } from './invoice.ts';
import { type KnownSubscription, knownSubscription } from './known-subscription.ts';
import { type Posting, postInvoice } from './ledger.ts';
import { END_FEE } from './lines.ts';
import { lookBack } from './look-back.ts';
import { earlierOf, PLAN_CHARGE, type PlanCharges, planCharges } from './subscription-charge.ts';
import { subscriptionLines } from './subscription-lines.ts';
import { lastUsageOn, usagePeriods } from './usage-charge.ts';

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

/** How far a subscription is billed once its draft is issued, and when it is billed next; `next_bill_on` is null when it is over and all of it is billed. */
export interface NextBill extends BilledSoFar {
  readonly account_id: Id;
  readonly id: Id;
  readonly next_bill_on: Day | null;
  /** Set when what its end costs is in the draft. */
  readonly end_fee_billed?: true;
}

/** What a run does with an account: an invoice, credit notes, nothing, or it is held for a person to look at (then `next` is empty and it stays due). */
export interface Drafted {
  readonly account_id: Id;
  readonly invoice: InvoiceDraft | null;
  /** What is put to invoices, and what is to be paid out. */
  readonly credits: readonly CreditDraft[];
  /** Days given back for nothing: nothing was left of their lines. */
  readonly freed: readonly CreditLineDraft[];
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

/** Issued lines that reach beyond a day, of a subscription, which a run must know. */
export interface LinesWanted {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly beyond: Day | null;
}

interface SubscriptionBill {
  readonly known: KnownSubscription;
  readonly plan: PlanCharges;
  readonly lines: readonly InvoiceLineDraft[];
  readonly next_bill_on: Day | null;
}

const lackingTax = (known: KnownSubscription, catalogue: BillingCatalogue): string | undefined =>
  known.terms.find(({ tax_code }) => tax_code !== null && !catalogue.taxes.has(tax_code))?.tax_code ?? undefined;

const ROUNDING = 'half-up';

const withDiscounts = (
  lines: readonly InvoiceLineDraft[],
  { discounts }: BillableAccount,
  { id }: BillableSubscription,
): readonly InvoiceLineDraft[] => {
  const own = discounts.filter(({ subscription_id }) => subscription_id === id);
  return own.length === 0 ? lines : lines.map((line) => ({ ...line, discounts: lineDiscounts(line, own, ROUNDING) }));
};

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
  const plan = planCharges(known, catalogue, as_of);
  const lines = subscriptionLines(known, plan, catalogue, as_of);
  if (!lines.ok) return lines;
  return ok({
    known,
    plan,
    lines: withDiscounts(lines.value, account, subscription),
    next_bill_on: earlierOf(plan.next_on, lastUsageOn(known, as_of)),
  });
};

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
    discounts: account.discounts.filter((each) => each.subscription_id === null && isGivenOn(each, as_of)),
    taxes: taxesOf(lines, catalogue),
    rounding: ROUNDING,
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
    taxes: taxRows(invoice.taxes, catalogue.taxes),
    postings: postInvoice(invoice.lines, currency),
  };
};

const NOTHING = { invoice: null, credits: [], freed: [], next: [] };

const laterOf = (a: Day | null, b: Day | null | undefined): Day | null =>
  a === null || b === null || b === undefined ? (a ?? b ?? null) : later(a, b);

const reachOf = (lines: readonly InvoiceLineDraft[], is: (line: InvoiceLineDraft) => boolean): Day | null =>
  lines.reduce<Day | null>((reach, line) => (is(line) ? laterOf(reach, line.period_to) : reach), null);

/** How far a subscription is billed when its lines are issued, or, without an invoice, when only its credits are. */
const billedAfter = (bill: SubscriptionBill, lines: readonly InvoiceLineDraft[], as_of: Day): BilledSoFar => {
  const { billed } = bill.known.subscription;
  const recurring_to = laterOf(billed.recurring_to, reachOf(lines, isRecurring));
  return {
    billed_on: laterOf(billed.billed_on, as_of),
    settled_to: bill.plan.settled_to ?? recurring_to,
    recurring_to,
    usage_to: laterOf(
      billed.usage_to,
      reachOf(lines, ({ kind }) => kind === 'usage'),
    ),
    setup_fee_billed: billed.setup_fee_billed || lines.some(isSetup),
  };
};

const isSetup = ({ kind, charge_code }: InvoiceLineDraft): boolean =>
  kind === 'one_time' && charge_code === PLAN_CHARGE;

const isRecurring = ({ kind }: InvoiceLineDraft): boolean => kind === 'recurring' || kind === 'hold_fee';

/** Whether what its end costs is among the lines. */
const isEndBilled = ({ known, lines }: SubscriptionBill): boolean =>
  known.subscription.end_fee_minor !== null && lines.some(({ charge_code }) => charge_code === END_FEE);

const UNUSED = 'unused days';

const adjustmentsOf = ({ known }: SubscriptionBill) => known.terms.at(-1)?.adjustments;

const unused = (bill: SubscriptionBill, invoice: InvoiceDraft | null) => ({
  to_refund: adjustmentsOf(bill) === 'refund',
  credits: creditLines(bill.known, bill.plan.credits, invoice?.lines ?? []),
});

/** Credits that wait for the next charges are found again then: until then the run counts as not made. */
const mustWait = (bills: readonly SubscriptionBill[], owed: boolean): boolean =>
  !owed && bills.some((bill) => bill.plan.credits.length > 0 && adjustmentsOf(bill) === 'credit-next-invoice');

/**
 * What is due on an account by the local day `as_of`: as one invoice, set-up fees, periods begun (in advance) or over (in arrears), use beyond what is
 * included; as one credit note, what is given back of earlier invoices, or of this one. All that earlier runs missed. No document when it would come to
 * nothing. Pure: the same facts give the same documents.
 */
export const draftInvoice = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): Drafted => {
  const bills: SubscriptionBill[] = [];
  for (const subscription of account.subscriptions) {
    const bill = billSubscription(account, subscription, catalogue, as_of);
    if (!bill.ok) return { account_id: account.id, ...NOTHING, held: bill.reason };
    bills.push(bill.value);
  }
  const lines = bills.flatMap((bill) => bill.lines);
  const owed = lines.some((line) => line.amount_minor > 0n);
  const invoice = owed ? assemble(account, lines, catalogue, as_of) : null;
  const wait = mustWait(bills, owed);
  const given = wait ? [] : bills.map((bill) => unused(bill, invoice));
  const note = (to_refund: boolean) =>
    draftCredit(
      account,
      given.flatMap((each) => (each.to_refund === to_refund ? each.credits : [])),
      catalogue.taxes,
      { reason: UNUSED, by_hand: false, to_refund, voids_invoice_id: null, issued_on: as_of },
    );
  return {
    account_id: account.id,
    invoice,
    credits: [note(false) ?? [], note(true) ?? []].flat(),
    freed: given.flatMap(({ credits }) => credits.filter(({ gross_minor }) => gross_minor === 0n)),
    held: null,
    next: bills.map((bill) => ({
      account_id: account.id,
      id: bill.known.subscription.id,
      next_bill_on: bill.next_bill_on,
      ...(isEndBilled(bill) ? { end_fee_billed: true } : {}),
      ...(wait ? bill.known.subscription.billed : billedAfter(bill, owed ? bill.lines : [], as_of)),
    })),
  };
};

/** The issued lines that must be read before `draftInvoice`; none for a subscription of which nothing changed. */
export const linesWanted = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): LinesWanted[] =>
  account.subscriptions.flatMap((subscription) => {
    const known = knownSubscription(subscription, catalogue, account.currency);
    if (known === undefined) return [];
    const { lines_beyond: beyond } = lookBack(known, as_of);
    return beyond === undefined ? [] : [{ account_id: account.id, subscription_id: subscription.id, beyond }];
  });

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
