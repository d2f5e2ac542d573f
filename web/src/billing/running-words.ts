import type { ShowRunningBill } from '@isp/server/contract/flows';
import type { Reply } from '../api/contract.ts';
import { bytesText, dayText, moneyText } from '../kit/format.ts';

export type Running = Reply<typeof ShowRunningBill>;
export type RunningUse = NonNullable<Running['subscriptions'][number]['use']>;

/** What rolled over, of all periods together. */
export const rolledBytes = (rolled: RunningUse['rolled_over']): number =>
  rolled.reduce((sum, { bytes }) => sum + bytes, 0);

/** What is not charged beyond the price: what the plan includes, and what rolled over. */
export const freeBytes = (use: Pick<RunningUse, 'included_bytes' | 'rolled_over'>): number =>
  use.included_bytes + rolledBytes(use.rolled_over);

/** `12 GB used of 10 GB included and 5 GB rolled over; 36 GB by 30 Apr at this pace`. */
export const usageText = (use: RunningUse): string => {
  const rolled = rolledBytes(use.rolled_over);
  const more = rolled === 0 ? '' : ` and ${bytesText(rolled)} rolled over`;
  return `${bytesText(use.used_bytes)} used of ${bytesText(use.included_bytes)} included${more}; ${bytesText(use.forecast_bytes)} by ${dayText(use.period_to)} at this pace`;
};

/** What rolled over from one period: `from Mar 1, 2026: 2 GB of 5 GB left, to be used before Jul 1, 2026`. */
export const rolledText = ({ of, bytes, left_bytes, ends_on }: RunningUse['rolled_over'][number]): string =>
  `from ${dayText(of)}: ${bytesText(left_bytes)} of ${bytesText(bytes)} left, to be used before ${dayText(ends_on)}`;

/** What an agent says on the phone, in one sentence. */
export const runningSentence = (running: Running): string => {
  const { to_pay_minor, open_minor, credit_minor, so_far_minor, currency, payer_id } = running;
  const money = (minor: number) => moneyText(minor, currency);
  const goes = payer_id === null ? '' : ` ${money(so_far_minor)} of bills to come go to the account that pays.`;
  const parts = [
    ...(payer_id === null ? [`${money(so_far_minor)} of bills to come`] : []),
    ...(open_minor > 0 ? [`${money(open_minor)} open on invoices`] : []),
    ...(credit_minor > 0 ? [`less ${money(credit_minor)} of credit`] : []),
  ];
  const sum = to_pay_minor < 0 ? `${money(-to_pay_minor)} of credit left` : `${money(to_pay_minor)} to pay`;
  const why = parts.length === 0 ? 'nothing is open' : parts.join(', ');
  return `As of now ${sum}: ${why}.${goes}`;
};

/** How full the bar of use is, in per cent: of what is included, or of what is used where that is more. */
export const usageShares = (use: RunningUse) => {
  const { used_bytes, forecast_bytes } = use;
  const whole = Math.max(freeBytes(use), forecast_bytes, 1);
  return { used: (used_bytes / whole) * 100, forecast: (Math.max(0, forecast_bytes - used_bytes) / whole) * 100 };
};
