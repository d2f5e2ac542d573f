import { addDays, addMonths, type Day, daysBetween, earlier, type Id, later } from '@isp/values';
import {
  type BillableAccount,
  type BillableSubscription,
  type BillingCatalogue,
  cycleOf,
  termsOf,
} from './billable.ts';
import type { Drafted } from './draft-invoice.ts';

/** Classes of bills that a person or a policy can hold: there is a bill, and it is not the same as a period before. */
export const HOLDABLE = ['new', 'up', 'down', 'zero', 'negative', 'outlier'] as const;
export type HoldableClass = (typeof HOLDABLE)[number];

/** What a bill is beside the one before: `gone` is none although service goes on, `ended` none because it does not, `unbillable` cannot be made. */
export type BillClass = HoldableClass | 'same' | 'gone' | 'ended' | 'unbillable';

/** From where on a bill counts as changed or far beyond, and which classes are held by themselves. */
export interface HoldPolicy {
  readonly classes: readonly HoldableClass[];
  /** A bill is up or down when it differs by more than so many per cent, … */
  readonly change_percent: number;
  /** … and by at least so much. */
  readonly minimum_minor: bigint;
  /** An outlier charges more than so many times the list prices of its plans; null: none does. */
  readonly outlier_times: number | null;
  /** An outlier comes to more than this; null: none does. */
  readonly outlier_minor: bigint | null;
}

/** Holds where nobody said otherwise. */
export const DEFAULT_POLICY: HoldPolicy = {
  classes: [],
  change_percent: 20,
  minimum_minor: 100n,
  outlier_times: 5,
  outlier_minor: null,
};

/** Which bill of an account is compared with: of those up to `until`, the one nearest to `near`, one period earlier. */
export interface BillWanted {
  readonly account_id: Id;
  readonly currency: string;
  readonly near: Day;
  readonly until: Day;
}

/** What an account was billed on a day: invoices less credit notes, with tax. */
export interface BilledBefore {
  readonly account_id: Id;
  readonly issued_on: Day;
  readonly amount_minor: bigint;
}

/** A bill beside the one before. Amounts are invoices less credit notes, with tax. */
export interface Reviewed {
  readonly account_id: Id;
  readonly class: BillClass;
  readonly currency: string;
  readonly now_minor: bigint;
  readonly before_minor: bigint;
  /** Null: there is none before. */
  readonly before_on: Day | null;
  readonly reason: string | null;
}

/** A bill as a run drafted it. */
export interface BillDrafted {
  readonly account: BillableAccount;
  readonly drafted: Drafted;
}

const WEEK_DAYS = 7;
const MONTHS = { month: 1, year: 12 } as const;

/** The day one period of a subscription before a day. */
const periodBefore = (subscription: BillableSubscription, catalogue: BillingCatalogue, as_of: Day): Day | undefined => {
  const segment = subscription.segments.findLast(({ from_on }) => from_on <= as_of) ?? subscription.segments[0];
  const terms = segment && termsOf(catalogue, segment);
  if (terms === undefined) return undefined;
  const { unit, count } = cycleOf(terms);
  if (unit === 'day' || unit === 'week') return addDays(as_of, unit === 'day' ? -count : -count * WEEK_DAYS);
  return addMonths(as_of, -count * MONTHS[unit]);
};

/** Those that are on the invoice; all when there is none. */
const billedOnes = ({ account, drafted }: BillDrafted): readonly BillableSubscription[] => {
  const lines = drafted.invoice?.lines ?? [];
  if (lines.length === 0) return account.subscriptions;
  const ids = new Set(lines.map(({ subscription_id }) => subscription_id));
  return account.subscriptions.filter(({ id }) => ids.has(id));
};

/** How far a bill may be from one period before and still be that period's: a week, or less than half of a shorter period. */
const slackOf = (near: Day, as_of: Day): number => Math.min(WEEK_DAYS, Math.floor((daysBetween(near, as_of) - 1) / 2));

/** The bill that an account's is compared with: one period of what is billed (the shortest) earlier, a month where nothing says. */
export const billWanted = (bill: BillDrafted, catalogue: BillingCatalogue, as_of: Day): BillWanted => {
  const days = billedOnes(bill).flatMap((each) => periodBefore(each, catalogue, as_of) ?? []);
  const near = days.length === 0 ? addMonths(as_of, -1) : days.reduce(later);
  const { id: account_id, currency } = bill.account;
  return { account_id, currency, near, until: addDays(near, slackOf(near, as_of)) };
};

const amountOf = ({ invoice, credits }: Drafted): bigint =>
  credits.reduce((left, { gross_minor }) => left - gross_minor, invoice?.gross_minor ?? 0n);

const isEnded = ({ subscriptions }: BillableAccount, as_of: Day): boolean =>
  subscriptions.every(({ ended_on }) => ended_on !== null && ended_on <= as_of);

/** Why a subscription that goes on is not charged. */
const restText = ({ subscriptions }: BillableAccount, as_of: Day): string => {
  const rests = subscriptions.flatMap(({ rests: all }) => all);
  const rest = rests.find(({ from_on, to_on }) => from_on <= as_of && (to_on === null || to_on > as_of));
  if (rest === undefined) return 'nothing is charged';
  return `${rest.reason === 'pause' ? 'paused' : 'suspended'} from ${rest.from_on}`;
};

const comesOnce = (kind: string): boolean => kind === 'one_time' || kind === 'late_fee';

/** Whether periods and use are charged, before tax, at more than so many times what their plans cost a period by the price list. */
const isBeyondList = (bill: BillDrafted, catalogue: BillingCatalogue, as_of: Day, times: number): boolean => {
  const lines = (bill.drafted.invoice?.lines ?? []).filter(({ kind }) => !comesOnce(kind));
  const charged = lines.reduce((sum, { net_minor }) => sum + net_minor, 0n);
  const listed = billedOnes(bill).reduce((sum, { segments }) => {
    const segment = segments.findLast(({ from_on }) => from_on <= as_of);
    const terms = segment && termsOf(catalogue, segment);
    // A bundle counts by what its parts cost by themselves.
    const price_minor = terms === undefined || terms.is_bundle ? 0n : terms.price_minor;
    return sum + price_minor * BigInt(segment?.quantity ?? 1);
  }, 0n);
  return listed > 0n && charged > listed * BigInt(times);
};

const outlierText = (bill: BillDrafted, now: bigint, { policy, catalogue, as_of }: ReviewTerms): string | undefined => {
  const { outlier_times: times, outlier_minor: most } = policy;
  if (most !== null && now > most) return 'more than a bill may come to';
  const isBeyond = times !== null && isBeyondList(bill, catalogue, as_of, times);
  return isBeyond ? `more than ${times} times the list price of its plans` : undefined;
};

/** What a bill is reviewed by. */
export interface ReviewTerms {
  readonly policy: HoldPolicy;
  readonly catalogue: BillingCatalogue;
  readonly as_of: Day;
}

const abs = (n: bigint): bigint => (n < 0n ? -n : n);

const changed = (
  now: bigint,
  before: bigint,
  { change_percent, minimum_minor }: HoldPolicy,
): 'up' | 'down' | 'same' => {
  const by = abs(now - before);
  if (by === 0n || by < minimum_minor || by * 100n <= abs(before) * BigInt(change_percent)) return 'same';
  return now > before ? 'up' : 'down';
};

type Judged = Pick<Reviewed, 'class' | 'reason'>;

const judge = (bill: BillDrafted, now: bigint, before: BilledBefore | undefined, terms: ReviewTerms): Judged => {
  if (now < 0n) return { class: 'negative', reason: null };
  if (now === 0n) return { class: 'zero', reason: null };
  const outlier = outlierText(bill, now, terms);
  if (outlier !== undefined) return { class: 'outlier', reason: outlier };
  if (before === undefined) return { class: 'new', reason: null };
  return { class: changed(now, before.amount_minor, terms.policy), reason: null };
};

/** No bill at all: worth a word only where there was one a period before. */
const judgeNone = (
  { account }: BillDrafted,
  wanted: BillWanted,
  before: BilledBefore | undefined,
  as_of: Day,
): Judged | null => {
  const from = addDays(wanted.near, -slackOf(wanted.near, as_of));
  if (before === undefined || before.issued_on < from || before.amount_minor <= 0n) return null;
  if (!isEnded(account, as_of)) return { class: 'gone', reason: restText(account, as_of) };
  const last = account.subscriptions.flatMap(({ ended_on }) => ended_on ?? []).reduce(later);
  return { class: 'ended', reason: `ended on ${earlier(last, as_of)}` };
};

/** A bill beside the one before (`billWanted`); null where there is none, nor was. */
export const reviewBill = (
  bill: BillDrafted,
  before: BilledBefore | undefined,
  terms: ReviewTerms,
): Reviewed | null => {
  const { account, drafted } = bill;
  const now_minor = amountOf(drafted);
  const hasBill = drafted.invoice !== null || drafted.credits.length > 0;
  const row = {
    account_id: account.id,
    currency: account.currency,
    now_minor,
    before_minor: before?.amount_minor ?? 0n,
    before_on: before?.issued_on ?? null,
  };
  if (drafted.held !== null) return { ...row, class: 'unbillable', reason: drafted.held };
  if (hasBill) return { ...row, ...judge(bill, now_minor, before, terms) };
  const none = judgeNone(bill, billWanted(bill, terms.catalogue, terms.as_of), before, terms.as_of);
  return none && { ...row, ...none };
};
