import { formatMoney, parseCurrency } from '@isp/values';
import type { Cost, Rule } from './limit-rules.ts';

const OCTET_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const THOUSAND = 1000;

const trimmed = (n: number): string => `${Math.round(n * 100) / 100}`;

/** Octets in decimal units: `43.1 GB`. */
const octetsText = (octets: number): string => {
  let value = octets;
  let unit = 0;
  for (; value >= THOUSAND && unit < OCTET_UNITS.length - 1; unit++) value /= THOUSAND;
  return `${trimmed(value)} ${OCTET_UNITS[unit]}`;
};

const HOUR_S = 3600;
const MINUTE_S = 60;

/** Seconds in the largest unit that is whole: `30 h`, `90 min`, `45 s`. */
const secondsText = (s: number): string => {
  if (s % HOUR_S === 0) return `${s / HOUR_S} h`;
  return s % MINUTE_S === 0 ? `${s / MINUTE_S} min` : `${s} s`;
};

/** A speed: `2 Mbit/s`; of two that differ, `2/1 Mbit/s` down and up. */
export const speedText = (down: number | null, up: number | null): string => {
  const side = (kbps: number | null) => (kbps === null ? 'unlimited' : trimmed(kbps / THOUSAND));
  return down === null && up === null
    ? 'unlimited speed'
    : `${down === up ? side(down) : `${side(down)}/${side(up)}`} Mbit/s`;
};

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const pad2 = (n: number): string => `${n}`.padStart(2, '0');

/** A moment in a zone as a person says it: `1 December`, with the time of day when it is not the day's beginning. */
export const momentText = (ms: number, zone: string): string => {
  const { day, month, hour, minute } = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const date = `${day} ${MONTHS[month - 1]}`;
  return hour === 0 && minute === 0 ? date : `${date} ${pad2(hour)}:${pad2(minute)}`;
};

const SIDES = { down: ' down', up: ' up', both: '' } as const;
const OF = {
  session: 'of a session',
  day: 'of the day',
  week: 'of the week',
  month: 'of the month',
  period: 'of the period',
  total: 'in all',
} as const;

const costText = ({ amount, currency }: Cost): string => {
  const known = parseCurrency(currency);
  return known ? formatMoney(BigInt(amount), known, 'en') : `${amount} ${currency}`;
};

const amountText = (rule: Pick<Rule, 'what' | 'direction' | 'amount' | 'cost'>): string => {
  if (rule.cost !== null) return costText(rule.cost);
  return rule.what === 'time' ? secondsText(rule.amount) : `${octetsText(rule.amount)}${SIDES[rule.direction]}`;
};

/** What rolled over into a window, after what a rule allows: ` and 30 GB rolled over`; nothing where nothing did. */
export const rolledText = (rolled: readonly { readonly amount: number }[]): string => {
  const sum = rolled.reduce((all, { amount }) => all + amount, 0);
  return sum === 0 ? '' : ` and ${octetsText(sum)} rolled over`;
};

/** What a rule allows: `100 GB of the month`, `20 h of the week`, `€20.00 of the period`. */
export const ruleText = (rule: Pick<Rule, 'what' | 'direction' | 'per' | 'amount' | 'cost'>): string =>
  `${amountText(rule)} ${OF[rule.per]}`;
