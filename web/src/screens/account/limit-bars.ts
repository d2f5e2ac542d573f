import type { ShowLimits } from '@isp/server/contract/flows';
import type { Reply } from '../../api/contract.ts';
import { bytesText, durationText } from '../../kit/format.ts';

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

const amount = (meter: Meter, n: number): string => (meter.what === 'time' ? durationText(n) : bytesText(n));

/** What was used of a limit: `43.1 GB of 100 GB down this month`. */
export const usedText = (meter: Meter): string => {
  const window = meter.per === 'session' ? '' : WINDOWS[meter.per];
  return `${amount(meter, meter.used)} of ${amount(meter, meter.amount)}${SIDES[meter.direction]} ${window}`;
};

/** What a meter is about: `Fair use`, `Time`, `Volume`. */
export const meterName = (meter: Meter): string => {
  if (meter.name === 'fair use') return 'Fair use';
  return meter.what === 'time' ? 'Time limit' : 'Volume limit';
};

/** What top-ups leave, in words; empty when there are none. */
export const toppedUpText = (meter: Meter): string =>
  meter.topped_up_left > 0 ? `${amount(meter, meter.topped_up_left)} topped up left` : '';

const FULL = 100;

/** How full a meter is, in per cent; used up it is full, however much was topped up. */
export const share = (meter: Meter): number =>
  meter.left === 0 ? FULL : Math.min(FULL, (meter.used / (meter.used + meter.left)) * FULL);

/** A moment as the account's clock shows it: `Dec 1, 2026, 12:00 AM`. */
export const inZone = (at: string, zone: string): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
