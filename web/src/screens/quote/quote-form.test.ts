import { expect, test } from 'vitest';
import { newCharge, newLine, type QuoteValues, quoteInput, valuesOf, withoutLine } from './quote-form.ts';
import type { Quote } from './quote-words.ts';

const line = (plan_id: string, more: Partial<ReturnType<typeof newLine>> = {}) => ({ ...newLine(), plan_id, ...more });

const VALUES: QuoteValues = {
  start_on: null,
  anchor_day: '',
  valid_until: '2026-04-09',
  words: ' Hello ',
  lines: [
    line('home', { username: 'ada' }),
    line('phone', { quantity: 2, price: '4,00', under: 'line:1' }),
    line('mesh', { under: 'a-subscription', discount: 'percent', discount_name: 'Off', discount_value: '12,5' }),
  ],
  charges: [
    { ...newCharge('plan'), plan_id: 'router' },
    { ...newCharge('hand'), description: 'Visit', price: '50', tax_code: 'VAT20' },
  ],
};

test('what is typed, as the server takes it', () => {
  expect(quoteInput(VALUES, 'EUR')).toMatchObject({
    start_on: null,
    anchor_day: null,
    words: 'Hello',
    lines: [
      { plan_id: 'home', on_line: null, parent_id: null, username: 'ada', price_override_minor: null, discount: null },
      { plan_id: 'phone', on_line: 1, parent_id: null, quantity: 2, price_override_minor: 400 },
      { plan_id: 'mesh', on_line: null, parent_id: 'a-subscription', discount: { name: 'Off', percent: '12.5' } },
    ],
    charges: [
      { plan_id: 'router', quantity: 1, unit_price_minor: null },
      { description: 'Visit', unit_price_minor: 5000, tax_code: 'VAT20' },
    ],
  });
});

test('a quote comes back into the form as it was typed', () => {
  const drafts = quoteInput(VALUES, 'EUR').lines?.map((typed, at) => ({
    ...typed,
    id: `d${at + 1}`,
    line_no: at + 1,
    parent_id: typed.on_line ? `d${typed.on_line}` : typed.parent_id,
  }));
  const charges = quoteInput(VALUES, 'EUR').charges?.map((typed) => ({ plan_id: null, description: null, ...typed }));
  const quote = { currency: 'EUR', start_on: null, anchor_day: null, valid_until: '2026-04-09', words: 'Hello' };
  const again = valuesOf({ ...quote, drafts, charges } as unknown as Quote);
  expect(quoteInput(again, 'EUR')).toEqual(quoteInput(VALUES, 'EUR'));
});

test('without a line those on it are on nothing, and the others move up', () => {
  const lines = [line('a'), line('b'), line('on a', { under: 'line:1' }), line('on b', { under: 'line:2' })];
  expect(withoutLine(lines, 0).map(({ plan_id, under }) => [plan_id, under])).toEqual([
    ['b', null],
    ['on a', null],
    ['on b', 'line:1'],
  ]);
  expect(withoutLine(lines, 1).map(({ plan_id, under }) => [plan_id, under])).toEqual([
    ['a', null],
    ['on a', 'line:1'],
    ['on b', null],
  ]);
});
