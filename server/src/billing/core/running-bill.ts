import {
  addDays,
  type Day,
  daysBetween,
  earlier,
  type Id,
  later,
  nextBoundary,
  type Period,
  periodContaining,
} from '@isp/values';
import { afterDraft } from './after-draft.ts';
import {
  type BillableAccount,
  type BillableSubscription,
  type BillingCatalogue,
  cycleOf,
  type UsageTotal,
} from './billable.ts';
import {
  type Drafted,
  draftInvoice,
  type MetersWanted,
  metersWanted,
  type UsageWanted,
  usageWanted,
} from './draft-invoice.ts';
import { type KnownSubscription, knownSubscription, segmentOn, termsOn } from './known-subscription.ts';
import type { StoredLine } from './lines.ts';
import { rolledUse } from './rolled-usage.ts';
import { earlierOf } from './subscription-charge.ts';
import { type UsagePeriod, usagePeriods } from './usage-charge.ts';

/** A day on which bills are due of some of an account's subscriptions. */
export interface BillDay {
  readonly on: Day;
  readonly subscription_ids: readonly Id[];
}

/** A bill to come: as it stands, and as it will be if use goes on as it did. */
export interface RunningBill {
  readonly on: Day;
  readonly so_far: Drafted;
  readonly forecast: Drafted;
}

/** Octets that rolled over into a period. */
export interface RolledUse {
  readonly of: Day;
  readonly bytes: bigint;
  readonly left_bytes: bigint;
  readonly ends_on: Day;
}

/** Octets of a period that is not over. */
export interface RunningUse extends Period {
  readonly used_bytes: bigint;
  readonly included_bytes: bigint;
  /** What rolled over into it, what ends soonest first: by the first day of the period it is of, with the day it ends before. */
  readonly rolled_over: readonly RolledUse[];
  readonly forecast_bytes: bigint;
}

/** A running subscription's period, what was charged for it ahead, and its use when that is charged. */
export interface RunningSubscription extends Period {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly plan_name: string;
  readonly charged: readonly StoredLine[];
  readonly use: RunningUse | null;
}

/** The subscriptions that a draft has lines or credits of, one-off charges left out. */
const touchedBy = ({ invoice, credits }: Drafted): ReadonlySet<Id | null> => {
  const once = new Set(invoice?.charges.map(({ line_no }) => line_no));
  const lines = (invoice?.lines ?? []).filter((_, i) => !once.has(i + 1));
  const given = credits.flatMap(({ lines: back }) => back.map(({ subscription_id }) => subscription_id));
  return new Set([...lines.map(({ subscription_id }) => subscription_id), ...given]);
};

const firstCharge = ({ charges }: BillableAccount, today: Day): BillDay[] => {
  const [first] = charges.map(({ due_on, known_on }) => later(due_on, known_on)).sort();
  return first === undefined ? [] : [{ on: later(first, today), subscription_ids: [] }];
};

/**
 * When each subscription is billed next, by day: today what `due` (the draft of today) found, else at its period's end or what is planned before. One-off charges
 * alone have a day of their own only where nothing else is to come.
 */
export const billDays = (account: BillableAccount, due: Drafted, today: Day): BillDay[] => {
  const touched = touchedBy(due);
  const days = due.next.flatMap(({ id, next_bill_on }) => {
    const on = touched.has(id) ? today : next_bill_on;
    return on === null ? [] : [{ on, id }];
  });
  if (days.length === 0) return firstCharge(account, today);
  return [...Map.groupBy(days, ({ on }) => on)]
    .map(([on, of]) => ({ on, subscription_ids: of.map(({ id }) => id) }))
    .sort((a, b) => (a.on < b.on ? -1 : 1));
};

const only = (account: BillableAccount, ids: readonly Id[]): BillableAccount => ({
  ...account,
  subscriptions: account.subscriptions.filter(({ id }) => ids.includes(id)),
});

/** The periods whose use so far must be read before `runningBills`. */
export const runningUsage = (
  account: BillableAccount,
  catalogue: BillingCatalogue,
  days: readonly BillDay[],
): UsageWanted[] =>
  days.flatMap(({ on, subscription_ids }) => usageWanted(only(account, subscription_ids), catalogue, on));

/** The same of the meters. */
export const runningMeters = (
  account: BillableAccount,
  catalogue: BillingCatalogue,
  days: readonly BillDay[],
): MetersWanted[] =>
  days.flatMap(({ on, subscription_ids }) => metersWanted(only(account, subscription_ids), catalogue, on));

/** One draft after the other, each of its day's subscriptions, as though those before were issued. */
const inTurn = (account: BillableAccount, catalogue: BillingCatalogue, days: readonly BillDay[]): Drafted[] => {
  let now = account;
  return days.map(({ on, subscription_ids }) => {
    const drafted = draftInvoice(only(now, subscription_ids), catalogue, on);
    now = afterDraft(now, drafted);
    return drafted;
  });
};

/** In arrears, what is charged ends with today; what is charged ahead stays. */
const endingToday = (
  known: KnownSubscription,
  account: BillableAccount,
  catalogue: BillingCatalogue,
  { on, today }: { readonly on: Day; readonly today: Day },
): BillableSubscription => {
  const { subscription } = known;
  const { timing, termination } = termsOn(known, today);
  const isWhole = on <= today || timing === 'advance' || subscription.started_on > today;
  if (isWhole) return subscription;
  const last = termination === 'inclusive' ? today : addDays(today, 1);
  const isSooner = subscription.ended_on !== null && subscription.ended_on <= last;
  const cut = isSooner ? subscription : { ...subscription, ended_on: last, end_known_on: today };
  const alone = { ...account, subscriptions: [cut] };
  const usage = usageWanted(alone, catalogue, on).flatMap(({ period_from, period_to }) => {
    const total = subscription.usage.find((each) => each.period_from === period_from);
    return total === undefined ? [] : [{ ...total, period_to }];
  });
  const meter_usage = metersWanted(alone, catalogue, on).flatMap(({ meter, period_from, period_to }) => {
    const total = subscription.meter_usage.find((each) => each.meter === meter && each.period_from === period_from);
    return total === undefined ? [] : [{ ...total, period_to }];
  });
  return { ...cut, usage, meter_usage };
};

/** What is counted in a whole period if it goes on as by today's end: linear by day. Of one that is over, as it is. */
const forecastOf = (counted: bigint, { from, to }: Period, today: Day): bigint => {
  const gone = daysBetween(from, earlier(to, addDays(today, 1)));
  return (counted * BigInt(daysBetween(from, to))) / BigInt(Math.max(gone, 1));
};

/** The meters that add up; what others measure does not grow with the days. */
const addingUp = ({ plans }: BillingCatalogue): ReadonlySet<string> =>
  new Set(
    [...plans.values()].flatMap(({ meters }) =>
      meters.flatMap(({ meter, aggregation }) => (aggregation === 'sum' || aggregation === 'count' ? meter : [])),
    ),
  );

const asForecast = (
  subscription: BillableSubscription,
  today: Day,
  adding: ReadonlySet<string>,
): BillableSubscription => {
  const ahead = (counted: bigint, { period_from, period_to }: Pick<UsageTotal, 'period_from' | 'period_to'>) =>
    forecastOf(counted, { from: period_from, to: period_to }, today);
  return {
    ...subscription,
    usage: subscription.usage.map((total) => ({ ...total, octets: ahead(total.octets, total) })),
    meter_usage: subscription.meter_usage.map((total) =>
      adding.has(total.meter) ? { ...total, total: ahead(total.total, total) } : total,
    ),
  };
};

const eachKnown = (
  account: BillableAccount,
  catalogue: BillingCatalogue,
): readonly { readonly known: KnownSubscription | undefined; readonly subscription: BillableSubscription }[] =>
  account.subscriptions.map((subscription) => ({
    subscription,
    known: knownSubscription(subscription, catalogue, account.currency),
  }));

/**
 * What an account's bills are as of today, by the same drafts that make them: each on its day, with the use known so far and, in arrears, the days up to
 * and with today; and as they will be if use goes on by the day as it did. On a period's last day, and until its bill is made, the first is the bill.
 */
export const runningBills = (
  account: BillableAccount,
  catalogue: BillingCatalogue,
  days: readonly BillDay[],
  today: Day,
): RunningBill[] => {
  const onOf = (id: Id): Day => days.find(({ subscription_ids }) => subscription_ids.includes(id))?.on ?? today;
  const ended = eachKnown(account, catalogue).map(({ known, subscription }) =>
    known === undefined ? subscription : endingToday(known, account, catalogue, { on: onOf(subscription.id), today }),
  );
  const adding = addingUp(catalogue);
  const going = account.subscriptions.map((each) => asForecast(each, today, adding));
  const forecasts = inTurn({ ...account, subscriptions: going }, catalogue, days);
  return inTurn({ ...account, subscriptions: ended }, catalogue, days).flatMap((so_far, i) => {
    const [day, forecast] = [days[i], forecasts[i]];
    return day === undefined || forecast === undefined ? [] : [{ on: day.on, so_far, forecast }];
  });
};

const rolledInto = (known: KnownSubscription, period: UsagePeriod, used: bigint): RolledUse[] =>
  rolledUse(known, period, used).rolled.map((each) => {
    let ends_on = period.to;
    for (let more = 1; more < each.periods; more++)
      ends_on = nextBoundary(period.segment, cycleOf(period.terms), ends_on);
    return { of: each.of, bytes: each.amount, left_bytes: each.amount - each.used, ends_on };
  });

const useOf = (known: KnownSubscription, on: Day | undefined, today: Day): RunningUse | null => {
  const period = on === undefined ? undefined : usagePeriods(known, on).findLast(({ from }) => from <= today);
  if (period === undefined) return null;
  const { from, to, terms } = period;
  const total = known.subscription.usage.find((each) => each.period_from === from && each.period_to === to);
  const used_bytes = total?.octets ?? 0n;
  const forecast_bytes = forecastOf(used_bytes, period, today);
  const included_bytes = terms.included_bytes;
  return { from, to, used_bytes, included_bytes, rolled_over: rolledInto(known, period, used_bytes), forecast_bytes };
};

/** Of each running subscription its period, what was charged ahead for it, and its use so far with where that goes. */
export const runningSubscriptions = (
  account: BillableAccount,
  catalogue: BillingCatalogue,
  days: readonly BillDay[],
  today: Day,
): RunningSubscription[] =>
  eachKnown(account, catalogue).flatMap(({ known, subscription }) => {
    const { account_id, id, started_on, ended_on, segments, lines } = subscription;
    const segment = known && segments[segmentOn(known, today)];
    if (known === undefined || segment === undefined || (ended_on !== null && ended_on <= today)) return [];
    const terms = termsOn(known, today);
    const { from, to } = periodContaining(segment, cycleOf(terms), today);
    const on = days.find(({ subscription_ids }) => subscription_ids.includes(id))?.on;
    const period = { from: later(from, started_on), to: earlierOf(to, ended_on) ?? to };
    const charged = lines.filter((line) => line.period_from <= today && today < line.period_to);
    const use = useOf(known, on, today);
    return [{ ...period, account_id, subscription_id: id, plan_name: terms.plan_name, charged, use }];
  });
