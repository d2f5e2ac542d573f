import type { ShowLimits } from '@isp/server/contract/flows';
import type { Reply } from '../../api/contract.ts';
import { usedAmountText } from '../../tariffs/limit-words.ts';

export type Limits = Reply<typeof ShowLimits>;
export type Meter = Limits['meters'][number];

const WINDOWS = {
  day: 'today',
  week: 'this week',
  month: 'this month',
  period: 'this period',
  total: 'in all',
} as const;
const SIDES = { down: ' down', up: ' up', both: '' } as const;

/** What was used of a limit: `43.1 GB of 100 GB down this month`. */
export const usedText = (meter: Meter, currency: string): string => {
  const amount = (n: number) => usedAmountText(meter.what, n, currency);
  const window = meter.per === 'session' ? '' : WINDOWS[meter.per];
  return `${amount(meter.used)} of ${amount(meter.amount)}${SIDES[meter.direction]} ${window}`;
};

/** What a meter is about: `Fair use`, `Time limit`, `Limit of cost`. */
export const meterName = (meter: Meter): string => {
  if (meter.name === 'fair use') return 'Fair use';
  return { time: 'Time limit', data: 'Volume limit', money: 'Limit of cost' }[meter.what];
};

/** What top-ups leave, in words; empty when there are none. */
export const toppedUpText = (meter: Meter, currency: string): string =>
  meter.topped_up_left > 0 ? `${usedAmountText(meter.what, meter.topped_up_left, currency)} topped up left` : '';

const FULL = 100;

/** How full a meter is, in per cent; used up it is full, however much was topped up. */
export const share = (meter: Meter): number =>
  meter.left === 0 ? FULL : Math.min(FULL, (meter.used / (meter.used + meter.left)) * FULL);

/** A moment as the account's clock shows it: `Dec 1, 2026, 12:00 AM`. */
export const inZone = (at: string, zone: string): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
