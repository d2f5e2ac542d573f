import type { ShowLimits } from '@isp/server/contract/flows';
import type { Reply } from '../../api/contract.ts';
import { dayText } from '../../kit/format.ts';
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
  const rolled = meter.rolled_over.reduce((sum, each) => sum + each.amount, 0);
  const more = rolled === 0 || meter.what === 'money' ? '' : ` and ${amount(rolled)} rolled over`;
  return `${amount(meter.used)} of ${amount(meter.amount)}${SIDES[meter.direction]}${more} ${window}`;
};

/** What a meter is about: `Fair use`, `Time limit`, `Limit of cost`. */
export const meterName = (meter: Meter): string => {
  if (meter.name === 'fair use') return 'Fair use';
  return { time: 'Time limit', data: 'Volume limit', money: 'Limit of cost' }[meter.what];
};

/** What top-ups leave, in words; empty when there are none. */
export const toppedUpText = (meter: Meter, currency: string): string =>
  meter.topped_up_left > 0 ? `${usedAmountText(meter.what, meter.topped_up_left, currency)} topped up left` : '';

/** What is left, by where it comes from: `60 GB of its own, 20 GB rolled over, 5 GB topped up`; empty where nothing rolled over. */
export const leftText = ({ what, left, topped_up_left, rolled_over }: Meter, currency: string): string => {
  if (rolled_over.length === 0 || what === 'money') return '';
  const rolled = rolled_over.reduce((sum, each) => sum + each.left, 0);
  const parts = [
    [left - rolled - topped_up_left, 'of its own'],
    [rolled, 'rolled over'],
    [topped_up_left, 'topped up'],
  ] as const;
  const said = parts.filter(([n], i) => n > 0 || i < 2).map(([n, of]) => `${usedAmountText(what, n, currency)} ${of}`);
  return `Left: ${said.join(', ')}`;
};

/** What rolled over from one window: `Rolled over from Mar 1, 2026: 20 GB of 30 GB left, until Jun 1, 2026, 12:00 AM`. */
export const rolledText = ({ of, amount, left, ends_at }: Meter['rolled_over'][number], zone: string): string =>
  `Rolled over from ${dayText(of)}: ${usedAmountText('data', left, '')} of ${usedAmountText('data', amount, '')} left, until ${inZone(ends_at, zone)}`;

const FULL = 100;

/** How full a meter is, in per cent; used up it is full, however much was topped up. */
export const share = (meter: Meter): number =>
  meter.left === 0 ? FULL : Math.min(FULL, (meter.used / (meter.used + meter.left)) * FULL);

/** A moment as the account's clock shows it: `Dec 1, 2026, 12:00 AM`. */
export const inZone = (at: string, zone: string): string =>
  new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
