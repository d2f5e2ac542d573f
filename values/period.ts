import { addDays, type Day, dayFrom, dayOfMonth, daysBetween, monthOf, yearOf } from './day.ts';

/** Days from `from` up to and without `to`. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

/** How long a billing period is: `count ≥ 1` of a unit; `{ unit: 'month', count: 3 }` is a quarter. */
export interface Cycle {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  readonly count: number;
}

/**
 * Where the periods of a cycle begin. `anchor_on` starts period 0; for months and years `anchor_day` (1–31) is the day of the month each period wants
 * to begin on, clamped to its month's end and back again, so 31 gives 31 Jan, 28 Feb, 31 Mar and never drifts.
 */
export interface Anchor {
  readonly anchor_on: Day;
  readonly anchor_day: number;
}

/** Number of days of a period. */
export const periodDays = (period: Period): number => daysBetween(period.from, period.to);

/** True when the day lies in the period. */
export const periodHolds = (period: Period, day: Day): boolean => period.from <= day && day < period.to;

const monthIndex = (day: Day): number => yearOf(day) * 12 + monthOf(day) - 1;
const dayInMonthIndex = (index: number, anchorDay: number): Day =>
  dayFrom(Math.floor(index / 12), (index % 12) + 1, anchorDay);

const monthsOf = (cycle: Cycle): number => (cycle.unit === 'year' ? cycle.count * 12 : cycle.count);
const daysOf = (cycle: Cycle): number => (cycle.unit === 'week' ? cycle.count * 7 : cycle.count);
const isCalendar = (cycle: Cycle): boolean => cycle.unit === 'month' || cycle.unit === 'year';

/** The day period `k` begins (`k` may be negative): for months, month(anchor_on) + k × count with `anchor_day` clamped to that month. */
export const boundaryAt = (anchor: Anchor, cycle: Cycle, k: number): Day =>
  isCalendar(cycle)
    ? dayInMonthIndex(monthIndex(anchor.anchor_on) + k * monthsOf(cycle), anchor.anchor_day)
    : addDays(anchor.anchor_on, k * daysOf(cycle));

/** Period number `k` of a cycle: from boundary `k` to boundary `k + 1`. */
export const periodAt = (anchor: Anchor, cycle: Cycle, k: number): Period => ({
  from: boundaryAt(anchor, cycle, k),
  to: boundaryAt(anchor, cycle, k + 1),
});

/** The number of the period that holds a day. */
export const periodIndex = (anchor: Anchor, cycle: Cycle, day: Day): number => {
  if (!isCalendar(cycle)) return Math.floor(daysBetween(anchor.anchor_on, day) / daysOf(cycle));
  const k = Math.floor((monthIndex(day) - monthIndex(anchor.anchor_on)) / monthsOf(cycle));
  return boundaryAt(anchor, cycle, k) > day ? k - 1 : k;
};

/** The period that holds a day. */
export const periodContaining = (anchor: Anchor, cycle: Cycle, day: Day): Period =>
  periodAt(anchor, cycle, periodIndex(anchor, cycle, day));

/** The first day after `day` on which a period begins. */
export const nextBoundary = (anchor: Anchor, cycle: Cycle, day: Day): Day =>
  boundaryAt(anchor, cycle, periodIndex(anchor, cycle, day) + 1);

/** `day` itself when a period begins on it, else the next day one does: the first whole period of a subscription that starts on `day`. */
export const boundaryOnOrAfter = (anchor: Anchor, cycle: Cycle, day: Day): Day => {
  const k = periodIndex(anchor, cycle, day);
  const from = boundaryAt(anchor, cycle, k);
  return from === day ? day : boundaryAt(anchor, cycle, k + 1);
};

/** The anchor of "billed on day n of the month" for what starts on `start`: period 0 is the one that holds `start`. */
export const anchorFromBillingDay = (billingDay: number, start: Day): Anchor => {
  const index = monthIndex(start);
  const same = dayInMonthIndex(index, billingDay);
  return { anchor_on: same <= start ? same : dayInMonthIndex(index - 1, billingDay), anchor_day: billingDay };
};

/** The anchor of "billed from the day it began": period 0 begins on `start`, the later ones on its day of the month. */
export const anchorFromAnniversary = (start: Day): Anchor => ({ anchor_on: start, anchor_day: dayOfMonth(start) });
