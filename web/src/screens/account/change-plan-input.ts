import type { ChangePlan } from '@isp/server/contract/flows';
import type { Input } from '../../api/contract.ts';
import { minorOf } from '../../kit/money-text.ts';

/** A change as it is typed. */
export type ChangeValues = {
  plan_id: string;
  terms: 'kept' | 'newest';
  when: 'rules' | 'now' | 'period-end' | 'day';
  on: string | null;
  price_override_minor: string;
  /** Empty: as many as it has. */
  quantity: number | string;
  anchor_day: number | string;
  periods: 'kept' | 'anew';
  contract: 'kept' | 'renewed';
  /** Why it gets a plan that is not sold at its address. */
  out_of_area: string;
};

/** A change as the server takes it; a billing day makes periods begin anew by itself. */
export const changeOf = (values: ChangeValues, currency: string): Omit<Input<typeof ChangePlan>, 'id'> => {
  const { plan_id, terms, when, on, price_override_minor, quantity, anchor_day, periods, contract, out_of_area } =
    values;
  const own = price_override_minor.trim() === '' ? undefined : minorOf(price_override_minor, currency);
  const isBillingDay = String(anchor_day).trim() !== '';
  return {
    plan_id,
    ...(terms === 'newest' ? { terms } : {}),
    ...(when === 'now' || when === 'period-end' ? { when } : {}),
    ...(when === 'day' && on ? { on } : {}),
    ...(own === undefined ? {} : { price_override_minor: own }),
    ...(String(quantity).trim() === '' ? {} : { quantity: Number(quantity) }),
    ...(isBillingDay ? { anchor_day: Number(anchor_day) } : {}),
    ...(!isBillingDay && periods === 'anew' ? { periods } : {}),
    ...(contract === 'renewed' ? { contract } : {}),
    ...(out_of_area.trim() === '' ? {} : { out_of_area: out_of_area.trim() }),
  };
};

/** Whether so much is typed that it says what to do. */
export const saysChange = (values: ChangeValues, currency: string): boolean =>
  values.plan_id !== '' &&
  (values.when !== 'day' || Boolean(values.on)) &&
  (values.price_override_minor.trim() === '' || minorOf(values.price_override_minor, currency) !== undefined);

/** Whether a change to the plan it has says nothing else. */
export const saysNothing = ({ terms, price_override_minor, quantity, anchor_day, periods }: ChangeValues): boolean =>
  terms === 'kept' &&
  periods === 'kept' &&
  [price_override_minor, quantity, anchor_day].every((typed) => !String(typed).trim());
