import { bytesText, durationText, moneyText } from '../kit/format.ts';
import type { Terms } from './plan-sentence.ts';
import { speedText } from './speed-text.ts';

type Limit = Terms['limits'][number];
type Step = Terms['fair_use'][number];
type Hours = Terms['hours'][number];

/** Windows of use, as one reads them in a sentence and chooses them. */
export const PER_WORDS = {
  session: 'a session',
  day: 'a day',
  week: 'a week',
  month: 'a month',
  period: 'a billing period',
  total: 'in all',
} as const;

const SIDES = { down: ' down', up: ' up', both: '' } as const;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** How much of something may be used, in words; of money what the use costs. */
export const usedAmountText = (what: Limit['what'], amount: number, currency: string): string => {
  if (what === 'money') return moneyText(amount, currency);
  return what === 'time' ? durationText(amount) : bytesText(amount);
};

const afterwards = (limit: Limit): string => {
  if (limit.action === 'deny') return limit.per === 'session' ? 'then it ends' : 'then no access';
  return limit.action === 'wall' ? 'then the walled garden' : `then ${speedText(limit)}`;
};

/** A limit in words: `100 GB a month, then no access`, `use for €20.00 a billing period, then the walled garden`. */
export const limitText = (limit: Limit, currency: string): string => {
  const amount = `${limit.what === 'money' ? 'use for ' : ''}${usedAmountText(limit.what, limit.amount, currency)}`;
  return `${amount}${SIDES[limit.direction]} ${PER_WORDS[limit.per]}, ${afterwards(limit)}`;
};

/** A step of fair use in words: `after 100 GB a month 2 Mbit/s down, 1 Mbit/s up`. */
export const stepText = (step: Step): string =>
  `after ${bytesText(step.after)}${SIDES[step.direction]} ${PER_WORDS[step.per]} ${speedText(step)}`;

const WEEK = 7;

/** Days of the week in words: `every day`, `Mon–Fri`, `Sat, Sun`. */
const daysText = (days: readonly number[]): string => {
  const sorted = [...days].sort((a, b) => a - b);
  if (sorted.length === WEEK) return 'every day';
  const [first = 1, last = 1] = [sorted[0], sorted.at(-1)];
  const name = (day: number) => DAYS[day - 1] ?? '';
  if (sorted.length > 2 && last - first + 1 === sorted.length) return `${name(first)}–${name(last)}`;
  return sorted.map(name).join(', ');
};

/** Hours in words: `22:00–06:00 every day: free`. */
export const hoursText = (hours: Hours): string => {
  const what = [...(hours.free ? ['free'] : []), ...(hours.rate_down_kbps === null ? [] : [speedText(hours)])].join(
    ', ',
  );
  return `${hours.from}–${hours.to} ${daysText(hours.days)}: ${what}`;
};

/** A list of terms in one line; `none` for nothing. */
export const listText = <T>(of: readonly T[], say: (one: T) => string): string =>
  of.length === 0 ? 'none' : of.map(say).join('; ');
