import { expect, test } from 'vitest';
import {
  type ClosingCheck,
  checkItems,
  documentTarget,
  ledgerText,
  monthEndBefore,
  monthSpan,
  nextToClose,
  transactionText,
} from './ledger-words.ts';

test.each([
  ['receivable', 'Receivables'],
  ['deferred_revenue:hold_fee', 'Deferred revenue: hold fees'],
  ['tax_payable:VAT20', 'Tax to pay: VAT20'],
  ['something_new:x', 'something_new: x'],
])('%s is %s', (name, text) => {
  expect(ledgerText(name)).toBe(text);
});

test('a transaction says what it was posted for, and leads there', () => {
  const of = (
    kind: 'allocation' | 'reversal' | 'invoice',
    document: Parameters<typeof transactionText>[0]['document'],
  ) => [transactionText({ kind, document }), documentTarget({ document }).to];
  const invoice = { kind: 'invoice', id: 'i', number: 'INV-1' } as const;
  expect(of('invoice', invoice)).toEqual(['Invoice INV-1', '/invoices/i']);
  expect(of('allocation', invoice)).toEqual(['Put to invoice INV-1', '/invoices/i']);
  expect(of('reversal', { kind: 'payment', id: 'p', number: null })).toEqual(['Payment, taken back', '/payments']);
});

test('months are closed one after the other', () => {
  expect(monthEndBefore('2026-03-05')).toBe('2026-02-28');
  expect(nextToClose('2026-01-31')).toBe('2026-02-28');
  expect(nextToClose('2027-12-15')).toBe('2027-12-31');
  expect(monthSpan('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
});

const fine: ClosingCheck = {
  legal_entity_id: 'e',
  through: '2026-01-31',
  closed_through: null,
  not_over_in: [],
  due: { count: 0, some: [] },
  runs: [{ zone: 'UTC', as_of: '2026-01-31', state: 'done', held: 0 }],
  balance: [{ currency: 'EUR', difference_minor: 0 }],
  unallocated: [],
  deferral: [],
};
const tones = (check: Partial<ClosingCheck>) =>
  checkItems({ ...fine, ...check }).map(({ tone, text }) => `${tone}: ${text}`);

test('the check list says what is wrong in numbers', () => {
  expect(tones({}).every((one) => one.startsWith('good'))).toBe(true);
  expect(tones({ not_over_in: ['UTC'], due: { count: 2, some: [] } })).toEqual([
    'bad: Jan 31, 2026 is not over in UTC.',
    'good: Debits equal credits.',
    'warn: 2 accounts have something to bill up to that day.',
    'good: Every payment up to that day is put to invoices.',
  ]);
  expect(tones({ runs: [{ zone: 'UTC', as_of: '2026-01-31', state: 'done', held: 1 }] })).toContain(
    'warn: The last bill run in UTC held 1 account for a person.',
  );
  expect(
    tones({ deferral: [{ currency: 'EUR', kind: 'recurring', deferred_minor: 100, change_minor: -1500 }] }).at(-1),
  ).toBe('info: Revenue, recurring: €1.00 is billed for later days. Closing earns €15.00 that was deferred before.');
});
