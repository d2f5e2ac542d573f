import { addDays, type Day } from '@isp/values';
import { ChangeTooFar } from './faults.ts';

const YEAR = 366;

/** The day, or `ChangeTooFar` when it is more than a year from today. */
export const withinAYear = (on: Day, today: Day): Day => {
  const [earliest, latest] = [addDays(today, -YEAR), addDays(today, YEAR)];
  if (on < earliest || on > latest) throw ChangeTooFar({ earliest, latest });
  return on;
};
