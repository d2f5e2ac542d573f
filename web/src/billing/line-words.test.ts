import { describe, expect, test } from 'vitest';
import { moneyText } from '../kit/format.ts';
import {
  askText,
  creditedText,
  discountNotes,
  groupsOf,
  type Invoice,
  isCredited,
  type Line,
  lineName,
  partSum,
  partText,
  percentText,
  periodText,
  placeText,
  productText,
} from './line-words.ts';

const line: Line = {
  line_no: 1,
  account_id: 'a',
  kind: 'recurring',
  subscription_id: null,
  plan_id: null,
  plan_version: null,
  description: 'Home 50',
  period_from: '2026-11-03',
  period_to: '2026-12-01',
  quantity: '1.000000000000',
  unit_price_minor: '1999.000000',
  days: 28,
  of_days: 30,
  net_minor: 1866,
  discount_minor: 0,
  tax_code: null,
  taxes: [],
  tax_minor: 0,
  gross_minor: 1866,
  tax_inclusive: false,
  credited_minor: 0,
  creditable_minor: 1866,
  discounts: [],
  trace: {},
};

const usage: Line = {
  ...line,
  kind: 'usage',
  days: null,
  of_days: null,
  quantity: '3.25',
  unit_price_minor: '50',
  trace: { unit_bytes: '1000000000' },
};

const asked = (state: Invoice['state'], credited_minor = 0) =>
  askText({
    state,
    open_minor: 1866,
    currency: 'EUR',
    due_on: '2026-12-15',
    lines: [{ ...line, credited_minor }],
  } as unknown as Invoice);

describe('a line in words', () => {
  test('says its days, the last one included', () => {
    expect(periodText(line)).toMatch(/3.*30|30.*3/);
    expect(periodText(line)).not.toMatch(/Dec/);
    expect(periodText({ ...line, kind: 'one_time' })).toBeUndefined();
  });

  test.each<[string, Line, RegExp]>([
    ['a part', line, /^28\/30 days × .*19.99/],
    ['all of it', { ...line, days: 30 }, /^$/],
    ['a part by the second', { ...line, days: 86_400, of_days: 2_592_000 }, /^86400\/2592000 seconds × .*19.99/],
    ['no part', usage, /^$/],
  ])('says the part of the period it is for: %s', (_, of, text) => {
    expect(partText(of, 'EUR')).toMatch(text);
  });

  test('says how much of what', () => {
    expect(productText(usage, 'EUR')).toMatch(/^3.25 GB × .*0.50/);
    expect(productText(line, 'EUR')).toBe('');
  });

  test.each<[number, number, RegExp]>([
    [0, 373, /^$/],
    [1000, 0, /10.00.* credited$/],
    [1200, 373, /12.00.* credited, with tax$/],
  ])('says what of it was given back: %i with tax %i', (credited_minor, tax_minor, text) => {
    expect(creditedText({ credited_minor, tax_minor }, 'EUR')).toMatch(text);
  });

  test.each([
    ['20.000000', '20 %'],
    ['8.875', '8.875 %'],
  ])('writes %s as %s', (percent, text) => {
    expect(percentText(percent)).toBe(text);
  });
});

describe('an invoice in words', () => {
  test.each<[Invoice['state'], number, RegExp]>([
    ['open', 0, /^Please pay .*18.66.* by .*15/],
    ['overdue', 0, /^.*18.66.* was due on .*15.* now\.$/],
    ['paid', 0, /^Paid in full/],
    ['paid', 1200, /^Nothing is left to pay/],
  ])('asks for what is left when it is %s and %i was given back', (state, credited, text) => {
    expect(asked(state, credited)).toMatch(text);
  });

  test('is credited when one of its lines is', () => {
    expect([isCredited({ lines: [line] }), isCredited({ lines: [line, { ...line, credited_minor: 1 }] })]).toEqual([
      false,
      true,
    ]);
  });
});

describe('what discounts took off a line', () => {
  const off = (discount_id: string, name: string, amount_minor: number) => ({ discount_id, name, amount_minor });
  const texts = (more: Partial<Line>) => discountNotes({ ...line, ...more }, 'EUR').map(({ text }) => text);
  test('nothing without one', () => expect(texts({})).toEqual([]));
  test('the price before, then each', () =>
    expect(
      texts({
        net_minor: 2290,
        discount_minor: 810,
        discounts: [off('a', 'Winter offer', 310), off('b', 'Sorry', 500)],
      }),
    ).toEqual([
      `${moneyText(3100, 'EUR')} before discount`,
      `Winter offer ${moneyText(-310, 'EUR')}`,
      `Sorry ${moneyText(-500, 'EUR')}`,
    ]));
  test('of a price with tax in it, the price with tax', () =>
    expect(
      texts({
        tax_inclusive: true,
        net_minor: 900,
        gross_minor: 1080,
        discount_minor: 120,
        discounts: [off('a', 'W', 120)],
      }),
    ).toEqual([`${moneyText(1200, 'EUR')} before discount, with tax`, `W ${moneyText(-120, 'EUR')}`]));
});

describe('several of it', () => {
  const ten = { ...line, quantity: '10.000000000000' };
  test('a line says how many of what, and how many days of how many', () => {
    expect([lineName(line), lineName(ten)]).toEqual(['Home 50', '10 × Home 50']);
    expect(lineName({ ...ten, kind: 'usage' })).toBe('Home 50');
    expect(partText(ten, 'EUR')).toBe(`10 × ${partText(line, 'EUR')}`);
  });
});

test('an invoice for several accounts has its lines by account', () => {
  const parts = [
    { first_line: 1, last_line: 2 },
    { first_line: 3, last_line: 3 },
  ];
  expect(groupsOf({ lines: ['a', 'b', 'c'], parts })).toEqual([
    { key: 1, part: parts[0], lines: ['a', 'b'] },
    { key: 3, part: parts[1], lines: ['c'] },
  ]);
  expect(groupsOf({ lines: ['a'], parts: [] })).toEqual([{ key: 0, part: null, lines: ['a'] }]);
  const recipient = { name: 'North', account_number: 'A2', city: 'Kiel' } as never;
  expect(placeText(recipient)).toBe('A2 · Kiel');
  expect(partSum({ recipient, net_minor: 3000, gross_minor: 3600 }, 'EUR')).toBe('Sum of North, €36.00 with tax');
  expect(partSum({ recipient, net_minor: 3000, gross_minor: 3000 }, 'EUR')).toBe('Sum of North');
});
