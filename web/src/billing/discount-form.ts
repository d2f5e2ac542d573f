import type { GiveDiscount } from '@isp/server/contract/flows';
import type { Input } from '../api/contract.ts';
import { minorOf } from '../kit/money-text.ts';
import { type Base, percentOf } from '../kit/reduction-text.ts';

export type GiveValues = {
  subscription_id: string;
  way: 'coupon' | 'hand';
  coupon: string;
  name: string;
  kind: 'percent' | 'amount';
  percent: string;
  amount_minor: string;
  base: Base;
  from_on: string;
  lasts: 'good' | 'times' | 'until';
  times: number | string;
  to_on: string;
};

/** The choice of the account's bills instead of a subscription. */
export const BILLS = 'bills';

const handInput = (values: GiveValues, currency: string) => ({
  name: values.name.trim(),
  base: values.base,
  ...(values.kind === 'percent'
    ? { percent: percentOf(values.percent) }
    : { amount_minor: minorOf(values.amount_minor, currency) ?? 0 }),
  ...(values.lasts === 'times' ? { times: Number(values.times) } : {}),
  ...(values.lasts === 'until' ? { to_on: values.to_on } : {}),
});

/** The command a filled form is: a coupon has its own terms, so only what is not the coupon’s goes with it. */
export const giveInput = (account_id: string, values: GiveValues, currency: string): Input<typeof GiveDiscount> => ({
  account_id,
  subscription_id: values.subscription_id === BILLS ? null : values.subscription_id,
  from_on: values.from_on,
  ...(values.way === 'coupon' ? { coupon: values.coupon.trim() } : handInput(values, currency)),
});
