import { expect, test } from 'vitest';
import { chartInput, chartValues, currenciesOf, journalFile, usualCode } from './chart-form.ts';

const chart = {
  legal_entity_id: 'e',
  fiscal_month: 7,
  datev_consultant: null,
  datev_client: 55003,
  accounts: [
    { ledger_account: 'cash:transfer', code: null, name: null, tax_code: null },
    { ledger_account: 'receivable', code: '1400', name: 'Debtors', tax_code: '40' },
  ],
};

test('what is shown is what is sent; what has no code is not mapped', () => {
  const values = chartValues(chart);
  expect(values.accounts[0]).toEqual({
    ledger_account: 'cash:transfer',
    code: '',
    name: 'Money received: by transfer',
    tax_code: '',
  });
  expect(chartInput('e', values)).toEqual({
    id: 'e',
    fiscal_month: 7,
    datev_consultant: null,
    datev_client: 55003,
    accounts: [chart.accounts[1]],
  });
});

test.each([
  ['revenue:usage', 'DE', '8400'],
  ['revenue:usage', 'GB', '4000'],
  ['cash:cash', 'GB', '1010'],
  ['cash:card', 'GB', '1000'],
  ['something', 'DE', ''],
])('%s in %s is often %s', (name, country, code) => {
  expect(usualCode(name, country)).toBe(code);
});

test('a DATEV file begins as DATEV wants', () => {
  expect(journalFile('datev', 'main', 'EUR', '2026-01-01', '2026-01-31')).toBe(
    'EXTF_Buchungsstapel_main_EUR_2026-01-01_2026-01-31.csv',
  );
  expect(journalFile('saf-t', 'main', 'EUR', '2026-01-01', '2026-01-31')).toMatch(/^journal-saf-t_.*\.xml$/);
});

test('the books are in the legal entity’s own currency and those that it posted in', () => {
  const row = (legal_entity_id: string, currency: string) => ({ legal_entity_id, currency });
  const rows = [row('a', 'CHF'), row('b', 'USD'), row('a', 'EUR'), row('a', 'CHF')];
  expect(currenciesOf({ id: 'a', currency: 'EUR' }, rows)).toEqual(['EUR', 'CHF']);
  expect(currenciesOf({ id: 'c', currency: 'EUR' }, rows)).toEqual(['EUR']);
});
