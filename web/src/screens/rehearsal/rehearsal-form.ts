import type { Rehearse } from '@isp/server/contract/flows';
import type { Input, Reply } from '../../api/contract.ts';
import { minorOf } from '../../kit/money-text.ts';

export type Rehearsed = Reply<typeof Rehearse>;
type Asked = Input<typeof Rehearse>;
export type Act = NonNullable<Asked['acts']>[number];
export type ActKind = Act['kind'];

/** What is supposed of the months to come, as it is typed. */
export type RehearsalValues = {
  months: number | string;
  pays: 'due' | 'late' | 'never';
  days_late: number | string;
  use: 'none' | 'as-in-last-30-days' | 'so-much';
  gigabytes: number | string;
};

export const SUPPOSED: RehearsalValues = { months: 14, pays: 'due', days_late: 10, use: 'none', gigabytes: 100 };

const GB = 1_000_000_000;

const paysAfter = ({ pays, days_late }: RehearsalValues): number | null => {
  if (pays === 'never') return null;
  return pays === 'due' ? 0 : Number(days_late);
};

/** The rehearsal as the server takes it; acts in the order of their days. */
export const rehearsalOf = (account_id: string, values: RehearsalValues, acts: readonly Act[]): Asked => ({
  account_id,
  months: Number(values.months),
  pays_after_days: paysAfter(values),
  use: values.use === 'so-much' ? { octets_per_month: Math.round(Number(values.gigabytes) * GB) } : values.use,
  acts: [...acts],
});

/** Something to be done, as it is typed. */
export type ActValues = {
  kind: ActKind;
  on: string | null;
  subscription_id: string;
  plan_id: string;
  price_override_minor: string;
  to_on: string | null;
  hold_fee_minor: string;
  name: string;
  percent: string;
  times: number | string;
  amount_minor: string;
};

/** A discount of the account’s bills, among the subscriptions one may be given to. */
export const BILLS = '';

const minorIn = (text: string, currency: string) => (text.trim() === '' ? undefined : minorOf(text, currency));

const discountOf = (values: ActValues, on: string): Act => {
  const { subscription_id, name, percent, times } = values;
  return {
    kind: 'discount',
    on,
    subscription_id: subscription_id === BILLS ? null : subscription_id,
    name: name.trim(),
    percent: percent.trim().replace(',', '.'),
    ...(String(times).trim() === '' ? {} : { times: Number(times) }),
  };
};

/** Something to be done as the server takes it. */
export const actOf = (values: ActValues, currency: string): Act => {
  const { kind, subscription_id, plan_id, to_on } = values;
  const on = values.on ?? '';
  if (kind === 'payment') return { kind, on, amount_minor: minorIn(values.amount_minor, currency) ?? 0 };
  if (kind === 'discount') return discountOf(values, on);
  if (kind === 'change-plan') {
    const own = minorIn(values.price_override_minor, currency);
    return { kind, on, subscription_id, plan_id, ...(own === undefined ? {} : { price_override_minor: own }) };
  }
  if (kind === 'pause') {
    const fee = minorIn(values.hold_fee_minor, currency);
    return { kind, on, subscription_id, to_on: to_on || null, ...(fee === undefined ? {} : { hold_fee_minor: fee }) };
  }
  return { kind, on, subscription_id };
};

/** With one more, in the order of their days; of one day, as they were added. */
export const withAct = (acts: readonly Act[], act: Act): Act[] =>
  [...acts, act].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
