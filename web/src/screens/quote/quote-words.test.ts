import { expect, test } from 'vitest';
import { boundText, laterBills, quoteName, runText } from './quote-words.ts';

const bill = (on: string, gross_minor: number) => ({ on, gross_minor });

test('bills that come to the same in a row are one', () => {
  const runs = laterBills([
    bill('2026-03-16', 9000),
    bill('2026-04-01', 2000),
    bill('2026-05-01', 3000),
    bill('2026-06-01', 3000),
    bill('2026-07-01', 2000),
  ]);
  expect(runs.map(({ count, gross_minor }) => [count, gross_minor])).toEqual([
    [1, 2000],
    [2, 3000],
    [1, 2000],
  ]);
  expect(runs.map(runText)).toEqual(['Apr 1, 2026', 'May 1, 2026 – Jun 1, 2026, 2 bills', 'Jul 1, 2026']);
  expect(laterBills([])).toEqual([]);
});

test('how a service is bound', () => {
  const bound = {
    contract_months: 24,
    contract_renewal: 'none' as const,
    early_fee: 'declining' as const,
    early_fee_minor: 12_000,
    early_fee_percent: null,
    price_guarantee: true,
    to_on: '2028-03-16',
    most_minor: 11_500,
  };
  expect(boundText(bound, 'EUR')).toBe(
    '24 months, up to Mar 16, 2028, at a guaranteed price. Leaving earlier costs €115.00 at most.',
  );
  expect(boundText({ ...bound, contract_months: 1, price_guarantee: false, most_minor: 0 }, 'EUR')).toBe(
    '1 month, up to Mar 16, 2028. Leaving earlier costs nothing.',
  );
});

test('a quote without a number is a draft', () => {
  expect(quoteName({ number: null })).toBe('Draft of a quote');
  expect(quoteName({ number: 'Q-1' })).toBe('Quote Q-1');
});
