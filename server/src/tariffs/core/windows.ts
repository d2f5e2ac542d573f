import {
  type Anchor,
  addDays,
  addMonths,
  type Cycle,
  type Day,
  dayFrom,
  dayIn,
  type Instant,
  monthOf,
  periodContaining,
  startOfDay,
  weekday,
  yearOf,
} from '@isp/values';

/** How long a window of use is. */
export type Per = 'day' | 'week' | 'month' | 'period' | 'total';

/** Where a subscription's windows lie: the account's zone, the day it began, and its billing periods. */
export interface Place {
  readonly zone: string;
  readonly started_on: Day;
  readonly anchor: Anchor;
  readonly cycle: Cycle;
}

/** A window of use, `[from_at, to_at)`, whole days of the account's zone; `to_at` is null for what has no end. */
export interface Window {
  readonly per: Per;
  readonly from_on: Day;
  readonly from_at: Instant;
  readonly to_at: Instant | null;
}

const daysOf = (per: Exclude<Per, 'total'>, on: Day, place: Place): readonly [from: Day, to: Day] => {
  if (per === 'day') return [on, addDays(on, 1)];
  if (per === 'week') {
    const monday = addDays(on, 1 - weekday(on));
    return [monday, addDays(monday, 7)];
  }
  if (per === 'month') {
    const first = dayFrom(yearOf(on), monthOf(on), 1);
    return [first, addMonths(first, 1)];
  }
  const { from, to } = periodContaining(place.anchor, place.cycle, on);
  return [from, to];
};

/** The window that holds a moment: weeks begin on Monday, months on the 1st, periods as they are billed. */
export const windowAt = (per: Per, at: Instant, place: Place): Window => {
  const { zone, started_on } = place;
  if (per === 'total') return { per, from_on: started_on, from_at: startOfDay(started_on, zone), to_at: null };
  const [from_on, to_on] = daysOf(per, dayIn(at, zone), place);
  return { per, from_on, from_at: startOfDay(from_on, zone), to_at: startOfDay(to_on, zone) };
};
