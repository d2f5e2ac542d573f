import { amountProblem, minorOf, typedMoney } from '../kit/money-text.ts';
import type { Terms } from './plan-sentence.ts';

type Phase = Terms['phases'][number];

/** Another price at the beginning as it is typed. */
export type PhaseValues = { count: number | string; unit: 'days' | 'cycles'; price_minor: string };

type Rules = Pick<
  Terms,
  'proration' | 'termination' | 'first_part' | 'bill_suspended' | 'rounding' | 'adjustments' | 'upgrade' | 'downgrade'
>;

/** How a plan is billed, as it is typed: amounts in major units; an empty box is nothing. */
export type BillingValues = Rules & { hold_fee_minor: string; phases: PhaseValues[] };

/** The rules that hold when nobody says otherwise. */
export const USUAL: Rules = {
  proration: 'day',
  termination: 'exclusive',
  first_part: 'separately',
  bill_suspended: false,
  rounding: 'half-up',
  adjustments: 'credit-now',
  upgrade: 'now',
  downgrade: 'period-end',
};

export const MOST_PHASES = 10;
export const NEW_PHASE: PhaseValues = { count: '', unit: 'days', price_minor: '' };

/** A plan's usual way of billing, to be typed over. */
export const usualBilling = (): BillingValues => ({ ...USUAL, hold_fee_minor: '', phases: [] });

const rulesOf = (from: Rules): Rules => ({
  proration: from.proration,
  termination: from.termination,
  first_part: from.first_part,
  bill_suspended: from.bill_suspended,
  rounding: from.rounding,
  adjustments: from.adjustments,
  upgrade: from.upgrade,
  downgrade: from.downgrade,
});

/** How a version is billed, to be typed over. */
export const typedBilling = (terms: Rules & Pick<Terms, 'hold_fee_minor' | 'phases' | 'currency'>): BillingValues => ({
  ...rulesOf(terms),
  hold_fee_minor: terms.hold_fee_minor === null ? '' : typedMoney(terms.hold_fee_minor, terms.currency),
  phases: terms.phases.map(({ days, cycles, price_minor }) => ({
    count: days ?? cycles ?? '',
    unit: days === undefined ? 'cycles' : 'days',
    price_minor: typedMoney(price_minor, terms.currency),
  })),
});

const phaseOf = ({ count, unit, price_minor }: PhaseValues, currency: string): Phase => ({
  ...(unit === 'days' ? { days: Number(count) } : { cycles: Number(count) }),
  price_minor: minorOf(price_minor, currency) ?? 0,
});

/** What was typed of how a plan is billed, as terms. */
export const billingOf = (
  values: BillingValues,
  currency: string,
): Rules & Pick<Terms, 'hold_fee_minor' | 'phases'> => ({
  ...rulesOf(values),
  hold_fee_minor: minorOf(values.hold_fee_minor, currency) ?? null,
  phases: values.phases.map((phase) => phaseOf(phase, currency)),
});

/** What is wrong with a text that is to be an amount of 0 or more. */
export const notNegative = (text: string, currency: string): string | null =>
  amountProblem(text, currency) ?? ((minorOf(text, currency) ?? 0) < 0 ? 'write 0 or more' : null);

type InCurrency = BillingValues & { currency: string };

const MOST = { days: 366, cycles: 120 } as const;

const countProblem = (count: number | string, values: BillingValues, path: string): string | null => {
  const most = MOST[values.phases[Number(path.split('.')[1])]?.unit ?? 'days'];
  return Number.isInteger(Number(count)) && Number(count) >= 1 && Number(count) <= most ? null : `write 1 to ${most}`;
};

const phasePriceProblem = (text: string, { currency }: InCurrency): string | null =>
  text.trim() === '' ? 'write an amount, 0 for free' : notNegative(text, currency);

/** What is wrong with what was typed of how a plan is billed, by field. */
export const billingProblems = {
  hold_fee_minor: (text: string, { currency }: InCurrency) => (text.trim() ? notNegative(text, currency) : null),
  phases: { count: countProblem, price_minor: phasePriceProblem },
};
