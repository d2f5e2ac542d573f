import { expect, test } from 'vitest';
import { type CreditNote, creditStateText, invoicesOf, promiseText, unusedText } from './credit-words.ts';

const days = { days: 29, of_days: 31, period_from: '2026-03-03', period_to: '2026-04-01' };

test.each<[string, Parameters<typeof unusedText>[0], RegExp]>([
  ['days', days, /^29 of 31 days not used, .*Mar.*3.*–.*31/],
  ['the first ones', { ...days, trace: { carried_minor: '0' } }, /^29 of 31 days not used, /],
  ['more days', { ...days, trace: { carried_minor: '120' } }, /^29 of 31 days not used in all, /],
  ['seconds', { ...days, days: 86_400, of_days: 2_678_400 }, /^86.400 of 2.678.400 seconds not used, /],
  ['an amount', { days: null, of_days: null, period_from: null, period_to: null }, /^$/],
])('a line says what was not used: %s', (_, line, text) => {
  expect(unusedText(line)).toMatch(text);
});

test.each<[CreditNote['state'], boolean, number, string]>([
  ['open', false, 1200, 'open'],
  ['open', false, 300, 'used in part'],
  ['used', false, 0, 'used'],
  ['open', true, 1200, 'to be paid out'],
  ['used', true, 0, 'paid out'],
])('%s, to be refunded %s, with %i left is "%s"', (state, to_refund, open_minor, text) => {
  expect(creditStateText({ state, to_refund, open_minor, gross_minor: 1200 })).toBe(text);
});

test.each<[CreditNote['state'], boolean, RegExp]>([
  ['open', false, /taken off what is open/],
  ['open', true, /will be paid out/],
  ['used', true, /was paid out/],
])('%s, to be refunded %s, promises %s', (state, to_refund, text) => {
  expect(promiseText({ state, to_refund })).toMatch(text);
});

test('the invoices of a credit note are told once each', () => {
  const lines = ['a', 'b', 'a'].map((id) => ({ invoice_id: id, invoice_number: `INV-${id}` }));
  expect(invoicesOf({ lines } as unknown as CreditNote)).toEqual([
    { id: 'a', number: 'INV-a' },
    { id: 'b', number: 'INV-b' },
  ]);
});
