import { addDays, addMonths, type Day, dayFrom, monthOf, yearOf } from '@isp/values';

/** Accounts begin on one of these many days of the first month; account `i` on day `i % DAYS`, as the `j`-th, `j = i div DAYS`. */
const DAYS = 28;
/** Of the accounts of a day every so many-th owes its last invoices: those with `j % EVERY = LATE`. */
const EVERY = 50;
const LATE = 7;

/** The invoices of one day: period `k` of all accounts that began on day `d`. */
export interface BillDay {
  readonly d: number;
  readonly k: number;
  readonly from_on: Day;
  readonly to_on: Day;
  /** The year's counter before the day's first invoice. */
  readonly counter: number;
  readonly invoices: number;
  /** Those who owe were suspended before it began, and get none. */
  readonly skips_late: boolean;
  /** Those who owe have not paid it. */
  readonly unpaid_late: boolean;
  /** The day those who owe were suspended, when it was in this period. */
  readonly suspended_on: Day | null;
}

const accountsOf = (accounts: number, d: number): number =>
  accounts > d ? Math.floor((accounts - 1 - d) / DAYS) + 1 : 0;

/** How many of the first `n` of a day owe. */
const lateOf = (n: number): number => Math.floor((n + EVERY - 1 - LATE) / EVERY);

/** Due day and suspension, in days after an invoice: payment days 14, policy 14. */
const SUSPENDED_AFTER = 28;

const periodsOf = (first: Day, today: Day): Day[] => {
  const days: Day[] = [];
  for (let k = 0; addMonths(first, k) <= today; k++) days.push(addMonths(first, k));
  return days;
};

const daysOf = (accounts: number, first: Day, d: number, today: Day): Omit<BillDay, 'counter'>[] => {
  const begins = periodsOf(first, today);
  const owed = begins.length - 2;
  const suspended = owed >= 0 ? addDays(begins[owed] as Day, SUSPENDED_AFTER) : undefined;
  const all = accountsOf(accounts, d);
  return begins.map((from_on, k) => {
    const skips_late = suspended !== undefined && k > owed && from_on > suspended;
    return {
      d,
      k,
      from_on,
      to_on: addMonths(first, k + 1),
      invoices: skips_late ? all - lateOf(all) : all,
      skips_late,
      unpaid_late: k >= owed,
      suspended_on: k === owed && suspended ? suspended : null,
    };
  });
};

/** The day the first accounts begin: the first of the month so many months ago. */
export const firstDay = (today: Day, months: number): Day =>
  addMonths(dayFrom(yearOf(today), monthOf(today), 1), -months);

/** All days on which bills were made from the first to today, in order, numbered without gaps in each year. */
export const billDays = (accounts: number, months: number, today: Day): BillDay[] => {
  const first = firstDay(today, months);
  const counters = new Map<number, number>();
  return Array.from({ length: DAYS }, (_, d) => daysOf(accounts, addDays(first, d), d, today))
    .flat()
    .sort((a, b) => (a.from_on < b.from_on ? -1 : 1))
    .map((one) => {
      const year = yearOf(one.from_on);
      const counter = counters.get(year) ?? 0;
      counters.set(year, counter + one.invoices);
      return { ...one, counter };
    });
};
