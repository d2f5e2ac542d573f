import { moneyText } from './format.ts';

/** What a discount is taken off. */
export type Base = 'recurring' | 'one-time' | 'usage' | 'all';

/** How much a discount takes off what: a percentage, or an amount. */
export interface ReductionTerms {
  readonly base: Base;
  readonly percent: string | null;
  readonly amount_minor: number | null;
}

/** Whether it is taken off the lines of a subscription or off the bills of an account. */
export type Target = 'subscription' | 'account';

const SUBJECTS: Readonly<Record<Target, Readonly<Record<Base, string>>>> = {
  subscription: {
    recurring: 'the price of each period',
    'one-time': 'each one-off charge',
    usage: 'what use costs in each period',
    all: 'each charge',
  },
  account: {
    recurring: 'the prices of periods on each bill',
    'one-time': 'the one-off charges on each bill',
    usage: 'what use costs on each bill',
    all: 'each bill',
  },
};

/** The bases as one chooses them. */
export const baseChoices = (target: Target): { readonly value: Base; readonly label: string }[] =>
  (['recurring', 'one-time', 'usage', 'all'] as const).map((value) => ({ value, label: SUBJECTS[target][value] }));

const typedPercent = /^\s*(100([.,]0+)?|\d{1,2}([.,]\d{1,6})?)\s*$/;

/** What was typed as the API wants it: `12,5` → `12.5`. */
export const percentOf = (text: string): string => text.trim().replace(',', '.');

/** A form's check of a percentage. */
export const percentProblem = (text: string): string | null =>
  typedPercent.test(text) && /[1-9]/.test(text) ? null : 'write a percentage above 0 and up to 100, such as 12.5';

/** `10 % off the price of each period`, `€5.00 off each bill`. */
export const reductionText = ({ base, percent, amount_minor }: ReductionTerms, target: Target, currency: string) => {
  const much = percent === null ? moneyText(amount_minor ?? 0, currency) : `${percent} %`;
  return `${much} off ${SUBJECTS[target][base]}`;
};
