import { addDays, type Day, dayFrom, daysBetween, greater, monthOf, roundRatio, yearOf } from '@isp/values';

/** Days that a net amount is for, from and up to. */
interface Spread {
  readonly net_minor: bigint;
  readonly period_from: Day;
  readonly period_to: Day;
}

/** An invoice line as earning sees it. */
export interface EarnedLine extends Spread {
  /** What was given back of it: of the days it says, or, without days, of all of the line's. */
  readonly credits: readonly {
    readonly net_minor: bigint;
    readonly period_from: Day | null;
    readonly period_to: Day | null;
  }[];
}

/** What of an amount falls on the days after `on`: `net − round(net × days elapsed ÷ days)`, so that the days sum to the net however they are cut. */
const laterPart = ({ net_minor, period_from, period_to }: Spread, on: Day): bigint => {
  const days = daysBetween(period_from, period_to);
  const elapsed = Math.min(Math.max(daysBetween(period_from, on) + 1, 0), days);
  return net_minor - roundRatio(net_minor * BigInt(elapsed), BigInt(days), 'half-up');
};

/** What of a line is not earned at the end of a day: its later days, less what was given back of them; never less than nothing. */
export const deferredAt = (line: EarnedLine, on: Day): bigint => {
  const given = line.credits.reduce((sum, credit) => {
    const { net_minor, period_from, period_to } = credit;
    return (
      sum +
      laterPart({ net_minor, period_from: period_from ?? line.period_from, period_to: period_to ?? line.period_to }, on)
    );
  }, 0n);
  return greater(0n, laterPart(line, on) - given);
};

const monthEnd = (on: Day): Day => dayFrom(yearOf(on), monthOf(on), 31);

/** What is earned of a line in each month after a day, `'2026-12'`, as far as it reaches. */
export const earnedByMonth = (line: EarnedLine, on: Day): Map<string, bigint> => {
  const months = new Map<string, bigint>();
  let left = deferredAt(line, on);
  for (let day = addDays(on, 1); left > 0n; day = addDays(monthEnd(day), 1)) {
    const after = deferredAt(line, monthEnd(day));
    if (after !== left) months.set(day.slice(0, 7), left - after);
    left = after;
  }
  return months;
};
