import { expect, test } from 'vitest';
import {
  type ContractValues,
  contractOf,
  contractProblems,
  NO_CONTRACT,
  noContract,
  typedContract,
} from './contract-form.ts';
import { contractText, earlyFeeText } from './contract-words.ts';

const BOUND = { ...NO_CONTRACT, contract_months: 24, price_guarantee: true, currency: 'EUR' };
const FIXED = { ...BOUND, early_fee: 'fixed', early_fee_minor: 12_000 } as const;
const DECLINING = { ...BOUND, contract_renewal: 'same', early_fee: 'declining', early_fee_minor: 24_000 } as const;
const REMAINING = { ...BOUND, contract_renewal: 'monthly', early_fee: 'remaining', early_fee_percent: '50' } as const;

test.each([
  ['nothing', { ...NO_CONTRACT, currency: 'EUR' }],
  ['a fixed fee', FIXED],
  ['a declining fee', DECLINING],
  ['a part of what remains', REMAINING],
])('%s is the same after it was typed', (_, terms) => {
  expect({ ...contractOf(typedContract(terms), 'EUR'), currency: 'EUR' }).toEqual(terms);
});

test('without months nothing else of it counts', () => {
  const typed: ContractValues = { ...typedContract(FIXED), contract_months: '' };
  expect(contractOf(typed, 'EUR')).toEqual(NO_CONTRACT);
  expect(contractOf(noContract('EUR'), 'EUR')).toEqual(NO_CONTRACT);
});

test.each([
  [{ ...typedContract(FIXED), early_fee_minor: '' }, 'write an amount', null],
  [{ ...typedContract(FIXED), early_fee_minor: '0' }, 'write an amount', null],
  [{ ...typedContract(REMAINING), early_fee_percent: '101' }, null, 'write a percentage up to 100'],
  [typedContract(FIXED), null, null],
  [noContract('EUR'), null, null],
])('what is wrong with it', (typed, amount, percent) => {
  const values = { ...typed, currency: 'EUR' };
  expect(contractProblems.early_fee_minor(values.early_fee_minor, values) === null).toBe(amount === null);
  expect(contractProblems.early_fee_percent(values.early_fee_percent, values)).toBe(percent);
});

test.each([
  [{ ...NO_CONTRACT, currency: 'EUR' }, 'none', 'nothing'],
  [FIXED, '24 months, price guaranteed', '€120.00'],
  [DECLINING, '24 months, then 24 more, price guaranteed', '€240.00, less for each month that is over'],
  [REMAINING, '24 months, then month by month, price guaranteed', '50 % of the periods left'],
  [
    { ...FIXED, contract_months: 1, contract_renewal: 'same' as const },
    '1 month, then 1 more, price guaranteed',
    '€120.00',
  ],
])('in words', (terms, contract, fee) => {
  expect([contractText(terms), earlyFeeText(terms)]).toEqual([contract, fee]);
});
