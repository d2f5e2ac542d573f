import {
  currencyExponent,
  decimalFromScaled,
  decimalScale,
  decimalUnscaled,
  moneyFormatter,
  parseCurrency,
  parseDecimal,
} from '@isp/values';
import { locale } from './locale.ts';

const formatters = new Map<string, (amount_minor: bigint) => string>();

const moneyIn = (code: string): ((amount_minor: bigint) => string) => {
  const known = formatters.get(code);
  if (known) return known;
  const parsed = parseCurrency(code);
  const made = parsed ? moneyFormatter(parsed, locale) : (amount: bigint) => `${amount} ${code}`;
  formatters.set(code, made);
  return made;
};

/** Minor units as the reader's locale writes them: `(1999, 'EUR')` → `€19.99`. */
export const moneyText = (amount_minor: number, currency: string): string => moneyIn(currency)(BigInt(amount_minor));

const UNIT_PRICE_DIGITS = 10;

/** A unit price, an exact decimal of minor units, in full: `('0.5', 'EUR')` → `€0.005`. */
export const unitPriceText = (price_minor: string, currency: string): string => {
  const [price, of] = [parseDecimal(price_minor), parseCurrency(currency)];
  if (price === undefined || of === undefined) return `${price_minor} ${currency}`;
  const exponent = currencyExponent(of);
  const major = decimalFromScaled(decimalUnscaled(price), decimalScale(price) + exponent);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: UNIT_PRICE_DIGITS,
  });
  return format.format(major as string as Intl.StringNumericLiteral);
};

/** Money in few characters, for axes and cards: `€12.4K`. Rounded; never for documents. */
export const shortMoneyText = (amount_minor: number, currency: string): string => {
  const parsed = parseCurrency(currency);
  const digits = parsed ? currencyExponent(parsed) : 0;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  });
  return format.format(amount_minor / 10 ** digits);
};

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const plain = new Intl.NumberFormat(locale);
const brief = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });

/** A whole number with the locale's thousands marks. */
export const countText = (n: number): string => plain.format(n);

/** Octets by powers of 1000, three digits: `1.24 GB`. */
export const bytesText = (octets: number): string => {
  const power = octets < 1000 ? 0 : Math.min(Math.floor(Math.log10(octets) / 3), SIZES.length - 1);
  const value = octets / 1000 ** power;
  return `${value >= 1000 ? plain.format(Math.round(value)) : brief.format(value)} ${SIZES[power]}`;
};

/** A rate in kbit/s as people say it: `50 Mbit/s`, `2.5 Gbit/s`, `512 kbit/s`. */
export const rateText = (kbps: number): string => {
  if (kbps >= 1_000_000_000) return `${brief.format(kbps / 1_000_000_000)} Tbit/s`;
  if (kbps >= 1_000_000) return `${brief.format(kbps / 1_000_000)} Gbit/s`;
  return kbps >= 1000 ? `${brief.format(kbps / 1000)} Mbit/s` : `${plain.format(kbps)} kbit/s`;
};

const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const weekdayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
const shortMonthFormat = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' });
const fullMonthFormat = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const shortDayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const instantFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
const shortInstantFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const timeFormat = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });

/** The moment in a format; text that is none stays as it is. */
const shown = (format: Intl.DateTimeFormat, iso: string, text = iso): string => {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? text : format.format(ms);
};

/** A calendar day: `'2026-11-23'` → `Nov 23, 2026`. */
export const dayText = (day: string): string => shown(dayFormat, `${day}T00:00:00Z`, day);
/** A calendar day with its weekday: `Monday, Nov 23, 2026`. */
export const weekdayText = (day: string): string => shown(weekdayFormat, `${day}T00:00:00Z`, day);
/** The name of a month, `'2026-11'`: `Nov`. */
export const shortMonthText = (month: string): string =>
  shown(shortMonthFormat, `${month.slice(0, 7)}-01T00:00:00Z`, month);
/** A month, `'2026-11'` or a day in it: `Nov 26`. */
export const monthText = (month: string): string => shown(monthFormat, `${month.slice(0, 7)}-01T00:00:00Z`, month);
/** A month in full, `'2026-11'` or a day in it: `November 2026`. */
export const fullMonthText = (month: string): string =>
  shown(fullMonthFormat, `${month.slice(0, 7)}-01T00:00:00Z`, month);
/** A moment in the reader's zone, to the second. */
export const instantText = (at: string): string => shown(instantFormat, at);
/** A moment in the reader's zone, to the minute. */
export const shortInstantText = (at: string): string => shown(shortInstantFormat, at);
/** A calendar day without its year: `23 Nov`. */
export const shortDayText = (day: string): string => shown(shortDayFormat, `${day}T00:00:00Z`, day);
/** The time of day of a moment. */
export const timeText = (at: string): string => shown(timeFormat, at);

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'long' });
const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How far a moment is from now: `3 min. ago`, `in 2 days`. */
export const relativeText = (at: string, nowMs: number): string => {
  const seconds = (Date.parse(at) - nowMs) / 1000;
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  return step ? relative.format(Math.trunc(seconds / step[1]), step[0]) : 'just now';
};

/** A length of time in its two largest units: `2 d 4 h`, `5 min`. */
export const durationText = (seconds: number): string => {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [Math.floor(seconds % 60), 's'],
  ];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return '0 s';
  const shown = parts.slice(first, first + 2).filter(([n]) => n > 0);
  return shown.map(([n, unit]) => `${n} ${unit}`).join(' ');
};
