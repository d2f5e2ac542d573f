import type { ListDiscounts } from '@isp/server/contract/billing';
import { addDays, parseDay } from '@isp/values';
import type { Row } from '../api/contract.ts';
import { dayText, moneyText } from '../kit/format.ts';
import { reductionText } from '../kit/reduction-text.ts';

export type Discount = Row<typeof ListDiscounts>;

type Days = Pick<Discount, 'from_on' | 'to_on' | 'ended_on'>;
type Counted = Pick<Discount, 'bills' | 'bills_used'>;

/** The first day it is not given any more, whichever way it ends first. */
const endOf = ({ to_on, ended_on }: Days): string | null => {
  if (to_on === null || ended_on === null) return to_on ?? ended_on;
  return ended_on < to_on ? ended_on : to_on;
};

/** How a discount stands on a day. */
export const discountState = (discount: Days & Counted, today: string): 'running' | 'planned' | 'over' => {
  const end = endOf(discount);
  const { bills, bills_used, from_on } = discount;
  if ((end !== null && end <= today) || (bills !== null && bills_used >= bills)) return 'over';
  return from_on > today ? 'planned' : 'running';
};

/** Running ones first, then those to come, then what is over; else as they were. */
export const runningFirst = <D extends Days & Counted>(discounts: readonly D[], today: string): D[] => {
  const order = { running: 0, planned: 1, over: 2 };
  return [...discounts].sort((a, b) => order[discountState(a, today)] - order[discountState(b, today)]);
};

const lastDay = (end: string): string => {
  const day = parseDay(end);
  return dayText(day === undefined ? end : addDays(day, -1));
};

const daysText = (discount: Days): string => {
  const end = endOf(discount);
  if (end === discount.from_on) return 'ended on the day it began';
  if (end !== null && end < discount.from_on) return 'ended before it began';
  return end === null
    ? `from ${dayText(discount.from_on)} for good`
    : `from ${dayText(discount.from_on)} to ${lastDay(end)}`;
};

const billsText = ({ bills, bills_used }: Counted): string =>
  bills === null ? '' : `, ${bills_used} of ${bills} ${bills === 1 ? 'bill' : 'bills'} so far`;

const termText = (discount: Days & Counted): string =>
  discount.bills !== null && endOf(discount) === null
    ? `from ${dayText(discount.from_on)}${billsText(discount)}`
    : `${daysText(discount)}${billsText(discount)}`;

/** A discount in one sentence: `10 % off the price of each period, from 10 Jan 2026 to 9 Apr 2026; €9.33 taken off so far.` */
export const discountSentence = (discount: Discount, currency: string): string => {
  const off = reductionText(discount, discount.subscription_id === null ? 'account' : 'subscription', currency);
  const taken = discount.taken_minor === 0 ? 'nothing' : moneyText(discount.taken_minor, currency);
  return `${off}, ${termText(discount)}; ${taken} taken off so far.`;
};
