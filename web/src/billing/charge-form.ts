import type { ChargeAccount } from '@isp/server/contract/flows';
import type { Input } from '../api/contract.ts';
import { minorOf } from '../kit/money-text.ts';

/** A charge as it is typed. */
export type ChargeValues = {
  way: 'plan' | 'hand';
  plan_id: string;
  description: string;
  unit_price_minor: string;
  tax_code: string | null;
  quantity: number | string;
  due_on: string;
  subscription_id: string | null;
};

/** The command a filled form is: of a plan, only another price goes with it. */
export const chargeInput = (
  account_id: string,
  values: ChargeValues,
  currency: string,
): Input<typeof ChargeAccount> => {
  const { way, plan_id, description, unit_price_minor, tax_code, quantity, due_on, subscription_id } = values;
  const price = unit_price_minor.trim() === '' ? undefined : minorOf(unit_price_minor, currency);
  return {
    account_id,
    subscription_id,
    quantity: Number(quantity),
    due_on,
    ...(price === undefined ? {} : { unit_price_minor: price }),
    ...(way === 'plan' ? { plan_id } : { description: description.trim(), tax_code }),
  };
};
