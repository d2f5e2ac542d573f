import { minorOf, typedMoney } from '../kit/money-text.ts';
import { notNegative } from './billing-form.ts';
import type { Terms } from './plan-sentence.ts';

type Bound = Pick<
  Terms,
  'contract_months' | 'contract_renewal' | 'price_guarantee' | 'early_fee' | 'early_fee_minor' | 'early_fee_percent'
>;

/** How long a subscription is bound, as it is typed: an empty box for months is not at all. */
export type ContractValues = Pick<Bound, 'contract_renewal' | 'price_guarantee' | 'early_fee'> & {
  contract_months: number | string;
  early_fee_minor: string;
  early_fee_percent: string;
};

/** Bound by nothing. */
export const NO_CONTRACT: Bound = {
  contract_months: 0,
  contract_renewal: 'none',
  price_guarantee: false,
  early_fee: 'none',
  early_fee_minor: null,
  early_fee_percent: null,
};

/** How long a version binds, to be typed over. */
export const typedContract = (terms: Bound & Pick<Terms, 'currency'>): ContractValues => ({
  contract_months: terms.contract_months === 0 ? '' : terms.contract_months,
  contract_renewal: terms.contract_renewal,
  price_guarantee: terms.price_guarantee,
  early_fee: terms.early_fee,
  early_fee_minor: terms.early_fee_minor === null ? '' : typedMoney(terms.early_fee_minor, terms.currency),
  early_fee_percent: terms.early_fee_percent ?? '',
});

/** A plan that binds nobody, to be typed over. */
export const noContract = (currency: string): ContractValues => typedContract({ ...NO_CONTRACT, currency });

/** Whether a fee of this kind is an amount. */
export const isAmount = (fee: Bound['early_fee']): boolean => fee === 'fixed' || fee === 'declining';

/** What was typed of a contract, as terms. */
export const contractOf = (values: ContractValues, currency: string): Bound => {
  const contract_months = Number(values.contract_months) || 0;
  if (contract_months === 0) return NO_CONTRACT;
  const { contract_renewal, price_guarantee, early_fee } = values;
  return {
    contract_months,
    contract_renewal,
    price_guarantee,
    early_fee,
    early_fee_minor: isAmount(early_fee) ? (minorOf(values.early_fee_minor, currency) ?? null) : null,
    early_fee_percent: early_fee === 'remaining' ? values.early_fee_percent.trim() : null,
  };
};

type InCurrency = ContractValues & { currency: string };
const isBound = ({ contract_months }: ContractValues): boolean => Number(contract_months) > 0;

/** What is wrong with what was typed of a contract, by field. */
export const contractProblems = {
  early_fee_minor: (text: string, values: InCurrency) => {
    if (!isBound(values) || !isAmount(values.early_fee)) return null;
    return notNegative(text, values.currency) ?? ((minorOf(text, values.currency) ?? 0) > 0 ? null : 'write an amount');
  },
  early_fee_percent: (text: string, values: InCurrency) =>
    !isBound(values) || values.early_fee !== 'remaining' || /^(100|\d{1,2}(\.\d{1,6})?)$/.test(text.trim())
      ? null
      : 'write a percentage up to 100',
};
