import type { Day } from '@isp/values';

const trimmed = (n: number): string => `${Math.round(n * 100) / 100}`;

const OCTET_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Octets in decimal units: `500 MB`. */
export const octetsWords = (octets: number): string => {
  let [value, unit] = [octets, 0];
  for (; value >= 1000 && unit < OCTET_UNITS.length - 1; unit++) value /= 1000;
  return `${trimmed(value)} ${OCTET_UNITS[unit]}`;
};

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

/** Seconds as a person says them: `7 days`, `2 h`, `1 h 30 min`, `45 s`. */
export const durationWords = (s: number): string => {
  if (s % DAY_S === 0 && s > DAY_S) return `${s / DAY_S} days`;
  const [hours, minutes, seconds] = [Math.floor(s / HOUR_S), Math.floor((s % HOUR_S) / MINUTE_S), s % MINUTE_S];
  const parts = [hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`, seconds > 0 && `${seconds} s`];
  return parts.filter((part) => part !== false).join(' ') || '0 s';
};

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A day: `3 Mar 2026`. */
export const dayWords = (on: Day): string => {
  const [year, month, day] = on.split('-').map((part) => Number.parseInt(part, 10));
  return `${day} ${MONTHS[(month ?? 1) - 1]} ${year}`;
};

const megabits = (kbps: number): string => trimmed(kbps / 1000);

/** A speed down and up: `5 Mbit/s`, `5/1 Mbit/s`. */
const speedWords = (down: number, up: number): string =>
  `${down === up ? megabits(down) : `${megabits(down)}/${megabits(up)}`} Mbit/s`;

/** What a voucher gives. */
export interface VoucherGift {
  readonly time_s: number | null;
  readonly octets: number | null;
  readonly valid_s: number | null;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
}

/** What a voucher gives, in words for whoever holds it: `2 h online`, `500 MB`, `5 Mbit/s`, `valid 24 h from first log-in`. */
export const giftWords = ({ time_s, octets, valid_s, rate_down_kbps, rate_up_kbps }: VoucherGift): string[] => [
  ...(time_s === null ? [] : [`${durationWords(time_s)} online`]),
  ...(octets === null ? [] : [octetsWords(octets)]),
  ...(rate_down_kbps === null || rate_up_kbps === null ? [] : [speedWords(rate_down_kbps, rate_up_kbps)]),
  ...(valid_s === null ? [] : [`valid ${durationWords(valid_s)} from first log-in`]),
];
