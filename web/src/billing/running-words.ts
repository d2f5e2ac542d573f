import type { ShowRunningBill } from '@isp/server/contract/flows';
import type { Reply } from '../api/contract.ts';
import { bytesText, dayText, moneyText } from '../kit/format.ts';

export type Running = Reply<typeof ShowRunningBill>;
export type RunningUse = NonNullable<Running['subscriptions'][number]['use']>;

/** `12 GB of 10 GB used; 36 GB by 30 Apr at this pace`. */
export const usageText = ({ used_bytes, included_bytes, forecast_bytes, period_to }: RunningUse): string =>
  `${bytesText(used_bytes)} used of ${bytesText(included_bytes)} included; ${bytesText(forecast_bytes)} by ${dayText(period_to)} at this pace`;

/** What an agent says on the phone, in one sentence. */
export const runningSentence = (running: Running): string => {
  const { to_pay_minor, open_minor, credit_minor, so_far_minor, currency } = running;
  const money = (minor: number) => moneyText(minor, currency);
  const parts = [
    `${money(so_far_minor)} of bills to come`,
    ...(open_minor > 0 ? [`${money(open_minor)} open on invoices`] : []),
    ...(credit_minor > 0 ? [`less ${money(credit_minor)} of credit`] : []),
  ];
  const sum = to_pay_minor < 0 ? `${money(-to_pay_minor)} of credit left` : `${money(to_pay_minor)} to pay`;
  return `As of now ${sum}: ${parts.join(', ')}.`;
};

/** How full the bar of use is, in per cent: of what is included, or of what is used where that is more. */
export const usageShares = ({ used_bytes, included_bytes, forecast_bytes }: RunningUse) => {
  const whole = Math.max(included_bytes, forecast_bytes, 1);
  return { used: (used_bytes / whole) * 100, forecast: (Math.max(0, forecast_bytes - used_bytes) / whole) * 100 };
};
