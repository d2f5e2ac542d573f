import { describe, expect, test } from 'vitest';
import { type Line, partText, percentText, periodText, productText } from './line-words.ts';

const line: Line = {
  line_no: 1,
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
  tax_minor: 0,
  gross_minor: 1866,
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

describe('a line in words', () => {
  test('says its days, the last one included', () => {
    expect(periodText(line)).toMatch(/3.*30|30.*3/);
    expect(periodText(line)).not.toMatch(/Dec/);
    expect(periodText({ ...line, kind: 'one_time' })).toBeUndefined();
  });

  test('says the part of the period it is for', () => {
    expect(partText(line, 'EUR')).toMatch(/^28\/30 days × .*19.99/);
    expect(partText(usage, 'EUR')).toBe('');
  });

  test('says how much of what', () => {
    expect(productText(usage, 'EUR')).toMatch(/^3.25 GB × .*0.50/);
    expect(productText(line, 'EUR')).toBe('');
  });

  test.each([
    ['20.000000', '20 %'],
    ['8.875', '8.875 %'],
  ])('writes %s as %s', (percent, text) => {
    expect(percentText(percent)).toBe(text);
  });
});
