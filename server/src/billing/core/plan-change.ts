import { type Cycle, decimalScale, decimalUnscaled, powerOfTen } from '@isp/values';
import type { PriceSegment } from './timeline.ts';

/** Whether a change costs more a day than what it replaces, less, or the same. */
export type ChangeDirection = 'upgrade' | 'downgrade' | 'same';

type Priced = Pick<PriceSegment, 'unit_price' | 'quantity' | 'cycle'>;

/** Days of 4800 cycles in the Gregorian calendar, which has 146 097 days in 4800 months. */
const longDays = (cycle: Cycle): bigint => {
  const count = BigInt(cycle.count);
  if (cycle.unit === 'month') return count * 146_097n;
  if (cycle.unit === 'year') return count * 12n * 146_097n;
  return cycle.unit === 'week' ? count * 7n * 4800n : count * 4800n;
};

const unscaledPrice = (priced: Priced): bigint => decimalUnscaled(priced.unit_price) * decimalUnscaled(priced.quantity);
const priceScale = (priced: Priced): number => decimalScale(priced.unit_price) + decimalScale(priced.quantity);

/** Compares `unit_price × quantity` a day of two prices exactly, whatever their cycles. */
export const changeDirection = (from: Priced, to: Priced): ChangeDirection => {
  const before = unscaledPrice(from) * powerOfTen(priceScale(to)) * longDays(to.cycle);
  const after = unscaledPrice(to) * powerOfTen(priceScale(from)) * longDays(from.cycle);
  if (before === after) return 'same';
  return after > before ? 'upgrade' : 'downgrade';
};
