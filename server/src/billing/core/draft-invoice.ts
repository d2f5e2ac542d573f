import { addDays, type Currency, type Day, type Id, later, ok, type Result, refused } from '@isp/values';
import type {
  BillableAccount,
  BillableSubscription,
  BilledSoFar,
  BillingCatalogue,
  Recipient,
  RecountedPeriod,
  Served,
} from './billable.ts';
import { type GivenDiscount, lineDiscounts } from './discount.ts';
import {
  documentDiscounts,
  exemptions,
  type LinesInOrder,
  linesInOrder,
  type PartDraft,
  partsOf,
  partyOf,
  servedBy,
} from './document-parts.ts';
import { type CreditDraft, type CreditLineDraft, creditLines, draftCredits } from './draft-credit.ts';
import { type InvoiceLineDraft, type InvoiceTax, taxesOf, taxRows } from './draft-line.ts';
import { assembleInvoice, type Invoice } from './invoice.ts';
import { type KnownSubscription, knownSubscription } from './known-subscription.ts';
import { type Posting, postInvoice } from './ledger.ts';
import { unknownTax } from './liability.ts';
import { END_FEE } from './lines.ts';
import { lookBack } from './look-back.ts';
import type { Meter } from './meter-charge.ts';
import { meterPeriods } from './meter-lines.ts';
import { takenCharges } from './one-off.ts';
import { earlierOf, PLAN_CHARGE, type PlanCharges, planCharges } from './subscription-charge.ts';
import { subscriptionLines } from './subscription-lines.ts';
import { ROUNDING } from './terms.ts';
import { lastUsageOn, usagePeriods } from './usage-charge.ts';
import { earlyFrom, type Recount, recountPeriods, recountUsage } from './usage-recount.ts';

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
  /** The one-off charges it takes, with the lines they are. */
  readonly charges: LinesInOrder['charges'];
  /** Whose lines it has; none where all are of the account that pays it. */
  readonly parts: readonly PartDraft[];
}

/** How far a subscription is billed once its draft is issued, and when it is billed next; `next_bill_on` is null when it is over and all of it is billed. */
export interface NextBill extends BilledSoFar {
  readonly account_id: Id;
  readonly id: Id;
  readonly next_bill_on: Day | null;
  /** When billed use was rated again, or is to be: from which day on it is to be with the next run (null: not), and what is known of the periods that were. */
  readonly recount?: { readonly from: Day | null; readonly periods: readonly RecountedPeriod[] };
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

/** A closed period of a subscription whose records by a meter a run must know. */
export interface MetersWanted extends Omit<UsageWanted, 'zone'>, Pick<Meter, 'meter_id' | 'meter' | 'aggregation'> {}

/** Issued lines that reach beyond a day, of a subscription, which a run must know. */
export interface LinesWanted {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly beyond: Day | null;
}

interface SubscriptionBill {
  readonly account_id: Id;
  readonly known: KnownSubscription;
  readonly plan: PlanCharges;
  readonly recount: Recount;
  readonly lines: readonly InvoiceLineDraft[];
  readonly next_bill_on: Day | null;
}

const withDiscounts = (
  lines: readonly InvoiceLineDraft[],
  own: readonly GivenDiscount[],
): readonly InvoiceLineDraft[] =>
  own.length === 0 ? lines : lines.map((line) => ({ ...line, discounts: lineDiscounts(line, own, ROUNDING) }));

/** A discount of a bundle is one of each of its parts. */
const isOf = ({ subscription_id }: GivenDiscount, { id, parent_id, segments }: BillableSubscription): boolean =>
  subscription_id === id ||
  (subscription_id !== null && subscription_id === parent_id && segments.some(({ part }) => part));

const billSubscription = (
  account: BillableAccount,
  subscription: BillableSubscription,
  served: Served,
  { catalogue, as_of }: { readonly catalogue: BillingCatalogue; readonly as_of: Day },
): Result<SubscriptionBill, string> => {
  if (subscription.currency !== account.currency)
    return refused(`a subscription is in ${subscription.currency}, the account in ${account.currency}`);
  const known = knownSubscription(subscription, catalogue, account.currency);
  if (known === undefined) return refused('the version of a plan is not known');
  const lacking = unknownTax(
    known.terms.map(({ tax_code }) => tax_code),
    catalogue,
  );
  if (lacking !== undefined) return refused(`there is no tax ${lacking}`);
  const plan = planCharges(known, catalogue, as_of);
  const on = { account: served, catalogue, on: as_of };
  const lines = subscriptionLines(known, plan, on);
  if (!lines.ok) return lines;
  const own = account.discounts.filter((each) => isOf(each, subscription));
  const recount = recountUsage(known, on, own);
  if (!recount.ok) return recount;
  return ok({
    account_id: served.id,
    known,
    plan,
    recount: recount.value,
    lines: [...withDiscounts(lines.value, own), ...recount.value.lines],
    next_bill_on: earlierOf(plan.next_on, lastUsageOn(known, as_of)),
  });
};

const assemble = (
  account: BillableAccount,
  all: LinesInOrder,
  { catalogue, as_of }: { readonly catalogue: BillingCatalogue; readonly as_of: Day },
): InvoiceDraft => {
  const { currency, legal_entity_id, zone, recipient } = account;
  const { lines, charges } = all;
  const taxes = taxesOf(lines, catalogue, as_of);
  const invoice = assembleInvoice({
    currency,
    lines,
    taxes,
    discounts: documentDiscounts(account.discounts, all, as_of),
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
    taxes: [...taxRows(invoice.taxes, taxes), ...exemptions(invoice.lines, all, { catalogue, on: as_of })],
    postings: postInvoice(invoice.lines, currency),
    charges,
    parts: partsOf(account, invoice.lines, all),
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
const USED_LESS = 'less was used than billed';

/** What is kept of billed use that was rated again, and when it is to be looked at once more; nothing where nothing was and is not. */
const recountAfter = ({ known, recount }: SubscriptionBill, owed: boolean): Pick<NextBill, 'recount'> => {
  const { recount_from, billed_usage, billed, usage } = known.subscription;
  const from = earlyFrom(usage.filter(({ period_from }) => owed || period_from < (billed.usage_to ?? '')));
  const isDone = recount_from !== null && billed_usage !== null;
  return isDone || from !== null ? { recount: { from, periods: recount.periods } } : {};
};

const adjustmentsOf = ({ known }: SubscriptionBill) => known.terms.at(-1)?.adjustments;

const unused = (bill: SubscriptionBill, invoice: InvoiceDraft | null) => ({
  to_refund: adjustmentsOf(bill) === 'refund',
  credits: creditLines(bill.known, bill.plan.credits, invoice),
});

/** Credits that wait for the next charges are found again then: until then the run counts as not made. */
const mustWait = (bills: readonly SubscriptionBill[], owed: boolean): boolean =>
  !owed && bills.some((bill) => bill.plan.credits.length > 0 && adjustmentsOf(bill) === 'credit-next-invoice');

/** The credit notes of a draft: what is not used, what of it is to be paid out, and what was billed of use and is none. */
const creditNotes = (
  account: BillableAccount,
  given: readonly { readonly to_refund: boolean; readonly credits: readonly CreditLineDraft[] }[],
  usedLess: readonly CreditLineDraft[],
  issued_on: Day,
): Result<CreditDraft[], string> => {
  if (usedLess.length === 0 && given.every(({ credits }) => credits.length === 0)) return ok([]);
  const kinds = [
    { reason: UNUSED, to_refund: false, lines: given.flatMap((each) => (each.to_refund ? [] : each.credits)) },
    { reason: UNUSED, to_refund: true, lines: given.flatMap((each) => (each.to_refund ? each.credits : [])) },
    { reason: USED_LESS, to_refund: false, lines: usedLess },
  ];
  const notes: CreditDraft[] = [];
  for (const { lines, ...kind } of kinds) {
    if (lines.length === 0) continue;
    const purpose = { ...kind, by_hand: false, voids_invoice_id: null, issued_on };
    const drafts = draftCredits((id) => partyOf(account, id), lines, purpose);
    if (!drafts.ok) return drafts;
    notes.push(...drafts.value);
  }
  return ok(notes);
};

/** As many as a line's number has room for. */
const MOST_LINES = 32_767;

const nextOf = (bill: SubscriptionBill, as_of: Day, { owed, wait }: { owed: boolean; wait: boolean }): NextBill => {
  const again = recountAfter(bill, owed);
  return {
    account_id: bill.account_id,
    id: bill.known.subscription.id,
    next_bill_on: again.recount?.from ? earlierOf(bill.next_bill_on, addDays(as_of, 1)) : bill.next_bill_on,
    ...(wait ? bill.known.subscription.billed : billedAfter(bill, owed ? bill.lines : [], as_of)),
    ...(isEndBilled(bill) ? { end_fee_billed: true } : {}),
    ...again,
  };
};

/**
 * What is due on an account by the local day `as_of`, with what is due on those it pays for: as one invoice, set-up fees, periods begun (in advance) or over (in arrears), use beyond what is
 * included, one-off charges; as one credit note for each account that was invoiced, what is given back of earlier invoices, or of this one. All that earlier runs missed. No document when it would come to
 * nothing. Pure: the same facts give the same documents.
 */
export const draftInvoice = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): Drafted => {
  const heldFor = (held: string): Drafted => ({ account_id: account.id, ...NOTHING, held });
  const bills: SubscriptionBill[] = [];
  const whose = servedBy(account);
  for (const subscription of account.subscriptions) {
    const bill = billSubscription(account, subscription, whose(subscription.account_id), { catalogue, as_of });
    if (!bill.ok) return heldFor(bill.reason);
    bills.push(bill.value);
  }
  const taken = takenCharges(account, catalogue, as_of);
  if (!taken.ok) return heldFor(taken.reason);
  const all = linesInOrder(account, bills, taken.value);
  if (all.lines.length > MOST_LINES)
    return heldFor(`its invoice would have ${all.lines.length} lines; it has room for ${MOST_LINES}`);
  const owed = all.lines.some((line) => line.amount_minor > 0n);
  const invoice = owed ? assemble(account, all, { catalogue, as_of }) : null;
  const wait = mustWait(bills, owed);
  const given = wait ? [] : bills.map((bill) => unused(bill, invoice));
  const usedLess = bills.flatMap(({ recount }) => recount.credits);
  const credits = creditNotes(account, given, usedLess, as_of);
  if (!credits.ok) return heldFor(credits.reason);
  return {
    account_id: account.id,
    invoice,
    credits: credits.value,
    freed: given.flatMap((each) => each.credits.filter(({ gross_minor }) => gross_minor === 0n)),
    held: null,
    next: bills.map((bill) => nextOf(bill, as_of, { owed, wait })),
  };
};

/** The issued lines that must be read before `draftInvoice`; none for a subscription of which nothing changed. */
export const linesWanted = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): LinesWanted[] =>
  account.subscriptions.flatMap((subscription) => {
    const known = knownSubscription(subscription, catalogue, account.currency);
    if (known === undefined) return [];
    const { lines_beyond: beyond } = lookBack(known, as_of);
    return beyond === undefined
      ? []
      : [{ account_id: subscription.account_id, subscription_id: subscription.id, beyond }];
  });

/** The closed periods, and the billed ones to be rated again, whose octets must be read before `draftInvoice`: read all of a chunk's at once. */
export const usageWanted = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): UsageWanted[] =>
  account.subscriptions.flatMap((subscription) => {
    const known = knownSubscription(subscription, catalogue, account.currency);
    if (known === undefined) return [];
    const wanted = { account_id: subscription.account_id, subscription_id: subscription.id, zone: account.zone };
    const billed = recountPeriods(known, catalogue).map(({ from, to, zone }) => ({
      ...wanted,
      zone: zone ?? account.zone,
      period_from: from,
      period_to: to,
    }));
    const closed = usagePeriods(known, as_of).map(({ from, to }) => ({ ...wanted, period_from: from, period_to: to }));
    return billed.length === 0 ? closed : [...billed, ...closed];
  });

/** The closed periods and meters whose records must be read before `draftInvoice`: none where no plan charges by meters. */
export const metersWanted = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): MetersWanted[] => {
  if (!catalogue.has_meters) return [];
  return account.subscriptions.flatMap((subscription) => {
    const known = knownSubscription(subscription, catalogue, account.currency);
    return (known === undefined ? [] : meterPeriods(known, as_of)).flatMap(({ from, to, terms }) =>
      terms.meters.map(({ meter_id, meter, aggregation }) => ({
        account_id: subscription.account_id,
        subscription_id: subscription.id,
        meter_id,
        meter,
        aggregation,
        period_from: from,
        period_to: to,
      })),
    );
  });
};
