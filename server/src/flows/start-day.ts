import { addDays, type Day } from '@isp/values';
import { StartTooFar } from './faults.ts';

const YEAR = 366;

/** The day a subscription starts on: today unless said, within a year of it. */
export const startDay = (asked: Day | undefined, today: Day): Day => {
  const start = asked ?? today;
  const [earliest, latest] = [addDays(today, -YEAR), addDays(today, YEAR)];
  if (start < earliest || start > latest) throw StartTooFar({ earliest, latest });
  return start;
};
